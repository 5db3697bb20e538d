"""A notebook as a plain Python script."""

from __future__ import annotations

import re
from itertools import count

from nbtrack.errors import ScriptError
from nbtrack.notebook.tags import MAY_RAISE, SKIPPED
from nbtrack.script.assembly import assembled, with_ledger
from nbtrack.script.asynchronous import in_coroutine
from nbtrack.script.automagic import with_escape
from nbtrack.script.cell import translate
from nbtrack.script.cleaning import cleaned
from nbtrack.script.compiling import WITH_AWAIT, NotPython, check, check_each
from nbtrack.script.future import hoisted
from nbtrack.script.inlining import called, prelude
from nbtrack.script.isolation import isolated
from nbtrack.script.magics.registry import BUILT_IN
from nbtrack.script.model import RUN, Script
from nbtrack.script.plain import plain_script
from nbtrack.script.results import remembering
from nbtrack.script.shell_calls import without_shell
from nbtrack.script.shims import shims
from nbtrack.script.tagged import left_out, may_raise
from nbtrack.script.translated import Line, Translated

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from nbtrack.notebook.document import Notebook
    from nbtrack.script.model import Magics
    from nbtrack.script.production.production import Removal

    Cells = dict[int, Translated]


# All that cells can do to each other: call a name global that was used before, or change the syntax.
_MAY_CLASH = re.compile(r"(?:^[ \t]*|[;:][ \t]*)global\b|^from __future__", re.MULTILINE)


def extract(notebook: Notebook, shell: str = RUN, magics: Magics = BUILT_IN) -> Script:
    """Translate a notebook to plain Python; raises ScriptError when it is in another language."""
    return plain_script(notebook) or translation(notebook, shell, magics)


def translation(notebook: Notebook, shell: str = RUN, magics: Magics = BUILT_IN) -> Script:
    """Do what `extract` does where a notebook may be more than plain Python."""
    return _fitting(notebook, shell, magics)[0]


def extract_production(
    notebook: Notebook, shell: str = RUN, magics: Magics = BUILT_IN
) -> tuple[Script, tuple[Removal, ...]]:
    """Translate a notebook without what production does not want; raises ScriptError as `extract` does."""
    features, cells, removals = production_cells(notebook, shell, magics)
    return _assembled(notebook.path, features, cells), removals


def production_cells(
    notebook: Notebook, shell: str, magics: Magics
) -> tuple[dict[str, None], Cells, tuple[Removal, ...]]:
    """Return what `fitting_cells` does without what production does not want, and what was left out."""
    from nbtrack.script.production.production import KEEP_TAG, production
    from nbtrack.script.production.witness import witness

    _, features, cells = _fitting(notebook, shell, magics)
    kept = {cell.number for cell in notebook.cells if KEEP_TAG in cell.tags}
    slim = production(cells, kept, witness(notebook))
    return features, slim.cells, slim.removals


def fitting_cells(notebook: Notebook, shell: str, magics: Magics) -> tuple[dict[str, None], Cells]:
    """Return the features of `__future__` and the cells, such that all of them together compile.

    Raises ScriptError where the notebook is in another language.
    """
    return _fitting(notebook, shell, magics)[1:]


def _fitting(notebook: Notebook, shell: str, magics: Magics) -> tuple[Script, dict[str, None], Cells]:
    """Return the script, the features of `__future__` and the cells, such that all together compile."""
    if not notebook.language.startswith(("python", "ipython")):
        raise ScriptError(f"{notebook.path} is written in {notebook.language}, not in Python")
    features, cells = _translated(notebook, shell, magics)
    script = _assembled(notebook.path, features, cells)
    while (number := _culprit(script)) is not None:
        cells[number] = isolated(
            cells[number], number, NotPython("it does not fit the cells before it", None)
        )
        script = _assembled(notebook.path, features, cells)
    return script, features, cells


def _translated(notebook: Notebook, shell: str, magics: Magics) -> tuple[dict[str, None], Cells]:
    """Return the features of `__future__` that cells import, and the cells."""
    features: dict[str, None] = {}
    cells: Cells = {}
    for cell in notebook.cells:
        if cell.kind != "code" or not cell.source.strip():
            continue
        if SKIPPED in cell.tags:
            cells[cell.number] = left_out(cell.source)
        else:
            source = with_escape(cleaned(cell.source), cells.values(), magics)
            translated = _cell(source, cell.number, shell, magics, cells)
            if translated.ledger or "__future__" in source:
                found, translated = hoisted(translated)
                features |= dict.fromkeys(found)
            cells[cell.number] = translated
    valid = _all_valid(remembering(without_shell(cells)))
    raising = (cell.number for cell in notebook.cells if MAY_RAISE in cell.tags and cell.number in valid)
    return features, valid | {number: may_raise(valid[number]) for number in raising}


def _cell(source: str, number: int, shell: str, magics: Magics, before: Cells) -> Translated:
    try:
        return translate(source, shell, f"cell {number}", magics, before.values())
    except RecursionError:  # hundreds of magics, each in the one before it
        lines = tuple(map(Line, source.split("\n"), count(1)))
        return isolated(Translated(lines, written=source), number, NotPython("magics nested too deep", None))


def _all_valid(cells: Cells) -> Cells:
    """Return the cells so that each compiles; mostly all do, and to ask once is quicker."""
    try:
        check_each([cell.text for cell in cells.values()])
    except NotPython:
        return {number: _valid(cell, number) for number, cell in cells.items()}
    return cells


def _valid(cell: Translated, number: int) -> Translated:
    """Return the cell so that it compiles: as it is, in a coroutine, or isolated."""
    text = cell.text
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
    code = "\n".join([line.text for cell in cells.values() for line in cell.lines])
    imported = ", ".join(features)
    head = f"\nfrom __future__ import {imported}\n" if imported else ""
    functions = prelude(called(code) | shims(cells.values()))
    head += f"\n\n{functions}" if functions else ""
    script = assembled(path, head, {number: cell.lines for number, cell in cells.items()})
    ledger = (entry._replace(cell=number) for number, cell in cells.items() for entry in cell.ledger)
    return with_ledger(script, ledger, dict.fromkeys(name for c in cells.values() for name in c.requirements))


def _culprit(script: Script) -> int | None:
    """Return the cell that keeps the script from compiling though each cell does, None when all is well."""
    may = "global" in script.source or "__future__" in script.source
    if not may or not _MAY_CLASH.search(script.source):
        return None
    try:
        check(script.source)
    except NotPython as error:
        place = script.lines[error.line - 1] if error.line else None
        if place is None:
            raise ScriptError(f"the script does not compile: {error.reason}") from None
        return place[0]
    return None
