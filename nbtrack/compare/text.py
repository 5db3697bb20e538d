"""A comparison of two runs as text for people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nbtrack.compare.numbers import delta_text, value_text
from nbtrack.diff.model import NotebookDiff
from nbtrack.diff.text import render_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from nbtrack.compare.comparison import Change, Comparison

    Paint = Callable[..., str]

_MOST_PACKAGES = 8


def render_comparison(comparison: Comparison, paint: Paint) -> Iterator[str]:
    """Yield the lines of a comparison, down to each changed line of code and output."""
    yield from render_summary(comparison, paint)
    if not comparison.notebook.is_empty:
        yield ""
        yield from render_text(comparison.notebook, paint)


def render_summary(comparison: Comparison, paint: Paint) -> Iterator[str]:
    """Yield a few lines: values that changed, and which cells did."""
    yield from _section("ends", [_arrow(change, paint) for change in comparison.ends], paint)
    yield from _section("parameters", [_arrow(change, paint) for change in comparison.parameters], paint)
    yield from _section("metrics", _metrics(comparison.metrics, paint), paint)
    yield from _section("code", _code(comparison.notebook), paint, "no cell changed")
    yield from _section("outputs", _outputs(comparison.notebook), paint, "the same")
    yield from _section("environment", _environment(comparison.environment, paint), paint, "the same")
    yield from _section("git", [_arrow(_short(change), paint) for change in comparison.git], paint)


def code_only(notebook: NotebookDiff) -> NotebookDiff:
    """Return the part of a diff that is about sources: cells added, removed, moved or rewritten."""
    cells = (cell._replace(outputs=(), attachments=()) for cell in notebook.cells)
    return NotebookDiff(tuple(cell for cell in cells if cell.kind != "same" and _rewritten(cell)))


def _rewritten(cell: Any) -> bool:
    return bool(cell.source) or cell.kind in ("added", "removed", "moved") or cell.old_type != cell.new_type


def _section(title: str, lines: list[str], paint: Paint, empty: str = "") -> Iterator[str]:
    if not lines and empty:
        lines = [paint(empty, "dim")]
    for number, line in enumerate(lines):
        heading = "" if number else title
        yield f"  {paint(f'{heading:11}', 'bold')}  {line}"


def _arrow(change: Change, paint: Paint) -> str:
    return f"{paint(change.name)}: {_value(change.old, paint, 'red')} → {_value(change.new, paint, 'green')}"


def _value(value: Any, paint: Paint, colour: str) -> str:
    return paint("none", "dim") if value is None else paint(value_text(value), colour)


def _metrics(changes: tuple[Change, ...], paint: Paint) -> list[str]:
    width = max((len(paint(change.name)) for change in changes), default=0)
    rows = []
    for change in changes:
        old, new = (_number(value) for value in (change.old, change.new))
        delta = delta_text(change.old, change.new)
        rows.append(f"{paint(change.name):{width}}  {old:>10} → {new:<10}  {paint(delta, 'cyan')}".rstrip())
    return rows


def _number(value: float | None) -> str:
    return "none" if value is None else value_text(value)


def _code(notebook: NotebookDiff) -> list[str]:
    return [_verb(cell) for cell in code_only(notebook).cells]


def _verb(cell: Any) -> str:
    number = cell.new if cell.new is not None else cell.old
    moved = f" from {cell.old}" if cell.kind == "moved" else ""
    added, removed = (sum(line[:1] == mark for h in cell.source for line in h.lines) for mark in "+-")
    return f"cell {number} {cell.kind}{moved} (+{added} -{removed} lines)"


def _outputs(notebook: NotebookDiff) -> list[str]:
    numbers = [str(cell.new) for cell in notebook.cells if cell.outputs and cell.new is not None]
    if not numbers:
        return []
    return [f"changed in cell{'s' if len(numbers) > 1 else ''} {', '.join(numbers)}"]


def _environment(changes: tuple[Change, ...], paint: Paint) -> list[str]:
    lines = [_arrow(change, paint) for change in changes[:_MOST_PACKAGES]]
    more = len(changes) - _MOST_PACKAGES
    return lines + ([paint(f"… {more} more", "dim")] if more > 0 else [])


def _short(change: Change) -> Change:
    """Shorten what is named by a digest."""
    if change.name == "branch":
        return change
    return change._replace(old=change.old and change.old[:10], new=change.new and change.new[:10])
