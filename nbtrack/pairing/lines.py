"""Carry a change of a cell's text into the notebook's own source, line by line.

Some lines do not come back from a text as they went in: jupytext leaves `    # out = !ls` commented, takes
the heading `# what?` for a magic, and drops a last empty line. A line that nobody changed in the text
therefore keeps what the notebook has, and a changed one gets the same treatment in reverse.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher

_ENDS = re.compile(r"\s*\Z")


def carried(source: str, before: str, after: str) -> str | None:
    """Return the notebook's new source, None where that cannot be told.

    `before` is how the text with the present source reads, `after` how the changed text does.
    """
    if before == after:
        return source
    if source == before:
        return after
    body, tail = _cut(source)
    before_body, before_tail = _cut(before)
    after_body, after_tail = _cut(after)
    lines = _carried_lines(body.splitlines(keepends=True), before_body.split("\n"), after_body.split("\n"))
    if lines is None:
        return None
    return _joined(lines) + (tail if before_tail == after_tail else after_tail)


def _cut(text: str) -> tuple[str, str]:
    match = _ENDS.search(text)
    at = match.start() if match else len(text)
    return text[:at], text[at:]


def _joined(lines: list[str]) -> str:
    """Join lines that bring their ends with them or have none."""
    ended = [line if _plain(line) != line else line + "\n" for line in lines[:-1]]
    return "".join(ended) + (lines[-1].rstrip("\n") if lines else "")


def _carried_lines(source: list[str], before: list[str], after: list[str]) -> list[str] | None:
    if len(source) != len(before):
        return None
    lines: list[str] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            lines.extend(source[i1:i2])
        elif all(_plain(line) == old for line, old in zip(source[i1:i2], before[i1:i2], strict=True)):
            lines.extend(after[j1:j2])
        elif tag == "replace" and i2 - i1 == j2 - j1:
            pairs = zip(source[i1:i2], before[i1:i2], after[j1:j2], strict=True)
            replaced = [_in_reverse(_plain(line), old, new) for line, old, new in pairs]
            if None in replaced:
                return None
            lines.extend(line for line in replaced if line is not None)
        elif tag != "delete":
            return None
    return lines


def _plain(line: str) -> str:
    return (line.splitlines() or [""])[0]


def _in_reverse(line: str, before: str, after: str) -> str | None:
    """Return the notebook's line for a changed line of the text, by what became of the line it replaces."""
    if line == before:
        return after
    if line == f"# {before}":
        return f"# {after}"
    bare = _without_sign(before)
    if line == bare:
        return _without_sign(after) or after
    return None


def _without_sign(line: str) -> str | None:
    """Take one comment sign out of a line, None where it has none."""
    text = line.lstrip()
    if not text.startswith("#"):
        return None
    return line[: len(line) - len(text)] + text[1:].removeprefix(" ")
