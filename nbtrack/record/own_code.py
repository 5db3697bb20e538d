"""The code of a process that records itself: a script, or the notebook that a kernel belongs to."""

from __future__ import annotations

import contextlib
import os
import sys
from functools import cache
from typing import TYPE_CHECKING, Any

from nbtrack.errors import NotebookError
from nbtrack.notebook.files import read
from nbtrack.project import find_root, is_below, path_from
from nbtrack.record.secrets.clean_version import clean_version
from nbtrack.store.location import experiment_of
from nbtrack.store.versions import NOTEBOOK, keep_version

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nbtrack.store.blobs import Blobs


def own_script() -> str | None:
    """Return the file of the program, None where there is none, as at a prompt or in a kernel."""
    path = getattr(sys.modules.get("__main__"), "__file__", None)
    return _program(path) if path else None


@cache
def _program(path: str) -> str | None:
    return os.path.abspath(path) if os.path.isfile(path) and "ipykernel" not in path else None


def own_notebook() -> str | None:
    """Return the notebook that this kernel belongs to, where VS Code or Jupyter Server says so."""
    said = getattr(sys.modules.get("__main__"), "__vsc_ipynb_file__", None) or os.environ.get(
        "JPY_SESSION_NAME"
    )
    return os.path.abspath(said) if said and str(said).endswith(NOTEBOOK) else None


def own_folder(script: str | None) -> str | None:
    """Return the folder, from the project's root, that a script runs in, None for its own."""
    with contextlib.suppress(OSError):  # it may be gone
        return _from_root(script, os.getcwd()) if script else None
    return None


@cache
def _from_root(script: str, here: str) -> str | None:
    root = find_root(script)
    is_elsewhere = here != os.path.dirname(script) and is_below(root, here)
    return path_from(root, here) if is_elsewhere else None


def is_interactive() -> bool:
    """Tell whether somebody is at work in IPython, so that files, packages and commits change meanwhile."""
    return hasattr(sys.modules.get("__main__"), "In")


def own_experiment(path: str | None) -> str:
    """Return the path of a script or notebook from the project's root."""
    return "interactive" if path is None else experiment_of(path)


def keep_own_code(path: str | None, blobs: Blobs) -> dict[str, Any]:
    """Keep a script, or a notebook as it was saved last, and return the fields of a record that hold it."""
    if path is None or not os.path.isfile(path):
        return {}
    try:
        return keep_version(path, clean_version(path, read(path)), blobs).fields
    except NotebookError:  # half saved: a record without its notebook is better than none
        return {}


def own_sources(script: str | None) -> Sequence[str]:
    """Return the texts that this process has run: its script, or the cells in the order they were run."""
    if script:
        with contextlib.suppress(OSError):
            return (_text_of(script),)
    cells = getattr(sys.modules.get("__main__"), "In", ())
    return tuple(cell for cell in cells if isinstance(cell, str)) if isinstance(cells, list) else ()


@cache  # a script may make a thousand runs, and what it consists of was loaded once
def _text_of(script: str) -> str:
    with open(script, encoding="utf-8", errors="replace") as file:
        return file.read()
