"""Runs that are taken up, for tests."""

from __future__ import annotations

import os
import pickle
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from nbtrack.notebook.document import parse
from nbtrack.store.canonical import dump, load
from nbtrack.store.notebooks import get_notebook
from nbtrack.store.own_key import signature
from nbtrack.store.states import States
from tests.e2e.test_run_failures import text_of

if TYPE_CHECKING:
    from pathlib import Path

    from nbtrack.store.record import RunRecord
    from tests.e2e.running import Project

# The file is as long as this cell ran often.
COUNTS = "import os\nwith open('ran', 'a') as ran:\n    ran.write('x')"


def keep_always(project: Project) -> Project:
    (project.folder / "nbtrack.toml").write_text('[record]\nkeep-state = "always"\n')
    return project


def times_ran(project: Project) -> int:
    return len((project.folder / "ran").read_text())


def last_run(project: Project) -> RunRecord:
    return project.store.get(project.store.runs()[0].id)


def fails(project: Project, *words: str) -> RunRecord:
    """Run a notebook that does not finish, and return its record."""
    done = project.nbtrack("run", *words)
    assert done.returncode in (1, 130), done.stderr
    return last_run(project)


def resumes(project: Project, *words: str) -> tuple[RunRecord, str]:
    """Take up the last run, and return the record and what was said."""
    done = project.nbtrack("run", "--resume", "latest", *words)
    assert done.returncode in (0, 1), done.stderr
    return last_run(project), done.stderr


def printed(project: Project, record: RunRecord) -> list[str]:
    cells = parse(get_notebook(project.store.blobs, record.notebook.executed or "")).cells
    return [text_of(cell.outputs) for cell in cells]


def reason(said: str) -> str:
    """Return why a run begins at the top, out of what was said."""
    (why,) = [line for line in said.splitlines() if "from the top: " in line]
    return why.partition("from the top: ")[2]


class Trap:
    """Makes a file when it is unpickled."""

    def __init__(self, path: Path) -> None:
        self._path = str(path)

    def __reduce__(self) -> Any:
        return open, (self._path, "w")


class StateFiles:
    """The files of a run's state, to be changed by hand."""

    def __init__(self, project: Project, run: str) -> None:
        self.folder = States(project.store.root).folder(run)

    def path(self, name: str) -> str:
        return os.path.join(self.folder, name)

    def set_trap(self, path: Path) -> dict[str, Any]:
        """Put a trap in place of the state, and return what there is to say of it."""
        raw = pickle.dumps((None, Trap(path)))
        with open(self.path("state.pickle"), "wb") as file:
            file.write(raw)
        return {"digest": sha256(raw).hexdigest(), "bytes": len(raw)}

    def say(self, **changes: Any) -> None:
        """Change what is said of the state, and sign it, as the user of this environment would."""
        with open(self.path("state.json"), "rb") as file:
            raw = dump(load(file.read()) | changes)
        with open(self.path("state.json"), "wb") as file:
            file.write(raw)
        with open(self.path("signature"), "w", encoding="ascii") as proof:
            proof.write(signature(raw))
