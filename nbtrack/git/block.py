"""Lines of ours in somebody else's file, which can be taken out again so that no byte is different.

The lines stand between two marks. What the file was like where they stand is said in the first mark. Lines of
others that ours replace become comments, and come back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_BEGIN = "# >>> nbtrack git install >>>"
_END = "# <<< nbtrack git install <<<\n"
_NEW_FILE, _OPEN_LINE = " (this file was made for it)", " (the line above had no end)"
_NEW_FOLDER = " (this file and its folder were made for it)"
_REPLACED = "# nbtrack git install replaced: "


def with_block(text: str | None, lines: Sequence[str]) -> str:
    """Return a file's text with our lines in it, in place of those that it had; None stands for no file."""
    before, old, after = _split(text or "")
    if old:
        return before + old.partition("\n")[0] + "\n" + _joined(lines) + after
    note = _NEW_FILE if text is None else _OPEN_LINE if text and not text.endswith("\n") else ""
    gap = "\n" if note == _OPEN_LINE else ""
    return f"{before}{gap}{_BEGIN}{note}\n{_joined(lines)}"


def without_block(text: str | None) -> str | None:
    """Return what the file was before, None where there was none."""
    before, old, after = _split(text or "")
    mark = old.partition("\n")[0]
    if mark.endswith(_OPEN_LINE) and not after:
        before = before.removesuffix("\n")
    rest = "\n".join(line.removeprefix(_REPLACED) for line in (before + after).split("\n"))
    return None if text is None or (mark.endswith((_NEW_FILE, _NEW_FOLDER)) and not rest) else rest


def in_new_folder(text: str) -> str:
    """Return the text of a file that was made for our lines, with a note that its folder was made too."""
    return text.replace(f"{_BEGIN}{_NEW_FILE}\n", f"{_BEGIN}{_NEW_FOLDER}\n", 1)


def is_in_new_folder(text: str | None) -> bool:
    """Tell whether a file has that note."""
    return f"{_BEGIN}{_NEW_FOLDER}\n" in (text or "")


def replaced(text: str, numbers: Iterable[int]) -> str:
    """Return a text whose lines of some numbers, from 1, are comments."""
    lines = text.split("\n")  # as git reads it: what else Python takes for a line end stands inside lines
    for number in numbers:
        lines[number - 1] = _REPLACED + lines[number - 1]
    return "\n".join(lines)


def _split(text: str) -> tuple[str, str, str]:
    start = text.find(_BEGIN)
    end = text.find(_END, start)
    if start < 0 or end < 0:
        return text, "", ""
    return text[:start], text[start : end + len(_END)], text[end + len(_END) :]


def _joined(lines: Sequence[str]) -> str:
    return "".join(f"{line}\n" for line in lines) + _END
