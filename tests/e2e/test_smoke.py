"""`nbtrack smoke`, as a person calls it."""

import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from nbtrack.cli.main import main
from tests.e2e.terminal import at_terminal
from tests.making import code, notebook_b, stream

SAMPLES = Path(__file__).resolve().parents[2] / "sample_notebooks"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "good.ipynb").write_bytes(notebook_b(code("x = 1"), code("assert x == 1")))
    cells = code("data = 1"), code("# features\nfeatures = data * scale")
    (tmp_path / "hidden.ipynb").write_bytes(notebook_b(*cells))
    return tmp_path


def test_a_notebook_that_runs_gets_one_line(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["smoke", "good.ipynb"]) == 0
    out, err = capfd.readouterr()
    assert re.fullmatch(r"good\.ipynb: ran outside Jupyter in \d+\.\d s \(2 cells\)\n", out)
    assert err == ""


def test_a_failure_names_the_cell_its_line_and_the_cause(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["smoke", "hidden.ipynb"]) == 1
    assert capfd.readouterr().out == (
        "hidden.ipynb: fails in cell 2, line 2: NameError: name 'scale' is not defined\n"
        "    2 | features = data * scale\n"
        "      |                   ^^^^^\n"
        "  no cell defines `scale`: "
        "the notebook worked only because of a cell that was deleted or changed since\n"
    )


