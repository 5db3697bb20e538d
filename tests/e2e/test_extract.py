"""`nbtrack extract`, as a person calls it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from nbtrack.cli.main import main
from tests.making import code, markdown, notebook_b

SAMPLES = Path(__file__).resolve().parents[2] / "sample_notebooks"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "plain.ipynb").write_bytes(notebook_b(code("x = 1\nprint(x)")))
    (tmp_path / "magics.ipynb").write_bytes(notebook_b(code("!echo hello"), code("%pip install pandas")))
    (tmp_path / "refused.ipynb").write_bytes(notebook_b(code("x = 1\n%sql select '\x1b[31m'")))
    return tmp_path


def test_one_notebook_goes_to_stdout_and_its_summary_to_stderr(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["extract", "magics.ipynb"]) == 0
    script, notes = capfd.readouterr()
    done = subprocess.run([sys.executable, "-I", "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "hello\n"
    assert notes == "magics.ipynb: 1 recorded, 1 translated\n"


def test_what_is_refused_is_listed_and_ends_with_1(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["extract", "refused.ipynb", "-o", "out.py"]) == 1
    assert capfd.readouterr().err == (
        "refused.ipynb: 1 refused\n"
        "  cell 1, line 2: %sql select '\\x1b[31m': the database connection belongs to the magic\n"
    )
    assert (folder / "out.py").is_file()


def test_several_go_to_a_folder_that_mirrors_theirs(folder: Path) -> None:
    (folder / "below").mkdir()
    (folder / "below" / "plain.ipynb").write_bytes((folder / "plain.ipynb").read_bytes())
    assert main(["extract", ".", "-o", "scripts"]) == 1
    found = sorted(str(path.relative_to(folder)) for path in folder.rglob("*.py"))
    assert found == [
        "scripts/below/plain.py",
        "scripts/magics.py",
        "scripts/plain.py",
        "scripts/refused.py",
    ]


def test_a_file_that_somebody_wrote_is_left_alone(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (folder / "plain.py").write_text("mine = 1\n")
    assert main(["extract", "plain.ipynb", "-o", "plain.py"]) == 2
    assert (folder / "plain.py").read_text() == "mine = 1\n"
    assert "was not made by `nbtrack extract`" in capfd.readouterr().err


def test_what_is_no_file_is_not_written_to(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    os.mkfifo(folder / "pipe")
    assert main(["extract", "plain.ipynb", "-o", "pipe"]) == 2
    assert capfd.readouterr().err == "nbtrack: pipe is not a file\n  hint: `-o -` writes to stdout\n"


def test_a_script_made_before_is_replaced(folder: Path) -> None:
    assert [main(["extract", "plain.ipynb", "-o", "plain.py"]) for _ in range(2)] == [0, 0]


def test_one_bad_notebook_does_not_stop_the_rest(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (folder / "bad.ipynb").write_text("<<<<<<<")
    assert main(["extract", "bad.ipynb", "plain.ipynb", "-o", "scripts"]) == 2
    assert (folder / "scripts" / "plain.py").is_file()
    assert "cannot read bad.ipynb" in capfd.readouterr().err


def test_several_do_not_fit_on_stdout(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["extract", "plain.ipynb", "magics.ipynb"]) == 2
    assert "give a folder" in capfd.readouterr().err


def test_two_notebooks_never_become_one_script(folder: Path) -> None:
    (folder / "below").mkdir()
    (folder / "below" / "plain.ipynb").write_bytes((folder / "plain.ipynb").read_bytes())
    assert main(["extract", "plain.ipynb", "below/plain.ipynb", "-o", "scripts"]) == 2


def test_explain_shows_every_construct(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["extract", "magics.ipynb", "--explain"]) == 0
    assert capfd.readouterr().out.splitlines() == [
        "magics.ipynb: 1 recorded, 1 translated",
        "  cell 1  production, magic",
        "    line 1    translated !echo hello",
        "  cell 2  install",
        "    line 1    recorded   %pip install pandas  (recorded as a requirement)",
        "  requirements: pandas",
    ]


def test_production_leaves_out_what_only_looks_and_says_so(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    train = str(SAMPLES / "train.ipynb")
    assert main(["extract", train, "--production"]) == 0
    shown = capfd.readouterr()
    assert "plt" not in shown.out
    assert "model.partial_fit" in shown.out
    assert shown.err.endswith("train.ipynb: 8 statements left out\n")
    assert main(["extract", train, "--production", "--explain"]) == 0
    explained = capfd.readouterr().out
    assert (
        "  cell 8  production, plot\n    line 2    left out   figure, (left, right) = plt.subplots"
        in explained
    )
    assert main(["extract", train, "--production", "--json"]) == 0
    (row,) = json.loads(capfd.readouterr().out)["notebooks"]
    assert [one["kind"] for one in row["removals"]].count("plot") == 4


def test_json_has_script_map_and_ledger(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["extract", "--json", "magics.ipynb"]) == 0
    (row,) = json.loads(capfd.readouterr().out)["notebooks"]
    assert (row["complete"], row["requirements"]) == (True, ["pandas"])
    assert len(row["lines"]) == row["source"].count("\n")
    assert [entry["verdict"] for entry in row["ledger"]] == ["translated", "recorded"]


def test_the_sample_with_magics_runs_as_a_script(tmp_path: Path) -> None:
    script = tmp_path / "magics.py"
    assert main(["extract", str(SAMPLES / "magics.ipynb"), "-o", str(script)]) == 0
    command = [sys.executable, "-I", str(script)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert "9 numbers from 2 files, in cm2\n" in done.stdout
    assert done.stdout.endswith("285\n")


_PERCENT = "# %%\nx = 2\n# %time x += 1\n\n# %% [markdown]\n# # Text\n\n# %%\n# !echo {x}\n"


def test_a_paired_text_may_stand_where_a_notebook_may(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["pair", "plain.ipynb", "--quiet"]) == 0
    (folder / "plain.py").write_text((folder / "plain.py").read_text().replace("x = 1", "x = 7"))
    assert main(["extract", "plain.py", "-o", "out.py"]) == 0
    assert "# %% cell 1\nx = 7\nprint(x)\n" in (folder / "out.py").read_text()
    (folder / "plain.ipynb").unlink()
    assert main(["extract", "plain.py", "-o", "out.py"]) == 0
    assert "# %% cell 1\nx = 7\nprint(x)\n" in (folder / "out.py").read_text()


def test_a_text_without_a_notebook_is_read_as_one(folder: Path) -> None:
    (folder / "alone.py").write_text(_PERCENT)
    assert main(["extract", "alone.py", "-o", "out.py"]) == 0
    text = (folder / "out.py").read_text()
    assert "with _nb_timed():\n    x += 1\n" in text
    assert "# %% cell 3\n_nb_shell(_nb_filled" in text


def test_the_text_itself_is_not_overwritten(folder: Path) -> None:
    (folder / "alone.py").write_text(_PERCENT)
    assert main(["extract", "alone.py", "-o", "alone.py"]) == 2
    assert (folder / "alone.py").read_text() == _PERCENT


def test_many_notebooks_are_told_in_their_order_whatever_does_them(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    for number in range(9):
        cells = (
            markdown("x" * 600_000),
            code(f"x = {number}\n!echo {{x}}"),
            code("%sql y" if number == 5 else ""),
        )
        (folder / f"{number}.ipynb").write_bytes(notebook_b(*cells))
    (folder / "7.ipynb").write_text("{")
    names = [f"{number}.ipynb" for number in range(9)]
    alone = [main(["extract", name, "-o", "alone/"]) for name in names]
    told_alone = capfd.readouterr().err
    assert main(["extract", *names, "-o", "together/"]) == max(alone) == 2
    assert capfd.readouterr().err == told_alone
    scripts = {path.name: path.read_text() for path in (folder / "together").iterdir()}
    assert scripts == {path.name: path.read_text() for path in (folder / "alone").iterdir()}
    assert len(scripts) == 8


def test_a_report_on_many_notebooks_has_them_in_order(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    for number in range(9):
        (folder / f"{number}.ipynb").write_bytes(notebook_b(markdown("x" * 600_000), code(f"!echo {number}")))
    names = [f"{number}.ipynb" for number in range(9)]
    assert main(["extract", "--json", "-o", "scripts/", *names]) == 0
    rows = json.loads(capfd.readouterr().out)["notebooks"]
    assert [(row["path"], row["ledger"][0]["text"]) for row in rows] == [
        (name, f"!echo {number}") for number, name in enumerate(names)
    ]
