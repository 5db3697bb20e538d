"""What the page shows, as values for its template."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from nbtrack.diff.noise.classes import noise_of, noise_text
from nbtrack.diff.noise.texts import OutputNoise
from nbtrack.diff.page.lines import Lines, Side, compared, plain
from nbtrack.diff.page.outputs import OutputView, output_view, part_sizes, shown_parts
from nbtrack.diff.page.syntax import Highlighter
from nbtrack.diff.parts import settled_parts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from markupsafe import Markup

    from nbtrack.diff.engine import DiffScope
    from nbtrack.diff.model import CellDiff, NotebookDiff, OutputChange, ValueChange
    from nbtrack.notebook.document import Cell, Notebook

    Prose = Callable[[str], Markup]

_COUNTED = ("changed", "added", "removed", "moved")
_MOST_SOURCE = 20_000  # characters of an unchanged cell that stands there for orientation only


class CellView(NamedTuple):
    """One cell that changed."""

    kind: str
    number: str
    type: str
    anchor: str
    what: tuple[str, ...]
    source: Lines | None
    outputs: tuple[OutputView, ...]
    attachments: tuple[tuple[str, str], ...]
    metadata: tuple[ValueChange, ...]
    noise: str
    rendered: tuple[str, str] | None


class SameCells(NamedTuple):
    """Cells in a row that did not change: number, type and source of each."""

    cells: tuple[tuple[str, str, str], ...]


class PageView(NamedTuple):
    """The whole page."""

    names: tuple[str, str]
    counts: tuple[tuple[str, int], ...]
    lines: tuple[int, int]
    outputs: int
    noise: str
    metadata: tuple[ValueChange, ...]
    items: tuple[CellView | SameCells, ...]

    @property
    def changed(self) -> list[CellView]:
        """Return the cells that changed."""
        return [item for item in self.items if isinstance(item, CellView)]


def page_view(
    diff: NotebookDiff,
    old: Notebook,
    new: Notebook,
    names: tuple[str, str],
    scope: DiffScope,
    prose: Prose | None = None,
    prefix: str = "",
) -> PageView:
    """Return what there is to show of a diff; `prose` renders Markdown, as sanitised HTML.

    `prefix` begins the anchors of its cells, where a page shows several notebooks.
    """
    kinds = [cell.kind for cell in diff.cells]
    signs = [line[0] for cell in diff.cells for hunk in cell.source for line in hunk.lines]
    builder = _Builder(old, new, scope, prose, prefix)
    return PageView(
        names,
        tuple((kind, kinds.count(kind)) for kind in _COUNTED if kind in kinds),
        (signs.count("+"), signs.count("-")),
        sum(len(cell.outputs) for cell in diff.cells),
        noise_text(noise_of(diff)),
        diff.metadata,
        tuple(builder.items(diff.cells)),
    )


class _Builder:
    """Both notebooks, and what is needed for each of their cells."""

    def __init__(
        self, old: Notebook, new: Notebook, scope: DiffScope, prose: Prose | None, prefix: str
    ) -> None:
        self._old = old
        self._new = new
        self._prose = prose
        self._prefix = prefix
        self._noise = OutputNoise(scope.noise)
        self._tolerance = scope.tolerance
        self._colours = {"code": Highlighter(new.language), "markdown": Highlighter("markdown")}

    def items(self, cells: tuple[CellDiff, ...]) -> Iterator[CellView | SameCells]:
        for is_same, group in groupby(cells, lambda cell: cell.kind == "same"):
            if is_same:
                yield SameCells(tuple(self._same(cell) for cell in group))
            else:
                yield from (self._cell(cell) for cell in group)

    def _same(self, cell: CellDiff) -> tuple[str, str, str]:
        found = self._new.cells[(cell.new or 0) - 1]
        return str(cell.new), found.kind, found.source[:_MOST_SOURCE]

    def _cell(self, cell: CellDiff) -> CellView:
        old = None if cell.old is None else self._old.cells[cell.old - 1]
        new = None if cell.new is None else self._new.cells[cell.new - 1]
        types = dict.fromkeys(kind for kind in (cell.old_type, cell.new_type) if kind is not None)
        numbers = dict.fromkeys(str(number) for number in (cell.old, cell.new) if number is not None)
        return CellView(
            cell.kind,
            " → ".join(numbers),
            " → ".join(types),
            self._prefix + (f"cell-{cell.new}" if cell.new is not None else f"old-cell-{cell.old}"),
            tuple(_what(cell)),
            self._source(old, new) if cell.source else None,
            tuple(self._output(change, old, new) for change in cell.outputs),
            part_sizes(cell.attachments),
            cell.metadata,
            noise_text(cell.noise),
            self._rendered(old, new) if cell.source else None,
        )

    def _rendered(self, old: Cell | None, new: Cell | None) -> tuple[str, str] | None:
        """Return both sides of a Markdown cell as they look."""
        found = [cell for cell in (old, new) if cell]
        if self._prose is None or any(cell.kind != "markdown" for cell in found):
            return None
        before, after = (self._prose(cell.source) if cell else "" for cell in (old, new))
        return before, after

    def _output(self, change: OutputChange, old: Cell | None, new: Cell | None) -> OutputView:
        before, after = shown_parts(old, change.old), shown_parts(new, change.new)
        after, _ = settled_parts(before, after, self._tolerance)
        return output_view(change, dict(before), dict(after), self._noise)

    def _source(self, old: Cell | None, new: Cell | None) -> Lines:
        return compared(self._side(old), self._side(new))

    def _side(self, cell: Cell | None) -> Side:
        text = cell.source if cell else ""
        if not cell or not text:
            return Side([], [])
        colours = self._colours.get(cell.kind)
        return Side(text.split("\n"), colours.lines(text) if colours else plain(text))


def _what(cell: CellDiff) -> Iterator[str]:
    parts: tuple[tuple[str, Any], ...] = (
        ("source", cell.source),
        ("outputs", cell.outputs),
        ("attachments", cell.attachments),
        ("metadata", cell.metadata),
    )
    if cell.kind not in ("added", "removed"):
        yield from (name for name, found in parts if found)
