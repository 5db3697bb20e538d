"""A script does what IPython does: the same variables, files and printed text, timings aside."""

import ast
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from jupyter_client.manager import run_kernel

from nbtrack.script.extract import extract
from nbtrack.script.magics.registry import CELL_MAGICS, LINE_MAGICS
from tests.making import code, notebook


def _read(name: str) -> dict[str, list[str]]:
    """Read notebooks: a line `=== name` begins one, a line `---` ends a cell."""
    parts = Path(__file__).with_name(name).read_text(encoding="utf-8").split("=== ")[1:]
    named = (part.rstrip("\n").partition("\n") for part in parts)
    return {title: cells.split("\n---\n") for title, _, cells in named}


# What the cells leave in `result`, in files and on stdout is compared; stdout not where it has timings, or
# what only somebody in front of a notebook wants to see.
NOTEBOOKS = _read("magics.txt")
TIMED = _read("magics_timed.txt")
_ALL = NOTEBOOKS | TIMED
# `reset` collects garbage, among all that the notebooks before imported, unless that is frozen.
_BEGIN = (
    "import gc; gc.freeze(); get_ipython().reset(); import os; "
    "os.chdir({folder!r}); _dh[:] = [{folder!r}]; del os"
)
_RESULT = "json.dumps(globals().get('result'))"
_IN_SCRIPT = """

import json as _json
open("../result.json", "w").write(_json.dumps(globals().get("result")))
"""
_COLOUR = re.compile(r"\x1b\[[\d;]*[mK]")
_PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "magics.md").read_text(encoding="utf-8")
Outcome = tuple[Any, str, dict[str, bytes]]


@pytest.fixture(scope="module")
def in_ipython(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Outcome]:
    """Run all notebooks in one real kernel, each from the start and in a folder of its own."""
    top = tmp_path_factory.mktemp("ipython")
    with run_kernel(kernel_name="python3") as client:
        return {name: _in_kernel(client, cells, top / name) for name, cells in _ALL.items()}


def _in_kernel(client: Any, cells: list[str], folder: Path) -> Outcome:
    folder.mkdir()
    printed: list[str] = []

    def hear(message: dict[str, Any]) -> None:
        content = message["content"]
        if message["msg_type"] == "stream" and content["name"] == "stdout":
            printed.append(content["text"])
        if message["msg_type"] == "display_data" and list(content["data"]) == ["text/plain"]:
            printed.append(content["data"]["text/plain"] + "\n")

    client.execute_interactive(_BEGIN.format(folder=str(folder)), silent=True)
    for cell in cells:
        reply = client.execute_interactive(cell, output_hook=hear, allow_stdin=False)["content"]
        if reply["status"] != "ok":
            return None, f"{cell!r} fails in IPython: {reply['evalue']}", {}
    asked = {"result": _RESULT}
    reply = client.execute_interactive("import json", silent=True, user_expressions=asked)["content"]
    found = reply["user_expressions"]["result"]
    assert "data" in found, f"the result of {folder.name!r} is no JSON: {found}"
    result = ast.literal_eval(found["data"]["text/plain"])
    # A terminal, which IPython gives to commands, ends lines with two characters, and gets colours.
    text = _COLOUR.sub("", "".join(printed).replace("\r\n", "\n"))
    return json.loads(result.replace(r"\r\n", r"\n")), _plain(text, folder), _files(folder)


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_does_what_ipython_does(name: str, in_ipython: dict[str, Outcome], tmp_path: Path) -> None:
    assert as_script(_ALL[name], tmp_path) == in_ipython[name]


@pytest.mark.parametrize("name", TIMED)
def test_does_what_ipython_does_but_for_timings(
    name: str, in_ipython: dict[str, Outcome], tmp_path: Path
) -> None:
    ours, theirs = as_script(_ALL[name], tmp_path), in_ipython[name]
    assert (ours[0], ours[2]) == (theirs[0], theirs[2])


def test_every_magic_is_compared_or_the_reference_says_why_not() -> None:
    cells = "\n".join(cell for notebook_cells in _ALL.values() for cell in notebook_cells)
    names = {f"%{name}" for name in LINE_MAGICS} | {f"%%{name}" for name in CELL_MAGICS}
    compared = {name for name in names if re.search(rf"(?<!%){re.escape(name)}(?!\w)", cells)}
    left_out = re.findall(r"^\| (`%.*?) \|", _PAGE.partition("Not compared are")[2], re.MULTILINE)
    excused = {name.strip("`") for row in left_out for name in row.split(", ")}
    assert names - compared == excused


def test_the_reference_counts_the_comparisons() -> None:
    assert f"{len(_ALL)} small notebooks" in _PAGE
    assert f"in {len(TIMED)} of them" in _PAGE


def as_script(cells: list[str], tmp_path: Path) -> Outcome:
    """Run the extracted script with nothing but Python, in an empty folder."""
    folder = tmp_path / "folder"
    folder.mkdir()
    script = extract(notebook(*map(code, cells)))
    assert {entry.verdict for entry in script.ledger} <= {"translated", "dropped", "recorded"}
    (tmp_path / "script.py").write_text(script.source + _IN_SCRIPT.replace("../", f"{tmp_path}/"))
    command = [sys.executable, "-I", str(tmp_path / "script.py")]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    result = json.loads((tmp_path / "result.json").read_text())
    return result, _plain(done.stdout, folder), _files(folder)


def _plain(text: str, folder: Path) -> str:
    return text.replace(str(folder), "FOLDER")


def _files(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
