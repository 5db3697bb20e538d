"""A repository of notebooks for tests of what `nbtrack check` takes from git."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING, Any

from nbtrack.cli.main import main
from tests.making import code, notebook_b, stream

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

CLEAN = code("x = 1", id="a")


def dirty(name: str) -> dict[str, Any]:
    return code(f"print('{name}')", outputs=[stream(name)], id=name)


class Repository:
    """A checkout with notebooks, whose findings are of cells with outputs."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self.capsys = capsys
        self.git("init", "-q", "-b", "main")

    def git(self, *words: str) -> None:
        subprocess.run(["git", *words], cwd=self.folder, check=True, capture_output=True)

    def put(self, name: str, *cells: dict[str, Any], **more: Any) -> None:
        path = self.folder / name
        path.parent.mkdir(exist_ok=True, parents=True)
        path.write_bytes(notebook_b(*cells, **more))

    def commit(self) -> None:
        self.git("add", "-A")
        self.git("commit", "-qm", "Go on")

    def found(self, *words: str) -> list[str]:
        """List the findings as "path: id of the cell"."""
        self.capsys.readouterr()
        main(["check", "--json", "--select", "NBT1", "--ignore", "NBT110", *words])
        findings = json.loads(self.capsys.readouterr().out)["findings"]
        return [f"{f['path']}: {f['cell_id'] or f['code']}" for f in findings]

    def refused(self, *words: str) -> str:
        self.capsys.readouterr()
        assert main(["check", *words]) == 2
        return self.capsys.readouterr().err
