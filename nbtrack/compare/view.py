"""What a comparison says, as sections of rows: the one source of text, Markdown and HTML."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nbtrack.compare.model import NOTEBOOK, SCRIPT, SILENT
from nbtrack.compare.numbers import delta_text, value_text
from nbtrack.compare.telling_apart import value_texts
from nbtrack.compare.times import duration_text
from nbtrack.compare.timing import CellTime, slower_and_faster
from nbtrack.compare.why.words import why_texts
from nbtrack.diff.model import NotebookDiff
from nbtrack.diff.page.sections import Piece, Section
from nbtrack.natural_order import by_name
from nbtrack.store.digest import first_digits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from nbtrack.compare.model import Change, Comparison, MetricChange
    from nbtrack.compare.noise_band import Band
    from nbtrack.diff.model import CellDiff

_MOST_LISTED = 8  # packages and files
_MOST_TIMES = 5


def sections_of(comparison: Comparison) -> Iterator[Section]:
    """Yield the sections of a report that have something to say."""
    for title, rows in _SECTIONS.items():
        found = tuple(rows(comparison))
        if found:
            yield Section(title, found)


def code_only(notebook: NotebookDiff) -> NotebookDiff:
    """Return the part of a diff that is about sources: cells added, removed, moved or rewritten."""
    cells = (cell._replace(outputs=(), attachments=(), noise=()) for cell in notebook.cells)
    return NotebookDiff(tuple(cell for cell in cells if cell.kind != "same" and _rewritten(cell)))


def _rewritten(cell: CellDiff) -> bool:
    return bool(cell.source) or cell.kind in ("added", "removed", "moved") or cell.old_type != cell.new_type


_Row = tuple[tuple[Piece, ...], ...]


def _line(text: str, tone: str = "") -> _Row:
    return ((Piece(text, tone),),)


def _arrows(changes: Iterable[Change]) -> Iterator[_Row]:
    for change in changes:
        old, new = value_texts([change.old, change.new], none="none")
        sides = Piece(old, "old"), Piece(" → "), Piece(new, "new")
        yield ((Piece(f"{change.name}: "), *sides),)


def _metrics(comparison: Comparison) -> Iterator[_Row]:
    for change in by_name(comparison.metrics):
        verdict = change.verdict
        delta = delta_text(change.old, change.new)
        said = [verdict, _noise_text(change)]
        yield (
            (Piece(change.name),),
            (Piece(f"{_number(change.old):>10} → {_number(change.new):<10}"),),
            (Piece(delta, "quiet" if change.is_noise else verdict or "delta"),),
            (Piece(", ".join(filter(None, said)), "quiet" if change.is_noise else verdict),),
        )


def _noise_text(change: MetricChange) -> str:
    if change.band is None or change.is_noise is None:
        return ""
    place = "within" if change.is_noise else "beyond"
    return f"{place} the noise of {change.band.runs} earlier runs ({band_text(change.band)})"


def band_text(band: Band) -> str:
    """Return a band as "0.91 ± 0.01"."""
    return f"{value_text(band.mean)} ± {band.spread:.2g}"


def _number(value: float | None) -> str:
    return "none" if value is None else value_text(value)


def _code(comparison: Comparison) -> Iterator[_Row]:
    cells = code_only(comparison.notebook).cells
    is_notebook = comparison.subject == NOTEBOOK
    yield from (_line(_verb(cell) if is_notebook else f"changed {_lines(cell)}") for cell in cells)
    if not cells:
        yield _line("no cell changed" if is_notebook else "the same", "quiet")


def _verb(cell: CellDiff) -> str:
    number = cell.new if cell.new is not None else cell.old
    moved = f" from {cell.old}" if cell.kind == "moved" else ""
    return f"cell {number} {cell.kind}{moved} {_lines(cell)}"


def _lines(cell: CellDiff) -> str:
    added, removed = (sum(line[:1] == mark for h in cell.source for line in h.lines) for mark in "+-")
    return f"(+{added} -{removed} lines)"


def _outputs(comparison: Comparison) -> Iterator[_Row]:
    cells = [cell for cell in comparison.notebook.cells if cell.outputs and cell.new is not None]
    numbers = [str(cell.new) for cell in cells]
    if comparison.subject == SILENT or comparison.is_of_code:
        return
    if not numbers:
        yield _line("the same", "quiet")
    elif comparison.subject == SCRIPT:
        yield _line("what it prints changed")
    else:
        yield _line(f"changed in cell{'s' if len(numbers) > 1 else ''} {', '.join(numbers)}")


def _why(comparison: Comparison) -> Iterator[_Row]:
    if comparison.why:
        yield from map(_line, why_texts(comparison.why))


def _first(changes: Sequence[Change]) -> Iterator[_Row]:
    """Yield as many as somebody reads, and how many more there are."""
    yield from _arrows(changes[:_MOST_LISTED])
    if len(changes) > _MOST_LISTED:
        yield _line(f"… {len(changes) - _MOST_LISTED} more", "quiet")


def _environment(comparison: Comparison) -> Iterator[_Row]:
    if not comparison.is_of_code:
        yield from _first(comparison.environment) if comparison.environment else [_line("the same", "quiet")]


def _time(comparison: Comparison) -> Iterator[_Row]:
    whole = [change for change in comparison.duration if None not in (change.old, change.new)]
    cells = slower_and_faster(comparison.times, _MOST_TIMES)
    if whole and (cells or _is_notable(whole[0])):
        yield _took(whole[0].name, whole[0].old, whole[0].new)
    yield from (_took(f"cell {_numbers(cell)}", cell.old_s, cell.new_s) for cell in cells)


def _is_notable(change: Change) -> bool:
    return CellTime(0, 0, change.old, change.new).is_notable


def _numbers(cell: CellTime) -> str:
    return str(cell.new) if cell.old == cell.new else f"{cell.old} → {cell.new}"


def _took(name: str, old: float, new: float) -> _Row:
    before, after = duration_text(old), duration_text(new)
    pace = (
        Piece("the same", "quiet")
        if before == after
        else Piece("slower", "worse")
        if new > old
        else Piece("faster", "better")
    )
    return (Piece(name),), (Piece(f"{before:>10} → {after:<10}"),), (pace,)


def _short(changes: Sequence[Change]) -> list[Change]:
    """Shorten what is named by a digest."""
    return [
        change
        if change.name == "branch"
        else change._replace(
            old=change.old and first_digits(change.old), new=change.new and first_digits(change.new)
        )
        for change in changes
    ]


_SECTIONS: dict[str, Callable[[Comparison], Iterator[_Row]]] = {
    "ends": lambda found: _arrows(found.ends),
    "parameters": lambda found: _arrows(by_name(found.parameters)),
    "metrics": _metrics,
    "code": _code,
    "outputs": _outputs,
    "why": _why,
    "files": lambda found: _arrows(_short(found.files)),
    "data": lambda found: _first(_short(found.data)),
    "environment": _environment,
    "time": _time,
    "git": lambda found: _arrows(_short(found.git)),
}