def test_cells_whose_tags_say_so_may_raise_or_are_not_run(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    shown = code("1 / 0", metadata={"tags": ["raises-exception"]})
    skipped = code("import no_such_module", metadata={"tags": ["skip-execution"]})
    (folder / "tagged.ipynb").write_bytes(notebook_b(shown, skipped, code("assert 1")))
    assert main(["smoke", "tagged.ipynb"]) == 0
    assert "tagged.ipynb: ran outside Jupyter" in capfd.readouterr().out


def test_one_that_fails_or_cannot_be_read_does_not_stop_the_rest(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (folder / "bad.ipynb").write_text("{")
    assert main(["smoke", "."]) == 2
    out, err = capfd.readouterr()
    assert "good.ipynb: ran" in out
    assert "hidden.ipynb: fails" in out
    assert "cannot read bad.ipynb" in err


def test_parameters_and_settings_are_honoured(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    tagged = {"tags": ["parameters"]}
    cells = code("pause_s = 60", metadata=tagged), code("import time\ntime.sleep(pause_s)")
    (folder / "slow.ipynb").write_bytes(notebook_b(*cells))
    (folder / "nbtrack.toml").write_text("[smoke]\ntimeout = 1\n")
    assert main(["smoke", "slow.ipynb"]) == 1
    assert "fails in cell 2, line 2: still running after 1 s" in capfd.readouterr().out
    assert main(["smoke", "-p", "pause_s=0", "slow.ipynb"]) == 0
    assert main(["smoke", "-p", "pause=0", "slow.ipynb"]) == 2


def test_what_would_delete_is_skipped_unless_asked_for(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (folder / "kept.txt").touch()
    (folder / "deletes.ipynb").write_bytes(notebook_b(code("!rm kept.txt")))
    assert main(["smoke", "deletes.ipynb"]) == 0
    assert (folder / "kept.txt").exists()
    assert "(1 cell, 1 shell command skipped)" in capfd.readouterr().out
    assert main(["smoke", "--shell", "run", "deletes.ipynb"]) == 0
    assert not (folder / "kept.txt").exists()
    assert main(["smoke", "--shell", "deny", "deletes.ipynb"]) == 1


def test_json_has_place_and_cause(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["smoke", "--json", "hidden.ipynb"]) == 1
    (row,) = json.loads(capfd.readouterr().out)["notebooks"]
    assert (row["passed"], row["failure"]["cell"], row["failure"]["line"]) == (False, 2, 2)


def test_nothing_of_a_notebook_controls_the_terminal(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (folder / "evil.ipynb").write_bytes(notebook_b(code("raise ValueError('\x1b[2J')  # \x1b[2J")))
    assert main(["smoke", "evil.ipynb"]) == 1
    assert "\x1b" not in capfd.readouterr().out


def test_ctrl_c_ends_the_notebook_too(folder: Path) -> None:
    cell = (
        "import os, time\nopen('pid', 'w').write(str(os.getpid()))\nos.rename('pid', 'ready')\ntime.sleep(60)"
    )
    (folder / "slow.ipynb").write_bytes(notebook_b(code(cell)))
    child = subprocess.Popen([sys.executable, "-m", "nbtrack", "smoke", "slow.ipynb"], stderr=subprocess.PIPE)
    while not (folder / "ready").exists():
        assert child.poll() is None
    child.send_signal(signal.SIGINT)
    _, err = child.communicate(timeout=30)
    assert (child.returncode, err) == (130, b"nbtrack: interrupted\n")
    with pytest.raises(ProcessLookupError):
        os.kill(int((folder / "ready").read_text()), 0)


def test_what_passed_is_not_run_again(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (folder / "nbtrack.toml").touch()  # the root of a project, and so of its store
    for expected in (
        r"ran outside Jupyter in \d+\.\d s \(2 cells\)",
        "ran outside Jupyter earlier .*remembered",
    ):
        assert main(["smoke", "good.ipynb"]) == 0
        assert re.search(expected, capfd.readouterr().out)
    assert main(["smoke", "--no-cache", "good.ipynb"]) == 0
    assert "remembered" not in capfd.readouterr().out


def test_a_failure_is_never_remembered(folder: Path) -> None:
    assert [main(["smoke", "hidden.ipynb"]) for _ in range(2)] == [1, 1]


def test_several_come_in_their_order_and_with_a_summary(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (folder / "a_slow.ipynb").write_bytes(notebook_b(code("import time\ntime.sleep(0.5)")))
    assert main(["smoke", "-j", "3", "."]) == 1
    lines = capfd.readouterr().out.splitlines()
    assert [line.partition(":")[0] for line in lines if ".ipynb: " in line] == [
        "a_slow.ipynb",
        "good.ipynb",
        "hidden.ipynb",
    ]
    assert lines[-1] == "3 notebooks: 2 ran, 1 fails"


def test_the_first_failure_ends_it_where_that_is_wanted(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["smoke", "--fail-fast", "hidden.ipynb", "good.ipynb"]) == 1
    assert (
        capfd.readouterr().out.splitlines()[-1] == "2 notebooks: 0 ran, 1 fails, 1 not tried, since one fails"
    )


def test_variables_come_from_the_command_line_and_the_settings(folder: Path) -> None:
    cell = code("import os\nassert (os.environ['A'], os.environ['B']) == ('1', '2=3')")
    (folder / "env.ipynb").write_bytes(notebook_b(cell))
    (folder / "nbtrack.toml").write_text('[smoke]\nenv = { A = "1", B = "old" }\n')
    assert main(["smoke", "--env", "B=2=3", "env.ipynb"]) == 0
    assert main(["smoke", "--env", "B", "env.ipynb"]) == 2


def test_imports_are_looked_for_where_pythonpath_says_from_here(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "src").mkdir()
    (folder / "src" / "ours.py").touch()
    (folder / "notebooks").mkdir()
    (folder / "notebooks" / "imports.ipynb").write_bytes(notebook_b(code("import ours")))
    assert main(["smoke", "notebooks"]) == 1
    monkeypatch.setenv("PYTHONPATH", "src")
    assert main(["smoke", "notebooks"]) == 0


def test_details_name_the_interpreter_and_the_way_that_an_exception_took(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (folder / "helper.py").write_text("def halve(x):\n    return x / 0\n")
    (folder / "calls.ipynb").write_bytes(notebook_b(code("print('begun')\nimport helper\nhelper.halve(1)")))
    assert main(["smoke", "-v", "--python", sys.executable, "calls.ipynb"]) == 1
    out, err = capfd.readouterr()
    assert "fails in cell 1, line 3: ZeroDivisionError" in out
    assert err.startswith(
        "  it came through:\n"
        "    cell 1, line 3, in <module>: helper.halve(1)\n"
        "    helper.py, line 2, in halve: return x / 0\n"
        f"  with {sys.executable} (given)\n"
        "  it printed:\n"
        "    begun\n"
    )


def test_outputs_are_compared_where_that_is_wanted(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    cells = [code(f"print({n})", outputs=[stream(f"{n % 2}\n")], count=1) for n in (1, 2)]
    (folder / "prints.ipynb").write_bytes(notebook_b(*cells))
    assert main(["smoke", "prints.ipynb"]) == 0
    assert main(["smoke", "--verify", "prints.ipynb"]) == 1
    assert "in cell 2: prints `2`, and the notebook has `0`, in line 1" in capfd.readouterr().out
    (folder / "prints.ipynb").write_bytes(notebook_b(cells[0]))
    assert main(["smoke", "--verify", "prints.ipynb"]) == 0
    assert "(1 cell, 1 as stored)" in capfd.readouterr().out
    assert main(["smoke", "--rtol", "1", "prints.ipynb"]) == 2


def test_what_settings_leave_out_is_not_left_out_of_the_proof(folder: Path) -> None:
    (folder / "nbtrack.toml").write_text('[smoke.parameters."n.ipynb"]\nn = 1\n')
    cells = (
        code("n = 2", metadata={"tags": ["parameters"]}),
        code("print(n)", outputs=[stream("2\n")], count=2),
    )
    (folder / "n.ipynb").write_bytes(notebook_b(*cells))
    assert main(["smoke", "--verify", "n.ipynb"]) == 0
    assert main(["smoke", "--verify", "-p", "n=1", "n.ipynb"]) == 1


@pytest.mark.kernel
def test_metrics_are_compared_with_those_of_a_recorded_run(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (folder / "nbtrack.toml").touch()
    (folder / "luck").write_text("0.5")
    cell = code("loss = float(open('luck').read())", metadata={"tags": ["metrics"]})
    (folder / "train.ipynb").write_bytes(notebook_b(cell))
    assert main(["run", "train.ipynb"]) == 0
    assert main(["smoke", "--verify", "train.ipynb"]) == 0
    assert "loss as recorded" in capfd.readouterr().out
    (folder / "luck").write_text("0.75")
    assert main(["smoke", "--verify", "train.ipynb"]) == 1
    assert "in the end `loss` is 0.75, and the recorded run has 0.5" in capfd.readouterr().out


def test_reports_go_to_a_file_and_people_read_the_rest(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["smoke", "--format", "junit", "-o", "smoke.xml", "good.ipynb", "hidden.ipynb"]) == 1
    assert "hidden.ipynb: fails" in capfd.readouterr().out
    assert '<testcase classname="hidden.ipynb" name="cell 2"' in (folder / "smoke.xml").read_text()
    assert main(["smoke", "-o", "smoke.xml", "good.ipynb"]) == 2


def test_github_gets_annotations_and_a_summary_of_the_step(
    folder: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(folder / "summary.md"))
    assert main(["smoke", "--format", "github", "hidden.ipynb"]) == 1
    assert capfd.readouterr().out.startswith("::error file=hidden.ipynb,line=")
    assert "| hidden.ipynb | fails |" in (folder / "summary.md").read_text()


def test_a_paired_text_stands_for_its_notebook(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["pair", "hidden.ipynb"]) == 0
    (folder / "hidden.ipynb").unlink()  # the text is all that it needs
    assert main(["smoke", "hidden.py"]) == 1
    assert "hidden.py: fails in cell 2, line 2: NameError" in capfd.readouterr().out
    (folder / "alone.py").write_text("x = 1\n")
    assert main(["smoke", "alone.py"]) == 2
    assert "alone.py is not paired with a notebook" in capfd.readouterr().err


def test_a_terminal_shows_what_runs(folder: Path) -> None:
    (folder / "slow.ipynb").write_bytes(notebook_b(code("import time\ntime.sleep(1.5)")))
    shown = at_terminal(folder, "smoke", "slow.ipynb").screen
    assert "[0/1] slow.ipynb cell 1 (" in shown


@pytest.mark.parametrize(("number", "code_"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_a_signal_ends_the_notebook_too(folder: Path, number: int, code_: int) -> None:
    cell = (
        "import os, time\nopen('pid', 'w').write(str(os.getpid()))\nos.rename('pid', 'ready')\ntime.sleep(60)"
    )
    (folder / "slow.ipynb").write_bytes(notebook_b(code(cell)))
    child = subprocess.Popen([sys.executable, "-m", "nbtrack", "smoke", "slow.ipynb"])
    while not (folder / "ready").exists():
        assert child.poll() is None
    child.send_signal(number)
    assert child.wait(30) == code_
    with pytest.raises(ProcessLookupError):
        os.kill(int((folder / "ready").read_text()), 0)


@pytest.mark.parametrize(("name", "expected"), [("magics", 0), ("paired", 0), ("hidden_state", 1)])
def test_the_samples_do_what_their_readme_says(name: str, expected: int) -> None:
    assert main(["smoke", str(SAMPLES / f"{name}.ipynb")]) == expected
