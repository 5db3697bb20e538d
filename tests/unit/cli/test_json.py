"""What `--json` prints has the members that the reference names, and no others."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest

from nbtrack.cli.main import main
from tests.making import code, notebook_b

CHECKOUT = Path(__file__).resolve().parents[3]
PAGE = (CHECKOUT / "docs" / "reference" / "json.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| `(nbtrack\.[a-z-]+/1)` \| .* \| (.*) \|$", PAGE, re.MULTILINE)
KEPT = ("nbtrack.baseline/1",)  # a file, which no command prints
PRINTED = [
    *(["apply", "--check", "patch.json", "a.ipynb"], ["blame", "a.ipynb"], ["check", "a.ipynb"]),
    *(
        ["check", "--statistics", "a.ipynb"],
        ["config"],
        ["diff", "a.ipynb", "b.ipynb"],
        ["extract", "a.ipynb"],
    ),
    *(["extract", "--modules", "pk", "--dry-run", "a.ipynb"], ["git", "install", "--dry-run"]),
    *(["git", "status"], ["git", "hook", "status"], ["init", "--dry-run"], ["log", "a.ipynb"]),
    *(["merge", "a.ipynb", "a.ipynb", "b.ipynb", "-o", "c.ipynb"], ["merge", "--resolve", "a.ipynb"]),
    *(["note", "v1", "why"], ["outputs", "ls"], ["outputs", "gc"], ["pair", "--dry-run", "a.ipynb"]),
    *(["params", "a.ipynb"], ["restore", "--dry-run", "a.ipynb@v1"], ["rm", "--dry-run", "v1"]),
    *(
        ["rm", "--list"],
        ["rule", "NBT101"],
        ["runs"],
        ["runs", "--group-by", "name"],
        ["snapshot", "b.ipynb"],
    ),
    *(["share", "v1"], ["store", "status"], ["store", "stats"], ["store", "path"], ["store", "reindex"]),
    *(["store", "verify"], ["store", "gc", "--dry-run"], ["strip", "--check", "a.ipynb"], ["sync"]),
    *(["tag", "v1", "good"], ["undo"], ["undo", "--list"], ["undo", "--clear"]),
]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("project")
    subprocess.run(["git", "init", "-q", str(folder)], check=True)
    (folder / "a.ipynb").write_bytes(notebook_b(code("x = 1", metadata={"tags": ["parameters"]})))
    (folder / "b.ipynb").write_bytes(notebook_b(code("x = 2", metadata={"tags": ["parameters"]})))
    return folder


@pytest.fixture(autouse=True)
def _in_the_project(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(project)
    if not Path("patch.json").exists():
        main(["snapshot", "--name", "v1", "a.ipynb"])
        capsys.readouterr()
        main(["diff", "--json", "a.ipynb", "b.ipynb"])
        Path("patch.json").write_text(capsys.readouterr().out)


@pytest.mark.parametrize("words", PRINTED, ids=" ".join)
def test_members_are_those_of_the_reference(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*words, "--json"]) in (0, 1)
    found = json.loads(capsys.readouterr().out)
    schema = found.pop("schema")
    known = [set(re.findall(r"`(\w+)`", members)) for name, members in ROWS if name == schema]
    if schema == "nbtrack.diff/1":  # what says nothing is left out of it
        assert any(found.keys() <= members for members in known)
    else:
        assert found.keys() in known


def test_every_schema_that_is_printed_is_in_the_reference() -> None:
    folders = ("cli", "report", "compare", "diff", "exchange")
    sources = [path.read_text() for name in folders for path in (CHECKOUT / "nbtrack" / name).rglob("*.py")]
    written = {schema for text in sources for schema in re.findall(r'"(nbtrack\.[a-z-]+/1)"', text)}
    assert not written - {name for name, _ in ROWS} - {*KEPT}
