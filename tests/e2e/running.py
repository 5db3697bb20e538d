"""Run nbtrack as a person does, on a project made for the test."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

from nbtrack.record.project_store import find_store
from tests.making import code, notebook_b

if TYPE_CHECKING:
    from pathlib import Path

PYTHON = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}


class Project:
    """A git checkout with notebooks, and its store."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.git("init", "--quiet", "--initial-branch=main")
        self.store = find_store(str(folder))

    def write(self, name: str, *cells: str | dict[str, Any]) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        made = [code(cell) if isinstance(cell, str) else cell for cell in cells]
        path.write_bytes(notebook_b(*made, metadata=PYTHON))
        return path

    def git(self, *words: str) -> str:
        done = subprocess.run(["git", *words], cwd=self.folder, check=True, capture_output=True, text=True)
        return done.stdout.strip()

    def nbtrack(self, *words: str, **variables: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command(*words), cwd=self.folder, capture_output=True, text=True, env=os.environ | variables
        )

    def json(self, *words: str) -> Any:
        done = self.nbtrack(*words, "--json")
        assert done.returncode in (0, 1, 130), done.stderr
        return json.loads(done.stdout)

    def start(self, *words: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            command(*words), cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )


def tagged(tag: str, source: str) -> dict[str, Any]:
    """Make a code cell with a tag."""
    return code(source, metadata={"tags": [tag]})


def command(*words: str) -> list[str]:
    return [sys.executable, "-m", "nbtrack", *words]
