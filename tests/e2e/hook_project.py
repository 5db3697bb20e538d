"""A project that uses the hooks as anybody would: a git repository with the real pre-commit."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

CHECKOUT = Path(__file__).resolve().parents[2]
PRE_COMMIT = [sys.executable, "-m", "pre_commit"]


class Outcome(NamedTuple):
    """What a command came to."""

    code: int
    text: str


class Project:
    """A repository that uses one hook of another repository, as that stands now."""

    def __init__(self, folder: Path, hooks: Path, hook: str) -> None:
        self.folder = folder
        folder.mkdir()
        git(folder, "init", "--quiet", "--initial-branch=main")
        rev = git(hooks, "rev-parse", "HEAD").strip()
        self.write(
            ".pre-commit-config.yaml", f"repos:\n- repo: {hooks}\n  rev: {rev}\n  hooks:\n  - id: {hook}\n"
        )
        self._run([*PRE_COMMIT, "install"])

    def write(self, name: str, text: str) -> None:
        """Write a file and stage it."""
        (self.folder / name).write_text(text)
        self.add(name)

    def add(self, name: str) -> None:
        """Stage a file."""
        git(self.folder, "add", "--", name)

    def commit(self) -> Outcome:
        """Commit what is staged, if the hook lets it pass."""
        return self._run(["git", "commit", "-m", "Try"])

    def call(self, hook: str, stage: str) -> Outcome:
        """Run a hook over all files, as at a stage."""
        return self._run([*PRE_COMMIT, "run", hook, "--all-files", "--hook-stage", stage])

    def _run(self, command: list[str]) -> Outcome:
        done = subprocess.run(
            command,
            cwd=self.folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        return Outcome(done.returncode, done.stdout)


def publish_hooks(folder: Path) -> Path:
    """Make a repository of the work tree as it is, committed or not: what pre-commit clones and installs."""
    listed = git(CHECKOUT, "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    for name in filter(None, listed.split("\0")):
        source = CHECKOUT / name
        if source.is_file():
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(source.read_bytes())
    git(folder, "init", "--quiet", "--initial-branch=main")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "-m", "Publish hooks")
    return folder


def git(folder: Path, *words: str) -> str:
    """Run git and return what it prints."""
    return subprocess.run(["git", *words], cwd=folder, check=True, stdout=subprocess.PIPE, text=True).stdout
