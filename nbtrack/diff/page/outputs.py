"""How each changed output is shown: as a picture, a table, lines of text, or by size."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from nbtrack.diff.outputs import parts_at
from nbtrack.diff.page.images import Pictures, compared_pictures, has_picture
from nbtrack.diff.page.lines import Lines, Side, compared, plain
from nbtrack.diff.tables.changes import table_diff
from nbtrack.diff.text import left_out_text
from nbtrack.notebook.mime_types import HTML, JSON, LATEX, MARKDOWN, PLAIN
from nbtrack.terminal import size_text, without_colours

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nbtrack.diff.model import OutputChange, PartChange, ValueChange
    from nbtrack.diff.noise.texts import OutputNoise, TextNoise
    from nbtrack.diff.tables.comparing import TableDiff
    from nbtrack.notebook.document import Cell

_TEXTS = (PLAIN, MARKDOWN, LATEX, JSON, HTML)
_LONGEST = 400_000  # characters: what is longer is cut, so that the page can be opened


class OutputView(NamedTuple):
    """One changed output; exactly one of the views has something to show."""

    number: int
    name: str
    state: str
    pictures: Pictures | None = None
    table: TableDiff | None = None
    lines: Lines | None = None
    sizes: tuple[tuple[str, str], ...] = ()
    values: tuple[ValueChange, ...] = ()
    left_out: str = ""


def output_view(
    change: OutputChange, before: Mapping[str, str], after: Mapping[str, str], noise: OutputNoise
) -> OutputView:
    """Choose the view that shows the difference best."""
    state = "added" if change.old is None else "removed" if change.new is None else "changed"
    view = OutputView(change.new or change.old or 0, change.name, state)
    changed = {part.name for part in change.parts}
    structured = next((part for part in change.parts if part.values), None)
    if has_picture(before) or has_picture(after):
        return view._replace(pictures=compared_pictures(before, after))
    if structured:
        left_out = left_out_text(structured) if structured.left_out else ""
        return view._replace(values=structured.values, left_out=left_out)
    if HTML in changed and (table := table_diff(before, after)):
        return view._replace(table=table)
    for mime in _TEXTS:
        if mime in changed:
            texts = before.get(mime, ""), after.get(mime, "")
            return view._replace(lines=text_lines(*texts, noise.of(change.name)))
    return view._replace(sizes=part_sizes(change.parts))


def text_lines(old: str, new: str, noise: TextNoise) -> Lines:
    """Compare two texts by line; noise is no difference, and colours meant for a terminal are left out."""
    return compared(_side(_clean(old), noise), _side(_clean(new), noise))


def part_sizes(parts: tuple[PartChange, ...]) -> tuple[tuple[str, str], ...]:
    """Say what is no text and no picture by its size."""
    return tuple(
        (
            part.name,
            " → ".join(size_text(size) for size in (part.old_size, part.new_size) if size is not None),
        )
        for part in parts
    )


def _side(text: str, noise: TextNoise) -> Side:
    return Side([noise.quiet(line) for line in text.split("\n")] if text else [], plain(text))


def shown_parts(cell: Cell | None, number: int | None) -> tuple[tuple[str, str], ...]:
    """Return what an output of a cell shows, empty where there is no such output."""
    if cell is None or number is None:
        return ()
    return parts_at(cell.outputs, number)


def _clean(text: str) -> str:
    return without_colours(text[:_LONGEST]).removesuffix("\n")
