"""A diff as text for people, line by line."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from nbtrack.diff.noise.classes import noise_of, noise_text
from nbtrack.diff.words import marked
from nbtrack.notebook.mime_types import PLAIN
from nbtrack.terminal import count_text, safe_line, size_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from nbtrack.diff.model import (
        CellDiff,
        LineHunk,
        NotebookDiff,
        OutputChange,
        PartChange,
        TableChange,
        ValueChange,
    )
    from nbtrack.terminal import Paint

    HunkView = Callable[[tuple[LineHunk, ...], Paint], Iterator[str]]


def unified(hunks: tuple[LineHunk, ...], paint: Paint) -> Iterator[str]:
    """Yield the lines of some hunks one below the other."""
    for number, hunk in enumerate(hunks):
        if number or hunk.new_start > 1:
            yield paint(f"  @ line {hunk.new_start}", "dim")
        for is_context, group in groupby(hunk.lines, lambda line: line.startswith(" ")):
            if is_context:
                yield from (paint(f" {line}") for line in group)
            else:
                yield from _changed(list(group), paint)


def render_text(diff: NotebookDiff, paint: Paint, view: HunkView = unified) -> Iterator[str]:
    """Yield the lines of a diff; unchanged cells are left out, and noise is told at the end."""
    if diff.metadata:
        yield paint("notebook metadata changed", "bold")
        yield from _values(diff.metadata, paint)
    for cell in diff.cells:
        if cell.kind != "same":
            yield from _cell(cell, paint, view)
    if noise := noise_of(diff):
        yield paint(f"noise: {noise_text(noise)}", "dim")


def _cell(cell: CellDiff, paint: Paint, view: HunkView) -> Iterator[str]:
    yield paint(cell_title(cell), "bold")
    yield from view(cell.source, paint)
    if cell.metadata:
        yield paint("  metadata", "cyan")
        yield from _values(cell.metadata, paint)
    for part in cell.attachments:
        yield paint(f"  attachment {part_title(part)}", "cyan")
        yield from view(part.hunks, paint)
    for output in cell.outputs:
        yield from _output(output, paint, view)


def cell_title(cell: CellDiff) -> str:
    """Say in one line which cell it is, and what became of it."""
    numbers = [str(number) for number in (cell.old, cell.new) if number is not None]
    number = " → ".join(dict.fromkeys(numbers))
    types = [safe_line(kind) or "no type" for kind in (cell.old_type, cell.new_type) if kind is not None]
    changed = " and changed" if cell.kind == "moved" and cell.has_changes else ""
    return f"cell {number} ({' → '.join(dict.fromkeys(types))}) {cell.kind}{changed}"


def output_title(output: OutputChange) -> str:
    """Say in one line which output it is, and what became of it."""
    verb = "added" if output.old is None else "removed" if output.new is None else "changed"
    return f"output {output.new or output.old} ({safe_line(output.name)}) {verb}"


def _output(output: OutputChange, paint: Paint, view: HunkView) -> Iterator[str]:
    title = f"  {output_title(output)}"
    if not output.parts:
        yield paint(title, "cyan")
    for part in told_parts(output):
        yield paint(title if part.hunks else f"{title}: {part_title(part)}", "cyan")
        yield from view(part.hunks, paint)
        yield from _values(part.values, paint)
        yield from (_table_line(change, paint) for change in part.table)
        if part.left_out:
            yield paint(f"  … {left_out_text(part)}", "dim")


def told_parts(output: OutputChange) -> tuple[PartChange, ...]:
    """Return the pieces to show: the text beside a table says the same, less well."""
    has_table = any(part.table for part in output.parts)
    return tuple(part for part in output.parts if not (has_table and part.name == PLAIN))


def table_text(change: TableChange) -> str:
    """Say in one line what changed in a table: "test, loss: 0.31 → 0.28 (-0.03)"."""
    name = ", ".join(filter(None, (change.row, change.column)))
    if change.old is not None and change.new is not None:
        delta = f" ({change.delta})" if change.delta else ""
        return f"{name}: {change.old} → {change.new}{delta}"
    kind = "row" if change.row else "column"
    values = change.old or change.new
    return f"{kind} {name}: {values}" if values else f"{kind} {name}"


def table_sign(change: TableChange) -> str:
    """Return "~" for a changed value of a table, "-" or "+" for a row or column that went or came."""
    return "+" if change.old is None else "-" if change.new is None else "~"


def _table_line(change: TableChange, paint: Paint) -> str:
    sign = table_sign(change)
    colours = {"+": "green", "-": "red"}
    return paint(f"{sign} {safe_line(table_text(change))}", *filter(None, [colours.get(sign)]))


def left_out_text(part: PartChange) -> str:
    """Say how much of a piece is not shown."""
    return count_text(part.left_out, "more value" if part.values or part.table else "more line")


def part_title(part: PartChange) -> str:
    """Say what piece it is, and how large it was and is."""
    if part.table:
        return "table"
    sizes = [size_text(size) for size in (part.old_size, part.new_size) if size is not None]
    if len(sizes) == 2 and sizes[0] == sizes[1]:
        return f"{safe_line(part.name)} {sizes[0]}, other content"
    return f"{safe_line(part.name)} {' → '.join(sizes)}"


def _values(changes: tuple[ValueChange, ...], paint: Paint) -> Iterator[str]:
    for change in changes:
        path = safe_line(".".join(change.path))
        if change.old is not None:
            yield paint(f"- {path}: {safe_line(change.old)}", "red")
        if change.new is not None:
            yield paint(f"+ {path}: {safe_line(change.new)}", "green")


def _changed(lines: list[str], paint: Paint) -> Iterator[str]:
    removed, added = ([line[1:] for line in lines if line.startswith(sign)] for sign in "-+")
    pairs = [marked(old, new) for old, new in zip(removed, added, strict=False)]
    for side, (sign, colour, found) in enumerate((("-", "red", removed), ("+", "green", added))):
        for place, line in enumerate(found):
            pieces = pairs[place][side] if place < len(pairs) else [(line, False)]
            painted = (
                paint(text, colour, "bold") if strong else paint(text, colour) for text, strong in pieces
            )
            yield paint(f"{sign} ", colour) + "".join(painted)
