"""How one piece of content changed: line by line where people can read it, by size where they cannot."""

from __future__ import annotations

from nbtrack.diff.hunks import hunks_between, lines_of
from nbtrack.diff.model import LineHunk, NoiseCount, PartChange
from nbtrack.diff.sequence import matches
from nbtrack.notebook.mime_types import BYTES, HTML, JSON, LATEX, MARKDOWN, PLAIN, SVG, is_json
from nbtrack.terminal import without_colours

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nbtrack.diff.model import ValueChange
    from nbtrack.diff.noise.texts import TextNoise
    from nbtrack.diff.noise.tolerance import Tolerance

    Parts = tuple[tuple[str, str], ...]

MOST_LINES = 20  # of one piece; an output may be as long as it likes
_MOST_CHARACTERS = 300  # of one line
_READABLE = (PLAIN, MARKDOWN, LATEX, JSON)
_BASE64 = ("image/", "audio/", "video/", "font/", "application/pdf", BYTES)


def part_changes(old: Parts, new: Parts, noise: TextNoise | None = None) -> tuple[PartChange, ...]:
    """Compare the pieces of two MIME bundles; HTML is shown as text only where no plainer piece tells."""
    before, after = dict(old), dict(new)
    changed = [
        mime for mime in {**before, **after} if _differ(mime, before.get(mime), after.get(mime), noise)
    ]
    plain = [mime for mime in changed if mime in _READABLE]
    shown = plain or [mime for mime in changed if mime == HTML]
    return tuple(
        _change(mime, before.get(mime), after.get(mime), mime in shown, noise) for mime in sorted(changed)
    )


def part_noise(old: Parts, new: Parts, noise: TextNoise) -> Iterator[NoiseCount]:
    """Yield the noise between two MIME bundles, beside what else differs."""
    before, after = dict(old), dict(new)
    for mime in before.keys() & after.keys():
        if before[mime] != after[mime] and _may_be_noisy(mime):
            lines, others = before[mime].split("\n"), after[mime].split("\n")
            for i, j in _matched(lines, others, noise):
                if lines[i] != others[j]:
                    yield from noise.counted(lines[i], others[j])


def quiet_parts(parts: Parts, noise: TextNoise) -> Parts:
    """Return a MIME bundle without its noise."""
    return tuple((mime, noise.quiet(text) if _may_be_noisy(mime) else text) for mime, text in parts)


def without_equal_images(old: Parts, new: Parts) -> tuple[Parts, tuple[NoiseCount, ...]]:
    """Return the new MIME bundle with the old image where it looks the same, and how often it does."""
    before = dict(old)
    changed = [(mime, before[mime], text) for mime, text in new if before.get(mime, text) != text]
    same = [mime for mime, one, other in changed if _looks_equal(mime, one, other)]
    parts = tuple((mime, before[mime] if mime in same else text) for mime, text in new)
    return parts, (NoiseCount("images", len(same)),) if same else ()


def _looks_equal(mime: str, old: str, new: str) -> bool:
    if mime == SVG:
        from nbtrack.diff.drawings import draw_alike

        return draw_alike(old, new)
    if not mime.startswith("image/"):
        return False
    from nbtrack.diff.pixels import look_equal

    return look_equal(old, new)


def settled_parts(
    old: Parts, new: Parts, tolerance: Tolerance | None
) -> tuple[Parts, tuple[NoiseCount, ...]]:
    """Return the new MIME bundle with the old text where it is within the tolerance."""
    if tolerance is None:
        return new, ()
    from nbtrack.diff.noise.tolerance import counted

    before = dict(old)
    found = [
        (
            mime,
            *(tolerance.settled(before[mime], text) if _may_be_noisy(mime) and mime in before else (text, 0)),
        )
        for mime, text in new
    ]
    return tuple((mime, text) for mime, text, _ in found), counted(sum(count for _, _, count in found))


def _may_be_noisy(mime: str) -> bool:
    return mime in _READABLE or mime == HTML or is_json(mime)


def _differ(mime: str, old: str | None, new: str | None, noise: TextNoise | None) -> bool:
    if old == new or old is None or new is None or noise is None or not _may_be_noisy(mime):
        return old != new
    return noise.quiet(old) != noise.quiet(new)


def _change(
    mime: str, old: str | None, new: str | None, is_shown: bool, noise: TextNoise | None
) -> PartChange:
    if old is not None and new is not None and is_json(mime) and (values := _values(old, new, noise)):
        left_out = max(0, len(values) - MOST_LINES)
        return PartChange(mime, _size(mime, old), _size(mime, new), (), left_out, tuple(values[:MOST_LINES]))
    hunks: tuple[LineHunk, ...] = ()
    left_out = 0
    if is_shown and (old is None or new is None):
        hunks, left_out = _one_sided("+" if old is None else "-", _lines(new if old is None else old))
    elif is_shown:
        before, after = _lines(old), _lines(new)
        hunks, left_out = _capped(hunks_between(before, after, _matched(before, after, noise)))
    return PartChange(mime, _size(mime, old), _size(mime, new), hunks, left_out)


def _values(old: str, new: str, noise: TextNoise | None) -> list[ValueChange]:
    from nbtrack.diff.structure import structure_changes

    values = structure_changes(old, new)
    if noise is None:
        return values
    return [
        value
        for value in values
        if value.old is None or value.new is None or noise.quiet(value.old) != noise.quiet(value.new)
    ]


def _matched(old: list[str], new: list[str], noise: TextNoise | None) -> list[tuple[int, int]]:
    if noise is None:
        return matches(old, new)
    return matches([noise.quiet(line) for line in old], [noise.quiet(line) for line in new])


def _one_sided(sign: str, lines: list[str]) -> tuple[tuple[LineHunk, ...], int]:
    """Return the first lines of what came or went: most outputs that do are longer than what is shown."""
    if not lines:
        return (), 0
    shown = tuple(_clipped(sign + line) for line in lines[:MOST_LINES])
    return (LineHunk(1, 1, shown),), len(lines) - len(shown)


def _capped(hunks: tuple[LineHunk, ...]) -> tuple[tuple[LineHunk, ...], int]:
    kept: list[LineHunk] = []
    room = MOST_LINES
    for hunk in hunks:
        lines = tuple(_clipped(line) for line in hunk.lines[:room])
        room -= len(lines)
        if lines:
            kept.append(hunk._replace(lines=lines))
    return tuple(kept), sum(len(hunk.lines) for hunk in hunks) - (MOST_LINES - room)


def _clipped(line: str) -> str:
    if len(line) <= _MOST_CHARACTERS:
        return line
    return f"{line[:_MOST_CHARACTERS]}… ({len(line) - 1} characters)"


def _lines(text: str | None) -> list[str]:
    """Split into lines, without the colours that programs write for a terminal."""
    return lines_of(without_colours(text or "").removesuffix("\n"))


def _size(mime: str, value: str | None) -> int | None:
    if value is None:
        return None
    if mime.startswith(_BASE64) and mime != SVG:
        padded = len(value) - sum(map(value.count, " \n\r\t"))
        return (padded - value.count("=")) * 3 // 4
    return len(value) if value.isascii() else len(value.encode("utf-8", "surrogatepass"))
