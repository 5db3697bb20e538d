"""What moving definitions out of a notebook comes to: a module's text, and edits of the notebook."""

from __future__ import annotations

import os
from typing import NamedTuple

from nbtrack.errors import ScriptError
from nbtrack.notebook.edits import Edit, set_source
from nbtrack.script.compiling import NotPython, check
from nbtrack.script.extract import fitting_cells
from nbtrack.script.magics.registry import BUILT_IN
from nbtrack.script.mentions import needed
from nbtrack.script.model import SKIP
from nbtrack.script.moving.candidates import judged, names_of
from nbtrack.script.moving.module import module_of, with_more
from nbtrack.script.moving.sources import written

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from nbtrack.notebook.document import Cell, Notebook
    from nbtrack.script.model import Magics
    from nbtrack.script.moving.candidates import Names
    from nbtrack.script.moving.imports import Import
    from nbtrack.script.moving.module import Module
    from nbtrack.script.moving.sources import Written


class Stays(NamedTuple):
    """A definition that stays in the notebook, and why; `line` is 1-based in its cell."""

    cell: int
    line: int
    name: str
    reason: str


class Moves(NamedTuple):
    """What moves and what stays; `text` is the module's new text, `edits` those of the notebook."""

    moved: tuple[tuple[int, str], ...]
    stays: tuple[Stays, ...]
    text: str
    edits: tuple[Edit, ...]


def moves(
    notebook: Notebook, path: str, name: str, present_b: bytes | None, magics: Magics = BUILT_IN
) -> Moves:
    """Plan to move what can move to a module; raises ScriptError."""
    module = module_of(path, name, present_b)
    features, cells = fitting_cells(notebook, SKIP, magics)
    names = names_of(cells)
    moving, staying = judged(list(written(notebook)), names, module)
    stays = tuple(Stays(one.cell.number, one.line, one.name, reason) for one, reason in staying)
    if not moving:
        return Moves((), stays, module.text, ())
    if module.body and set(features) != module.features:
        raise ScriptError(
            f"{path} and {notebook.path} import other features from `__future__`, so code means other things",
            hint="let both import the same, or choose another package",
        )
    text = with_more(
        module,
        _heading(notebook),
        list(features),
        _imports(moving, names, module),
        [one.text for one in moving],
    )
    try:
        check(text)
    except NotPython as error:
        raise ScriptError(f"{path} would not be valid Python: {error.reason}") from None
    edits = [_edit(cell, [one for one in moving if one.cell is cell], name) for cell in _cells(moving)]
    return Moves(tuple((one.cell.number, one.name) for one in moving), stays, text, tuple(edits))


def _heading(notebook: Notebook) -> str:
    name = ascii(os.path.basename(notebook.path))[1:-1].replace("\\", "/").replace('"', "'")
    return f"Code that came out of {name}."


def _imports(moving: list[Written], names: Names, module: Module) -> list[Import]:
    """Return the imports that definitions need, in the order of the notebook."""
    wanted = {name for one in moving for name in needed(one.node)} - {one.name for one in moving}
    found = [
        one
        for name in names.imports
        if name in wanted
        for one in sorted(names.imports[name], key=lambda i: i.text)
    ]
    return [one for one in found if one.module != module.name]


def _cells(moving: Iterable[Written]) -> list[Cell]:
    return list({one.cell.number: one.cell for one in moving}.values())


def _edit(cell: Cell, moving: list[Written], module: str) -> Edit:
    """Put one import in the place of the definitions that leave a cell, where the first of them stood."""
    lines: list[str | None] = list(cell.source.split("\n"))
    first = moving[0].lines
    for one in moving:
        start = one.lines.start - 1
        while one is not moving[0] and start > first.stop - 1 and not (lines[start - 1] or "").strip():
            start -= 1
        lines[start : one.lines.stop - 1] = [None] * (one.lines.stop - 1 - start)
    lines[first.start - 1] = f"from {module} import {', '.join(one.name for one in moving)}"
    return set_source(cell, "\n".join(line for line in lines if line is not None))
