"""A project with a notebook to pair, in a real git repository."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from typing import TYPE_CHECKING

from tests.making import code, markdown, notebook_b, result, stream

if TYPE_CHECKING:
    from pathlib import Path

METADATA = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
PICTURE = {"image.png": {"image/png": "iVBORw0KGgo="}}
NOTEBOOK = notebook_b(
    markdown("# Title\n\n![](attachment:image.png)", attachments=PICTURE),
    code("%matplotlib inline\nx = 1", count=7, metadata={"tags": ["parameters"], "collapsed": True}),
    code("print(x)", outputs=[stream("1\n")], count=8),
    code("x + 1", outputs=[result({"text/plain": ["2"], "image/png": "iVBORw0KGgo=\n"}, 9)], count=9),
    metadata=METADATA,
)


class Project:
    """A folder to call nbtrack, git and jupytext in."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.notebook = path / "nb.ipynb"
        self.text = path / "nb.py"

    def nbtrack(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Call nbtrack as people do."""
        return self.python("-m", "nbtrack", *words)

    def python(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Call this interpreter."""
        return self._run(sys.executable, *words)

    def jupytext(self, *words: str) -> None:
        """Call jupytext with the words that people would; its import takes seconds, and is shared here."""
        from jupytext.cli import jupytext

        with contextlib.chdir(self.path):
            assert not jupytext(words)

    def git(self, *words: str) -> str:
        """Call git and return what it says."""
        done = self._run("git", *words)
        done.check_returncode()
        return done.stdout

    def commit(self, message: str = "Commit") -> None:
        """Commit everything."""
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", message)

    def both(self) -> tuple[bytes, bytes]:
        """Return both sides as they are."""
        return self.notebook.read_bytes(), self.text.read_bytes()

    def edit(self, path: Path, old: str, new: str) -> None:
        """Replace some text, the first time it stands there; the file becomes the older one of both."""
        found = path.read_text()
        assert old in found
        path.write_text(found.replace(old, new, 1))
        os.utime(path, (1, 1))

    def _run(self, *command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(command, cwd=self.path, capture_output=True, text=True, check=False)


def project(path: Path) -> Project:
    """Make a repository with a notebook that is not paired yet."""
    path.mkdir(exist_ok=True)
    found = Project(path)
    found.git("init", "--quiet")
    found.notebook.write_bytes(NOTEBOOK)
    return found


def paired(path: Path) -> Project:
    """Make a repository with a pair that is committed."""
    found = project(path)
    found.nbtrack("pair", "nb.ipynb").check_returncode()
    found.commit()
    return found
