"""Take lines out of a cell so that what is left still reads well."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nbtrack.script.translated import Line, Translated


def without(cell: Translated, gone: set[int]) -> Translated:
    """Return a cell without some of its lines, by index, and without the comments on nothing but these.

    A cell of which only comments are left has no lines any more, if it was more than a comment before.
    """
    kept = [line for paragraph in _paragraphs(cell.lines) for line in _rest(cell.lines, paragraph, gone)]
    kept = _trimmed(kept) if gone else kept
    says_nothing = not any(line.text.strip() and not _is_comment(line) for line in kept)
    return cell._replace(lines=() if says_nothing and (gone or cell.ledger) else tuple(kept))


def _paragraphs(lines: tuple[Line, ...]) -> Iterator[range]:
    """Yield the index ranges of lines that no empty line separates, each with the empty lines behind it."""
    start = 0
    for index, line in enumerate(lines):
        behind = index + 1 == len(lines) or (not line.text.strip() and lines[index + 1].text.strip())
        if behind:
            yield range(start, index + 1)
            start = index + 1


def _rest(lines: tuple[Line, ...], paragraph: range, gone: set[int]) -> list[Line]:
    left = [lines[index] for index in paragraph if index not in gone]
    commented = all(_is_comment(line) or not line.text.strip() for line in left)
    return [] if commented and not gone.isdisjoint(paragraph) else left


def _is_comment(line: Line) -> bool:
    return line.text.lstrip().startswith("#")


def _trimmed(lines: list[Line]) -> list[Line]:
    while lines and not lines[-1].text.strip():
        lines = lines[:-1]
    return lines
