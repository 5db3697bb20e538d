"""Which words of a changed line are the changed ones."""

from __future__ import annotations

from nbtrack.diff.sequence import matches

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    Pieces = list[tuple[str, bool]]  # a piece of the line, and whether it changed

_LONGEST = 1_000  # a longer line is no line that a person compares word by word


def marked(old: str, new: str) -> tuple[Pieces, Pieces]:
    """Return both lines in pieces; where less than half is common nothing is marked: all of it changed."""
    if max(len(old), len(new)) > _LONGEST:
        return [(old, False)], [(new, False)]
    before, after = list(_words(old)), list(_words(new))
    pairs = matches(before, after)
    common = sum(len(before[i]) for i, _ in pairs if not before[i].isspace())
    if 2 * common < max(len("".join(old.split())), len("".join(new.split()))):
        return [(old, False)], [(new, False)]
    return _pieces(before, {i for i, _ in pairs}), _pieces(after, {j for _, j in pairs})


def _words(line: str) -> Iterator[str]:
    """Yield names and numbers whole, everything else character by character."""
    start = 0
    for end, character in enumerate(line):
        if not (character.isalnum() or character == "_"):
            if start < end:
                yield line[start:end]
            yield character
            start = end + 1
    if start < len(line):
        yield line[start:]


def _pieces(words: list[str], common: set[int]) -> Pieces:
    found: Pieces = []
    for place, word in enumerate(words):
        changed = place not in common
        if found and found[-1][1] == changed:
            found[-1] = (found[-1][0] + word, changed)
        else:
            found.append((word, changed))
    return found
