"""`nbtrack params`, as a person calls it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from nbtrack.cli.main import main
from tests.making import code, markdown, notebook_b

if TYPE_CHECKING:
    from pathlib import Path

TAGGED = {"tags": ["parameters"]}
SOURCE = """\
epochs = 12  # how often
rate: float = 1e-3
limit = float("inf")
data = Path("data")
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "train.ipynb").write_bytes(notebook_b(markdown("# A"), code(SOURCE, metadata=TAGGED)))
    (tmp_path / "plain.ipynb").write_bytes(notebook_b(code("x = 1")))
    return tmp_path


def test_the_table_says_what_can_be_set(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["params", "train.ipynb"]) == 0
    assert capfd.readouterr() == (
        (
            "train.ipynb: cell 2\n"
            "  name    kind   default       line  comment\n"
            "  epochs  int    12            1     how often\n"
            "  rate    float  1e-3          2\n"
            '  limit   float  float("inf")  3\n'
            '  data    Path   Path("data")  4\n'
        ),
        "",
    )


def test_what_is_given_shows_what_a_run_would_use(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (folder / "quick.toml").write_text("epochs = 1\nrate = 0.5\n")
    assert main(["params", "--config", "quick.toml", "-p", "rate=2", "-p", "data=x", "train.ipynb"]) == 0
    assert capfd.readouterr().out == (
        "train.ipynb: cell 2\n"
        "  name    kind   default       value         from          line  comment\n"
        "  epochs  int    12            1             quick.toml    1     how often\n"
        "  rate    float  1e-3          2.0           command line  2\n"
        '  limit   float  float("inf")  float("inf")  default       3\n'
        "  data    Path   Path(\"data\")  Path('x')     command line  4\n"
    )


def test_what_a_run_would_use_heeds_the_environment_too(
    folder: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "quick.toml").write_text("epochs = 1\n")
    monkeypatch.setenv("NBTRACK_P_epochs", "7")
    monkeypatch.setenv("NBTRACK_P_rate", "0.5")
    asked = ["train.ipynb", "-c", "quick.toml", "-p", "rate=2", "--json"]
    assert main(["params", *asked]) == 0
    listed = json.loads(capfd.readouterr().out)["notebooks"][0]
    assert main(["run", "--dry-run", *asked]) == 0
    planned = json.loads(capfd.readouterr().out)
    expected = {"epochs": (7, "environment"), "rate": (2.0, "command line")}
    assert _given(listed) == _given(planned) == expected


def _given(report: dict[str, Any]) -> dict[str, tuple[object, str]]:
    used = {each["name"]: (each["value"], each["origin"]) for each in report["parameters"]}
    return {name: used[name] for name in ("epochs", "rate")}


def test_json_says_the_same(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["params", "--json", "-p", "epochs=3", "train.ipynb"]) == 0
    found = json.loads(capfd.readouterr().out)
    (book,) = found["notebooks"]
    assert (found["schema"], book["path"], book["cell"]) == ("nbtrack.params/1", "train.ipynb", 2)
    assert book["parameters"][0] == {
        "name": "epochs",
        "kind": "int",
        "default": 12,
        "expression": "12",
        "is_constant": True,
        "comment": "how often",
        "line": 1,
        "value": 3,
        "origin": "command line",
    }
    assert book["parameters"][2]["default"] == "Infinity"


def test_a_notebook_without_parameters_is_told_so(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (folder / "empty.ipynb").write_bytes(notebook_b(code("import os", metadata=TAGGED)))
    assert main(["params", "plain.ipynb", "empty.ipynb"]) == 0
    assert capfd.readouterr() == (
        "",
        (
            "plain.ipynb: no parameters: no cell is tagged `parameters`\n"
            "  cell 1 sets x; to make that the parameters: `nbtrack params --tag-cell 1 plain.ipynb`\n"
            "empty.ipynb: no parameters; cell 1 is tagged and sets none\n"
        ),
    )


def test_a_folder_lists_only_notebooks_that_have_some(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["params", "."]) == 0
    out, err = capfd.readouterr()
    assert out.startswith("train.ipynb: cell 2\n")
    assert err == ""
    (folder / "train.ipynb").unlink()
    assert main(["params", "."]) == 0
    assert capfd.readouterr().err == "no notebook here has a cell tagged `parameters` that sets something\n"


def test_the_cell_that_looks_like_parameters_is_named_and_can_be_tagged(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    before = (folder / "plain.ipynb").read_bytes()
    assert main(["params", "plain.ipynb"]) == 0
    assert capfd.readouterr().err == (
        "plain.ipynb: no parameters: no cell is tagged `parameters`\n"
        "  cell 1 sets x; to make that the parameters: `nbtrack params --tag-cell 1 plain.ipynb`\n"
    )
    assert main(["params", "--tag-cell", "1", "--dry-run", "plain.ipynb"]) == 0
    assert capfd.readouterr().err == "plain.ipynb: cell 1 would be tagged `parameters`\n"
    assert (folder / "plain.ipynb").read_bytes() == before
    assert main(["params", "--tag-cell", "1", "--undo", "plain.ipynb"]) == 0
    out, err = capfd.readouterr()
    assert out.startswith("plain.ipynb: cell 1\n")
    assert err.endswith("plain.ipynb: cell 1 tagged `parameters`\n")
    assert main(["params", "-p", "x=2", "plain.ipynb"]) == 0
    assert main(["undo"]) == 0
    assert (folder / "plain.ipynb").read_bytes() == before


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["--tag-cell", "1", "train.ipynb"], "train.ipynb: cell 2 is tagged `parameters` already"),
        (["--tag-cell", "9", "plain.ipynb"], "plain.ipynb: cell 9 cannot be tagged: there are 1 cells"),
        (["--tag-cell", "1", "text.ipynb"], "text.ipynb: cell 1 cannot be tagged: it is a markdown cell"),
        (["--tag-cell", "2", "text.ipynb"], "text.ipynb: cell 2 cannot be tagged: it sets nothing"),
        (["--tag-cell", "1", "plain.ipynb", "text.ipynb"], "--tag-cell needs one notebook"),
        (["--dry-run", "plain.ipynb"], "--dry-run goes with --tag-cell"),
    ],
)
def test_what_cannot_be_tagged_is_refused(
    folder: Path, capfd: pytest.CaptureFixture[str], words: list[str], why: str
) -> None:
    (folder / "text.ipynb").write_bytes(notebook_b(markdown("# A"), code("print()")))
    assert main(["params", *words]) == 2
    assert why in capfd.readouterr().err


