"""Whether a run can be taken up at the cell that did not finish, told from what is on record of it."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Any

from nbtrack.errors import NbtrackError
from nbtrack.notebook.document import parse
from nbtrack.notebook.parameters.declared import INJECTED_TAG
from nbtrack.notebook.parameters.declared import TAG as PARAMETERS_TAG
from nbtrack.project import find_root
from nbtrack.record.resuming.cell_names import altered_names, history_names, needed_names
from nbtrack.record.resuming.kernel_state import pickling
from nbtrack.record.resuming.resumption import Resumption
from nbtrack.record.running_cells import running_cells, source_digest
from nbtrack.record.secrets.source_redaction import redacted_source_b
from nbtrack.store.digest import digest_of
from nbtrack.store.notebooks import get_notebook
from nbtrack.store.states import States
from nbtrack.store.statuses import KILLED, LOST, OUT_OF_MEMORY

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from nbtrack.notebook.document import Cell, Notebook
    from nbtrack.record.plan import Plan
    from nbtrack.store.record import RunRecord
    from nbtrack.store.store import Store

_NO_STATE = {
    KILLED: "its kernel died, and what its cells had made with it",
    OUT_OF_MEMORY: "memory ran out, and what its cells had made is gone",
    LOST: "nbtrack itself was killed, and the kernel with it",
}
_TITLE = 60
_NO_PYTHON = ("SyntaxError", "IndentationError", "TabError")


def resumption_of(plan: Plan, run: RunRecord, store: Store) -> Resumption:
    """Return how a plan takes up a run."""
    states = States(store.root)
    try:
        state = states.read(run.id)
    except ValueError as error:
        return Resumption(run=run, why=f"there is a state, but {error}: it is not loaded")
    if state is None:
        return Resumption(run=run, why=_NO_STATE.get(run.status, "no state of its kernel was kept"))
    if "why" in state:
        return Resumption(run=run, why=f"the state of its kernel was not kept: {state['why']}")
    try:
        before = parse(get_notebook(store.blobs, run.notebook.executed or ""), run.experiment)
    except NbtrackError as error:
        return Resumption(run=run, why=error.message)
    cells = running_cells(before)[: state["cells"]]
    if why := _why_not(plan, cells, state):
        return Resumption(run=run, why=why)
    return Resumption(
        run=run,
        cells=tuple(cells),
        state=state,
        folder=states.folder(run.id),
        widgets=_widgets(before),
        altered=_altered(before, state, run),
        modules=tuple(_changed_modules(run, plan)),
    )


def _why_not(plan: Plan, cells: Sequence[Cell], state: Mapping[str, Any]) -> str:
    """Return what is in the way, nothing where nothing is."""
    now = running_cells(plan.as_run)
    numbers = plan.numbers
    for index, (cell, digest) in enumerate(zip(cells, state["sources"], strict=True)):
        if index >= len(now) or source_digest(now[index]) != digest:
            return _difference(cell, now[index] if index < len(now) else None, numbers)
    if state["cwd"] != plan.working_folder:
        return f"it ran in the folder {state['cwd']}"
    if state["pickling"] != pickling():
        return "another version of nbtrack kept its state"
    rest = now[len(cells) :]
    needed = needed_names(plan.as_run, now[: len(cells)], rest)
    for name, what in state["refused"].items():
        if name in needed:
            where = next((numbers[cell.number - 1] for cell in rest if _mentions(cell, name)), None)
            using = f"cell {where} uses it" if where else "a function uses it"
            return f"{name} ({what}) could not be kept, and {using}"
    for number, name in history_names(plan.as_run, rest):
        return f"cell {numbers[number - 1]} uses {name}, and IPython's history is not kept"
    return ""


def _difference(old: Cell, new: Cell | None, numbers: Sequence[int | None]) -> str:
    if INJECTED_TAG in old.tags or PARAMETERS_TAG in old.tags or (new and INJECTED_TAG in new.tags):
        return "its parameters are others"
    if new is None:
        return f"a cell that ran then is gone: {old.first_line[:_TITLE]}"
    return f"cell {numbers[new.number - 1]} is not what it was: {new.first_line[:_TITLE]}"


def _mentions(cell: Cell, name: str) -> bool:
    return re.search(rf"\b{re.escape(name)}\b", cell.source) is not None


def _altered(before: Notebook, state: Mapping[str, Any], run: RunRecord) -> tuple[str, ...]:
    """Return the kept names whose values the cell that did not finish may have changed."""
    failed = running_cells(before)[state["cells"] : state["cells"] + 1]
    line = run.error.line if run.error else None
    is_no_python = bool(run.error and run.error.name in _NO_PYTHON)
    touched = {
        name for cell in failed for name in altered_names(before, cell, line, is_no_python=is_no_python)
    }
    kept = set(state["names"])
    return tuple(sorted(kept & ((touched & set(state["changeable"])) | set(state["rebound"]))))


def _widgets(notebook: Notebook) -> dict[str, Any]:
    metadata = notebook.data.get("metadata")
    found = metadata.get("widgets") if isinstance(metadata, dict) else None
    return dict(found) if isinstance(found, dict) else {}


def _changed_modules(run: RunRecord, plan: Plan) -> Iterator[str]:
    """Yield the local modules that the run imported and that hold something else now."""
    root = find_root(plan.folder)
    for path, digest in run.modules.items():
        try:
            with open(os.path.join(root, path), "rb") as file:
                is_same = digest_of(redacted_source_b(file.read())) == digest
        except OSError:
            is_same = False
        if not is_same:
            yield path
