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
    from nbtrack.notebook.document import Notebook

    Cells = dict[int, Translated]


def extract(notebook: Notebook, shell: str = RUN) -> Script:
    """Translate a notebook to plain Python; raises ScriptError when it is in another language."""
    if not notebook.language.startswith(("python", "ipython")):
        raise ScriptError(f"{notebook.path} is written in {notebook.language}, not in Python")
    cells = _translated(notebook, shell)
    script = _assembled(notebook.path, cells)
    while (number := _culprit(script)) is not None:
        cells[number] = isolated(
            cells[number], number, NotPython("it does not fit the cells before it", None)
        )
        script = _assembled(notebook.path, cells)
    return script


def _translated(notebook: Notebook, shell: str) -> Cells:
    cells: Cells = {}
    for cell in notebook.cells:
        if cell.kind == "code" and cell.source.strip():
            source = with_escape(cleaned(cell.source), cells.values())
            cells[cell.number] = _valid(translate(source, shell, f"cell {cell.number}"), cell.number)
    return cells


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


def _assembled(path: str, cells: Cells) -> Script:
    futures, bodies = hoisted(cells)
    lines: list[tuple[str, tuple[int, int] | None]] = []
    for number, cell in bodies.items():
        lines += [("", None), ("", None), (f"# %% cell {number}", None)]
        lines += [(line.text, (number, line.origin)) for line in cell.lines]
    code = "\n".join(text for text, _ in lines)
    head = _head(path, futures, called(code) | shims(bodies.values())) if lines else []
    lines = [*((text, None) for text in head), *lines]
    return Script(
        "".join(f"{text}\n" for text, _ in lines),
        tuple(origin for _, origin in lines),
        tuple(entry._replace(cell=number) for number, cell in bodies.items() for entry in cell.ledger),
        tuple(dict.fromkeys(name for cell in bodies.values() for name in cell.requirements)),
    )


def _head(path: str, futures: tuple[str, ...], names: set[str]) -> list[str]:
    text = f"# Extracted from {ascii(os.path.basename(path))[1:-1]} by nbtrack.\n"
    if futures:
        text += f"\nfrom __future__ import {', '.join(futures)}\n"
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
