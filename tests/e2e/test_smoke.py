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
from tests.making import code, notebook_b

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


@pytest.mark.parametrize(("name", "expected"), [("magics", 0), ("paired", 0), ("hidden_state", 1)])
def test_the_samples_do_what_their_readme_says(name: str, expected: int) -> None:
    assert main(["smoke", str(SAMPLES / f"{name}.ipynb")]) == expected
