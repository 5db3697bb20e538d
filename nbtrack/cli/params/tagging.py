"""Tag a cell of a notebook, so that what it sets are its parameters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nbtrack.cli.keeping import Writer
from nbtrack.errors import RunError, UsageError
from nbtrack.notebook.discovery import SUFFIX
from nbtrack.notebook.document import parse
from nbtrack.notebook.edits import Edit
from nbtrack.notebook.files import load
from nbtrack.notebook.parameters.declared import TAG, declared_of, parameters_cell
from nbtrack.notebook.splice import apply_edits

if TYPE_CHECKING:
    from nbtrack.cli.options import Args
    from nbtrack.cli.output import Output
    from nbtrack.notebook.document import Cell, Notebook


def tag_cell(number: int, args: Args, out: Output) -> Notebook:
    """Return the notebook with its cell tagged, and write it unless that is only tried; raises RunError."""
    if len(args.positional) != 1 or not args.positional[0].endswith(SUFFIX):
        raise UsageError(
            "--tag-cell needs one notebook", hint="a paired text takes the tag over with `nbtrack sync`"
        )
    notebook = load(args.positional[0])
    new_b = _tagged(notebook, _cell(notebook, number))
    if not args.flag("dry-run"):
        Writer(args, out).write(notebook.path, new_b, expected=notebook.raw)
    would = "would be " if args.flag("dry-run") else ""
    out.note(f"{notebook.path}: cell {number} {would}tagged `{TAG}`")
    return parse(new_b, notebook.path)


def _cell(notebook: Notebook, number: int) -> Cell:
    if (other := parameters_cell(notebook)) is not None:
        raise RunError(
            f"{notebook.path}: cell {other.number} is tagged `{TAG}` already",
            hint="only the first tagged cell counts: take its tag away in Jupyter, or move the lines there",
        )
    cell = next((cell for cell in notebook.cells if cell.number == number), None)
    if cell is None or cell.kind != "code":
        there = f"it is a {cell.kind} cell" if cell else f"there are {len(notebook.cells)} cells"
        raise RunError(f"{notebook.path}: cell {number} cannot be tagged: {there}", hint="cells count from 1")
    if not declared_of(cell, notebook):
        raise RunError(
            f"{notebook.path}: cell {number} cannot be tagged: it sets nothing",
            hint="it should hold assignments such as `learning_rate = 0.001`",
        )
    return cell


def _tagged(notebook: Notebook, cell: Cell) -> bytes:
    return apply_edits(notebook, [Edit((*cell.pointer, "metadata", "tags"), [*cell.tags, TAG])])
