"""A repository in which git cleans notebooks with nbtrack."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.making import code, notebook_b, stream

COMMAND = shlex.quote(str(Path(sys.executable).with_name("nbtrack")))


class GitProject:
    """A repository with nbtrack's drivers, installed as a person does."""

    def __init__(self, folder: Path, *install: str) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.git("init", "--quiet", "--initial-branch=main")
        self.nbtrack("git", "install", "--command", COMMAND, *install)

    def git(self, *words: str) -> str:
        """Run git, which has to succeed, and return what it prints."""
        done = self.try_git(*words)
        assert done.returncode == 0, (words, done.stderr)
        return done.stdout

    def try_git(self, *words: str, **variables: str) -> subprocess.CompletedProcess[str]:
        """Run git, whatever comes of it."""
        environment = os.environ | variables
        return subprocess.run(
            ["git", *words], cwd=self.folder, capture_output=True, text=True, env=environment, check=False
        )

    def nbtrack(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run nbtrack."""
        command = [sys.executable, "-m", "nbtrack", *words]
        return subprocess.run(command, cwd=self.folder, capture_output=True, text=True, check=False)

    def write(self, name: str, raw: bytes) -> None:
        """Write a file of the work tree."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(raw)

    def read(self, name: str) -> bytes:
        """Return a file of the work tree."""
        return (self.folder / name).read_bytes()

    def blob(self, name: str, revision: str = "") -> bytes:
        """Return what git has of a file, in the index or in a revision."""
        command = ["git", "cat-file", "blob", f"{revision}:{name}"]
        return subprocess.run(command, cwd=self.folder, capture_output=True, check=True).stdout

    def filtered(self, blobs: list[tuple[str, str]]) -> list[bytes]:
        """Return what a checkout would write of blobs at paths, each as their id and path."""
        asked = "".join(f"{blob} {path}\n" for blob, path in blobs)
        mark = "the next one"
        command = ["git", "cat-file", "--filters", f"--batch={mark}"]  # the size it would give is the blob's
        said = subprocess.run(command, cwd=self.folder, capture_output=True, input=asked.encode(), check=True)
        return [content.removesuffix(b"\n") for content in said.stdout.split(f"{mark}\n".encode())[1:]]

    def commit(self, message: str = "Change") -> None:
        """Commit all that is in the work tree."""
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "-m", message)

    @property
    def status(self) -> str:
        """Return what git sees as changed."""
        return self.git("status", "--porcelain", "--untracked-files=no")


def full(source: str, output: str = "hello\n", **more: Any) -> bytes:
    """Make a notebook of one cell as Jupyter saves it after a run."""
    return notebook_b(code(source, outputs=[stream(output)], count=3), **more)


def clean(source: str, **more: Any) -> bytes:
    """Make the same notebook as git gets it."""
    return notebook_b(code(source), **more)
