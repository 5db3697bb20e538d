"""`nbtrack extract --requirements`: what scripts need, where installers look for it."""

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from nbtrack.cli.main import main
from tests.making import code, notebook_b

CELLS = (
    "%pip install -q 'pandas>=2' git+https://example.org/me/own.git@v1 -r more.txt",
    "import os, pandas as pd, sklearn.svm\nfrom google.cloud import storage\nimport mine",
    "def f():\n    import yaml\ntry:\n    import torch\nexcept ImportError:\n    pass",
    "!conda install -y {name}",
)
NEEDS = [
    "pandas>=2",
    "own @ git+https://example.org/me/own.git@v1",
    "scikit-learn",
    "google-cloud-storage",
    "pyyaml",
]
_PEP_723 = re.compile(r"(?m)^# /// (?P<type>[a-zA-Z0-9-]+)$\s(?P<content>(^#(| .*)$\s)+)^# ///$")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.py").touch()
    (tmp_path / "n.ipynb").write_bytes(notebook_b(*map(code, CELLS)))
    (tmp_path / "plain.ipynb").write_bytes(notebook_b(code("print(1)\n1 / 0")))
    return tmp_path


def test_a_header_is_what_pep_723_says(folder: Path) -> None:
    assert main(["extract", "n.ipynb", "-o", "n.py", "--requirements", "header", "--map"]) == 0
    text = (folder / "n.py").read_text()
    (block,) = _PEP_723.finditer(text)
    lines = [line[2:] if line.startswith("# ") else line[1:] for line in block["content"].splitlines()]
    assert tomllib.loads("\n".join(lines)) == {"dependencies": NEEDS}
    assert "# also installed: -r more.txt\n# also installed: {name}\n" in text
    compile(text, "n.py", "exec")


def test_the_map_knows_of_the_header(folder: Path) -> None:
    assert main(["extract", "n.ipynb", "-o", "n.py", "--requirements", "header", "--map"]) == 0
    lines = json.loads((folder / "n.py.map").read_text())["lines"]
    text = (folder / "n.py").read_text().splitlines()
    assert len(lines) == len(text)
    assert lines[text.index("import mine")] == [2, 3]


def test_a_file_holds_the_needs_of_all(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["extract", ".", "-o", "scripts", "--requirements", "needs.txt"]) == 0
    first, *lines = (folder / "needs.txt").read_text().splitlines()
    assert first == "# Requirements of n.ipynb, plain.ipynb, by nbtrack."
    assert lines[:-2] == sorted(NEEDS)
    assert "needs.txt: 5 requirements\n  not among them: -r more.txt\n" in capfd.readouterr().err


def test_a_file_that_somebody_wrote_is_left_alone(folder: Path) -> None:
    (folder / "requirements.txt").write_text("pandas\n")
    assert main(["extract", "n.ipynb", "-o", "n.py", "--requirements", "requirements.txt"]) == 2
    assert (folder / "requirements.txt").read_text() == "pandas\n"


@pytest.mark.parametrize(
    "text",
    [
        "",
        '[project]\nname = "x"  # mine\r\n',
        "[dependency-groups]  # all\ndev = []\n",
        "[a]\nb = 1\n[dependency-groups]\n\n[c]\n",
    ],
)
def test_pyproject_gets_a_group_and_keeps_the_rest(folder: Path, text: str) -> None:
    path = folder / "pyproject.toml"
    path.write_bytes(text.encode())
    for _ in range(2):  # the second time nothing changes
        assert main(["extract", "n.ipynb", "-o", "n.py", "--requirements", "pyproject.toml"]) == 0
    raw = path.read_bytes().decode()
    found = tomllib.loads(raw)
    assert found["dependency-groups"].pop("notebooks") == sorted(NEEDS)
    assert found | {"dependency-groups": found["dependency-groups"]} == {
        "dependency-groups": {},
        **tomllib.loads(text),
    }
    left = "".join(line for line in raw.splitlines(keepends=True) if not line.startswith("notebooks = "))
    assert left.startswith(text) or text.startswith("[dep") or text == left


@pytest.mark.parametrize(
    "text", ['[dependency-groups]\nnotebooks = ["x"]\n', "[broken", "dependency-groups = 3\n"]
)
def test_a_pyproject_that_says_something_else_is_left_alone(folder: Path, text: str) -> None:
    (folder / "pyproject.toml").write_text(text)
    assert main(["extract", "n.ipynb", "-o", "n.py", "--requirements", "pyproject.toml"]) == 2
    assert (folder / "pyproject.toml").read_text() == text


def test_anywhere_else_is_no_place_for_them(folder: Path) -> None:
    assert main(["extract", "n.ipynb", "--requirements", "setup.py"]) == 2


def test_a_line_is_located_by_the_map(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["extract", "plain.ipynb", "-o", "out/plain.py", "--map"]) == 0
    capfd.readouterr()
    assert main(["extract", "out/plain.py", "--locate", "6"]) == 0
    assert capfd.readouterr().out == "../plain.ipynb: cell 1, line 2\n"
    assert main(["extract", "out/plain.py", "--locate", "1"]) == 0
    assert capfd.readouterr().out == "../plain.ipynb: no cell\n"


def test_a_traceback_is_told_by_cells(folder: Path) -> None:
    assert main(["extract", "plain.ipynb", "-o", "plain.py", "--map"]) == 0
    failed = subprocess.run([sys.executable, "plain.py"], capture_output=True, text=True, check=False)
    words = [sys.executable, "-m", "nbtrack", "extract", "plain.py", "--locate", "-"]
    done = subprocess.run(words, input=failed.stderr, capture_output=True, text=True, check=True)
    assert 'plain.py", line 6, in <module>  # plain.ipynb: cell 1, line 2\n' in done.stdout
    assert done.stdout.endswith("ZeroDivisionError: division by zero\n")


@pytest.mark.parametrize("content", [None, "", "{}", '{"schema": "nbtrack.map/1", "lines": [3]}'])
def test_without_a_map_there_is_nothing_to_locate(folder: Path, content: str | None) -> None:
    (folder / "a.py").write_text("x\n")
    if content is not None:
        (folder / "a.py.map").write_text(content)
    assert main(["extract", "a.py", "--locate", "1"]) == 2


def test_a_map_stands_beside_a_script(folder: Path) -> None:
    assert main(["extract", "n.ipynb", "--map"]) == 2
    (folder / "n.py.map").write_text("mine")
    assert main(["extract", "n.ipynb", "-o", "n.py", "--map"]) == 2
    assert (folder / "n.py.map").read_text() == "mine"
