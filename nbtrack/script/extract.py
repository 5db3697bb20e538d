"""A notebook as a plain Python script."""

from __future__ import annotations

import os

from nbtrack.errors import ScriptError
from nbtrack.script.asynchronous import in_coroutine
from nbtrack.script.automagic import with_escape
from nbtrack.script.cell import Translated, translate
from nbtrack.script.cleaning import cleaned
from nbtrack.script.compiling import WITH_AWAIT, NotPython, check
from nbtrack.script.future import hoisted
from nbtrack.script.inlining import called, prelude
from nbtrack.script.isolation import isolated
from nbtrack.script.model import RUN, Script
from nbtrack.script.shims import shims

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from nbtrack.notebook.document import Notebook
    from nbtrack.script.production.production import Removal

    Cells = dict[int, Translated]


def extract(notebook: Notebook, shell: str = RUN) -> Script:
    """Translate a notebook to plain Python; raises ScriptError when it is in another language."""
    features, cells = _fitting(notebook, shell)
    return _assembled(notebook.path, features, cells)


def extract_production(notebook: Notebook, shell: str = RUN) -> tuple[Script, tuple[Removal, ...]]:
    """Translate a notebook without what production does not want; raises ScriptError as `extract` does."""
    from nbtrack.script.production.production import KEEP_TAG, production

    features, cells = _fitting(notebook, shell)
    kept = {cell.number for cell in notebook.cells if KEEP_TAG in cell.tags}
    slim = production(cells, kept)
    return _assembled(notebook.path, features, slim.cells), slim.removals


def _fitting(notebook: Notebook, shell: str) -> tuple[dict[str, None], Cells]:
    """Return the features of `__future__` and the cells, such that all of them together compile."""
    if not notebook.language.startswith(("python", "ipython")):
        raise ScriptError(f"{notebook.path} is written in {notebook.language}, not in Python")
    features, cells = _translated(notebook, shell)
    while (number := _culprit(_assembled(notebook.path, features, cells))) is not None:
        cells[number] = isolated(
            cells[number], number, NotPython("it does not fit the cells before it", None)
        )
    return features, cells


def _translated(notebook: Notebook, shell: str) -> tuple[dict[str, None], Cells]:
    """Return the features of `__future__` that cells import, and the cells."""
    features: dict[str, None] = {}
    cells: Cells = {}
    for cell in notebook.cells:
        if cell.kind == "code" and cell.source.strip():
            source = with_escape(cleaned(cell.source), cells.values())
            found, translated = hoisted(translate(source, shell, f"cell {cell.number}"))
            features |= dict.fromkeys(found)
            cells[cell.number] = _valid(translated, cell.number)
    return features, cells


def _valid(cell: Translated, number: int) -> Translated:
    """Return the cell so that it compiles: as it is, in a coroutine, or isolated."""
    text = "\n".join(line.text for line in cell.lines) + "\n"
    try:
        check(text)
    except NotPython as error:
        try:
            check(text, WITH_AWAIT)
            return in_coroutine(cell, number)
        except NotPython:
            return isolated(cell, number, error)
    return cell


def _assembled(path: str, features: Iterable[str], cells: Cells) -> Script:
    lines: list[tuple[str, tuple[int, int] | None]] = []
    for number, cell in cells.items():
        lines += [("", None), ("", None), (f"# %% cell {number}", None)]
        lines += [(line.text, (number, line.origin)) for line in cell.lines]
    code = "\n".join(text for text, _ in lines)
    head = _head(path, features, called(code) | shims(cells.values()))
    lines = [*((text, None) for text in head), *lines]
    return Script(
        "".join(f"{text}\n" for text, _ in lines),
        tuple(origin for _, origin in lines),
        tuple(entry._replace(cell=number) for number, cell in cells.items() for entry in cell.ledger),
        tuple(dict.fromkeys(name for cell in cells.values() for name in cell.requirements)),
    )


def _head(path: str, features: Iterable[str], names: set[str]) -> list[str]:
    text = f"# Extracted from {ascii(os.path.basename(path))[1:-1]} by nbtrack.\n"
    imported = ", ".join(features)
    text += f"\nfrom __future__ import {imported}\n" if imported else ""
    functions = prelude(names)
    return (text + (f"\n\n{functions}" if functions else "")).splitlines()


def _culprit(script: Script) -> int | None:
    """Return the cell that keeps the script from compiling though each cell does, None when all is well."""
    try:
        check(script.source)
    except NotPython as error:
        place = script.lines[error.line - 1] if error.line else None
        if place is None:
            raise ScriptError(f"the script does not compile: {error.reason}") from None
        return place[0]
    return None
