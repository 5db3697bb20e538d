"""Where the borders between cells run through their lines: found, and drawn anew through another text.

Blank lines count for nothing: Jupyter puts them in when it joins cells, and people take them out.
"""

from __future__ import annotations

from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, NamedTuple

from nbtrack.diff.sequence import matches

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


class Content(NamedTuple):
    """What a cell is and says, without its blank lines."""

    kind: str
    lines: tuple[str, ...]


def content_of(kind: str, source: str) -> Content:
    """Return the content of a cell."""
    return Content(kind, tuple(line for line in source.split("\n") if line.strip()))


def torn(wholes: Sequence[Content], parts: Sequence[Content]) -> Iterator[tuple[int, range]]:
    """Yield the places of cells whose lines stand in several neighbours on the other side, and of these."""
    starts: dict[tuple[str, str], list[int]] = {}
    for place, part in enumerate(parts):
        if part.lines:
            starts.setdefault((part.kind, part.lines[0]), []).append(place)
    unchanged = set(parts)
    for place, whole in enumerate(wholes):
        if len(whole.lines) < 2 or whole in unchanged:
            continue
        ends = ((start, _end(whole, parts, start)) for start in starts.get((whole.kind, whole.lines[0]), ()))
        if found := next((range(start, end) for start, end in ends if end), None):
            yield place, found


def _end(whole: Content, parts: Sequence[Content], start: int) -> int:
    """Return where the neighbours end that together say the same, 0 where they do not."""
    got = 0
    for place in range(start, len(parts)):
        kind, lines = parts[place]
        if kind != whole.kind or not lines or whole.lines[got : got + len(lines)] != lines:
            return 0
        got += len(lines)
        if got == len(whole.lines):
            return place + 1
    return 0


def joined(parts: Sequence[str], like: str, counts: Sequence[int]) -> str:
    """Return texts as one, with as many blank lines between them as one has that was joined of such parts."""
    lines = like.split("\n")
    full = _with_content(lines)
    gaps = [full[count] - full[count - 1] for count in accumulate(counts[:-1])]
    text = parts[0]
    for part, gap in zip(parts[1:], gaps, strict=True):
        text = text.rstrip("\n") + "\n" * gap + part.lstrip("\n")
    return text


def cut(before: str, after: str, counts: Sequence[int]) -> list[str] | None:
    """Return a text in parts, which was cut into parts of so many lines before it was edited.

    None where nobody can tell which part an edit belongs to.
    """
    old, new = before.split("\n"), after.split("\n")
    same = dict(matches(old, new))
    full = _with_content(old)
    cuts = [_cut(new, same, full[count - 1], full[count]) for count in accumulate(counts[:-1])]
    if None in cuts:
        return None
    places = [0, *(place for place in cuts if place is not None), len(new)]
    return ["\n".join(new[start:end]) for start, end in pairwise(places)]


def _cut(new: Sequence[str], same: dict[int, int], last: int, first: int) -> int | None:
    """Return where to cut between the last line of one part and the first one of the next."""
    above = max((place for place in same if place <= last), default=-1)
    below = min((place for place in same if place >= first), default=-1)
    start = same[above] + 1 if above >= 0 else 0
    end = same[below] if below >= 0 else len(new)
    if not any(line.strip() for line in new[start:end]):
        return start
    if (above == last) == (below == first):  # the blank lines that stood there say it, if anything does
        return next((same[place] for place in range(last + 1, first) if place in same), None)
    return start if above == last else end


def _with_content(lines: Sequence[str]) -> list[int]:
    return [place for place, line in enumerate(lines) if line.strip()]
