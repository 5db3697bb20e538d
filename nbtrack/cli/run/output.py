"""Write the executed notebook, and a page of it, to files of the user."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from nbtrack.errors import NbtrackError, RunError, UsageError
from nbtrack.notebook.files import read_if_there, write
from nbtrack.record.nodes import read_node
from nbtrack.store.digest import short_id
from nbtrack.store.notebooks import get_notebook

if TYPE_CHECKING:
    from nbtrack.record.plan import Plan
    from nbtrack.store.record import RunRecord
    from nbtrack.store.store import Store


def check_output(output: str, plan: Plan) -> None:
    """Refuse before the run, which may take hours, what cannot be written after it."""
    if os.path.realpath(output) == os.path.realpath(plan.path):
        raise UsageError(
            f"--output names {plan.path} itself, which a run never changes", hint="name another file"
        )
    if os.path.isdir(output):
        raise UsageError(f"--output names the folder {output}", hint="name a file in it")
    folder = os.path.dirname(output) or "."
    if not os.access(folder, os.W_OK | os.X_OK):
        why = "there is no such folder" if not os.path.isdir(folder) else "writing there is not allowed"
        raise UsageError(f"--output names {output}, but {why}", hint="make the folder, or name another file")


def write_output(record: RunRecord, store: Store, path: str) -> None:
    """Write the executed notebook to a file; raises RunError."""
    _write(record, path, _came_out(record, store, path))


def write_page(record: RunRecord, store: Store, notebook_path: str) -> str:
    """Write the executed notebook as a page beside the notebook, and return the page's path."""
    from nbtrack.jupyter.page import html_page

    stem = os.path.splitext(notebook_path)[0]
    path, title = f"{stem}.html", os.path.basename(stem)
    page = html_page(read_node(_came_out(record, store, path)), title, _drawn)
    _write(record, path, page.encode("utf-8", "replace"))
    return path


def _drawn(tex: str, is_block: bool) -> str:
    from nbtrack.web.notebook.maths import formula, tex_of

    return str(formula(tex_of(tex) or tex, block=is_block))


def _came_out(record: RunRecord, store: Store, path: str) -> bytes:
    if record.notebook.executed is None:
        raise RunError(f"run {record.id} has no executed notebook to write to {path}")
    return get_notebook(store.blobs, record.notebook.executed)


def _write(record: RunRecord, path: str, raw: bytes) -> None:
    try:
        write(path, raw, expected=read_if_there(path))
    except NbtrackError as error:
        command = f"nbtrack show --notebook {short_id(record.id)} > FILE"
        raise RunError(error.message, hint=f"the run is on record: `{command}` writes its notebook") from None