def test_what_cannot_be_read_or_set_does_not_stop_the_rest(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (folder / "bad.ipynb").write_bytes(notebook_b(code("x = = 1", metadata=TAGGED)))
    assert main(["params", "-p", "epochs=3", "plain.ipynb", "bad.ipynb", "train.ipynb"]) == 2
    out, err = capfd.readouterr()
    assert "command line" in out
    assert "plain.ipynb has no cell tagged `parameters`" in err
    assert "parameters of bad.ipynb: cell 1, line 1 is not valid Python" in err


def test_an_unknown_name_or_a_broken_file_is_refused(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["params", "-p", "epoch=3", "train.ipynb"]) == 2
    assert "did you mean 'epochs'?" in capfd.readouterr().err
    (folder / "quick.yaml").write_text("epochs: [1")
    assert main(["params", "--config", "quick.yaml", "train.ipynb"]) == 2
    assert "cannot read quick.yaml, line 1, column 11" in capfd.readouterr().err


def test_values_of_an_earlier_run_and_missing_defaults_are_shown(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    injected = code("a = 2", metadata={"tags": ["injected-parameters"]})
    (folder / "ran.ipynb").write_bytes(notebook_b(code("a = 1", metadata=TAGGED), injected))
    (folder / "bare.ipynb").write_bytes(notebook_b(code("a: int", metadata=TAGGED)))
    assert main(["params", "ran.ipynb", "bare.ipynb"]) == 0
    out = capfd.readouterr().out
    assert "  a     int   1        2      injected cell  1\n" in out
    assert "  a     int   required  1\n" in out


def test_what_a_notebook_says_cannot_reach_the_terminal_raw(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    source = "a = 1  # \x1b[31mred\nb = '\x1b]0;x\x07'"
    (folder / "evil.ipynb").write_bytes(notebook_b(code(source, metadata=TAGGED)))
    assert main(["params", "evil.ipynb"]) == 0
    assert "\x1b" not in capfd.readouterr().out


SCRIPT = """\
import argparse
parser = argparse.ArgumentParser()
parser.add_argument("--learning-rate", "--lr", type=float, default=0.01, help="the rate at the start")
parser.add_argument("--layers", nargs="+", type=int, default=[4])
parser.add_argument("--fast", action="store_true")
parser.add_argument("--name")
"""


def test_of_a_script_they_are_its_options(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (folder / "train.py").write_text(SCRIPT)
    assert main(["params", "train.py"]) == 0
    assert capfd.readouterr().out == (
        "train.py\n"
        "  name           kind         default  option                 comment\n"
        "  learning_rate  float        0.01     --learning-rate, --lr  the rate at the start\n"
        "  layers         list of int  [4]      --layers\n"
        "  fast           switch       False    --fast\n"
        "  name                                 --name\n"
    )
    assert main(["params", "--json", "train.py"]) == 0
    (found,) = json.loads(capfd.readouterr().out)["scripts"]
    assert (found["path"], found["options"][0]["spellings"]) == ("train.py", ["--learning-rate", "--lr"])


def test_a_script_that_declares_none_is_told_so(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (folder / "plain.py").write_text("print(1)\n")
    assert main(["params", "plain.py"]) == 0
    assert "declares no option" in capfd.readouterr().err
    (folder / "configured.py").write_text("import hydra\n@hydra.main(config_path='.')\ndef main(cfg): ...\n")
    assert main(["params", "configured.py"]) == 0
    assert "as Hydra reads it" in capfd.readouterr().err


def test_a_paired_text_stands_for_its_notebook(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["pair", "train.ipynb"]) == 0
    capfd.readouterr()
    assert main(["params", "train.py"]) == 0
    assert "epochs  int    12" in capfd.readouterr().out


@pytest.mark.parametrize("text", ["train.py", "train.md", "train.Rmd"])
@pytest.mark.parametrize("folder_name", ["", "./", "../here/"])
def test_a_paired_text_stands_for_its_notebook_however_it_is_called(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    text: str,
    folder_name: str,
) -> None:
    (here := tmp_path / "here").mkdir()
    monkeypatch.chdir(here)
    (here / "train.ipynb").write_bytes(notebook_b(code("epochs = 12", metadata=TAGGED)))
    assert main(["pair", "--to", text, "train.ipynb"]) == 0
    capfd.readouterr()
    assert main(["params", folder_name + text]) == 0
    shown, error = capfd.readouterr()
    assert error == ""
    assert shown.startswith(f"{folder_name}{text}: cell 1\n")


def test_a_text_in_conflict_is_no_notebook(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["pair", "train.ipynb"]) == 0
    text = folder / "train.py"
    text.write_text(text.read_text().replace("epochs", "<<<<<<< ours\n>>>>>>> theirs\nepochs"))
    assert main(["params", "train.py"]) == 2
    assert "is a conflict marker" in capfd.readouterr().err


def test_what_a_text_leaves_out_its_notebook_says(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (folder / "jupytext.toml").write_text('notebook_metadata_filter = "-all"\n')
    kernel = {"name": "far", "display_name": "Far", "language": "python"}
    (folder / "train.ipynb").write_bytes(notebook_b(code("x = 1"), metadata={"kernelspec": kernel}))
    assert main(["pair", "train.ipynb"]) == 0
    assert "kernelspec" not in (folder / "train.py").read_text()
    assert main(["run", "train.py"]) == 2
    assert "there is no kernel 'far'" in capfd.readouterr().err
