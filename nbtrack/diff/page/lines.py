"""Two texts as rows of lines beside each other, with changed words marked and long equal runs folded."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from markupsafe import Markup, escape

from nbtrack.diff.sequence import gaps_between, matches
from nbtrack.diff.words import marked

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nbtrack.diff.page.syntax import Tokens

_CONTEXT = 3
_FOLDED = 4  # fewer lines than that are not worth a fold
_MOST_ROWS = 1_500  # of one text: nobody reads on, and the page stays light
_LONGEST = 2_000  # characters of one line


class Row(NamedTuple):
    """A line of both texts, or of one where the other number is None; `old` and `new` are markup."""

    old_number: int | None
    new_number: int | None
    old: Markup
    new: Markup

    is_changed: bool


class Block(NamedTuple):
    """Rows that are shown, or that are folded away."""

    is_folded: bool
    rows: tuple[Row, ...]


class Lines(NamedTuple):
    """The comparison of two texts; `left_out` counts rows that are not on the page at all."""

    blocks: tuple[Block, ...]
    left_out: int = 0


class Side(NamedTuple):
    """One text: what is compared of each line, and the line in pieces with their styles."""

    keys: Sequence[str]
    lines: Sequence[Tokens]


def compared(old: Side, new: Side) -> Lines:
    """Compare two texts by their keys."""
    rows = list(_rows(old, new))
    shown = rows[:_MOST_ROWS]
    return Lines(tuple(_blocks(shown)), len(rows) - len(shown))


def plain(text: str) -> list[Tokens]:
    """Return the lines of a text without styles."""
    return [[("", line)] for line in text.split("\n")] if text else []


def _rows(old: Side, new: Side) -> Iterator[Row]:
    for olds, news in gaps_between(matches(old.keys, new.keys), len(old.keys), len(new.keys)):
        yield from _changed(old, new, olds, news)
        if olds.stop < len(old.keys):
            line = _markup(new.lines[news.stop], [])
            yield Row(olds.stop + 1, news.stop + 1, line, line, False)


def _changed(old: Side, new: Side, olds: range, news: range) -> Iterator[Row]:
    for step in range(max(len(olds), len(news))):
        i = olds[step] if step < len(olds) else None
        j = news[step] if step < len(news) else None
        pieces: tuple[list[tuple[str, bool]], ...] = ([], [])
        if i is not None and j is not None:
            pieces = marked(_text(old.lines[i]), _text(new.lines[j]))
        yield Row(
            None if i is None else i + 1,
            None if j is None else j + 1,
            Markup("") if i is None else _markup(old.lines[i], pieces[0]),
            Markup("") if j is None else _markup(new.lines[j], pieces[1]),
            True,
        )


def _text(tokens: Tokens) -> str:
    return "".join(text for _, text in tokens)


def _markup(tokens: Tokens, pieces: list[tuple[str, bool]]) -> Markup:
    """Lay the changed pieces of a line over its tokens."""
    ends: list[tuple[int, bool]] = []
    place = 0
    for text, strong in pieces:
        place += len(text)
        ends.append((place, strong))
    made: list[str] = []
    place = 0
    for style, text in tokens:
        for part, strong in _cut(text, place, ends):
            made.append(_span(style, part, strong))
        place += len(text)
        if place > _LONGEST:
            made.append('<span class="cut">…</span>')
            break
    return Markup("".join(made))  # noqa: S704 - every piece was escaped on its own


def _cut(text: str, start: int, ends: list[tuple[int, bool]]) -> Iterator[tuple[str, bool]]:
    text = text[: max(0, _LONGEST - start)]
    place = start
    for end, strong in ends:
        if end > place:
            part = text[place - start : end - start]
            if part:
                yield part, strong
            place = min(end, start + len(text))
        if place >= start + len(text):
            return
    if place < start + len(text):
        yield text[place - start :], False


def _span(style: str, text: str, strong: bool) -> str:
    escaped = str(escape(text))
    if strong:
        escaped = f"<mark>{escaped}</mark>"
    return f'<span class="{style}">{escaped}</span>' if style else escaped


def _blocks(rows: list[Row]) -> Iterator[Block]:
    """Fold equal rows that are further than a few from any change."""
    changed = [place for place, row in enumerate(rows) if row.is_changed]
    place = 0
    for start, end in _far(changed, len(rows)):
        if place < start:
            yield Block(False, tuple(rows[place:start]))
        yield Block(True, tuple(rows[start:end]))
        place = end
    if place < len(rows):
        yield Block(False, tuple(rows[place:]))


def _far(changed: list[int], count: int) -> Iterator[tuple[int, int]]:
    ends = [-1 - _CONTEXT, *changed, count + _CONTEXT]
    for before, after in pairwise(ends):
        start, end = before + 1 + _CONTEXT, after - _CONTEXT
        if end - start >= _FOLDED:
            yield start, end
