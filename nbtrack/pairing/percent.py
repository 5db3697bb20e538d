"""Cut a percent script into its cells, looking at markers alone."""

from __future__ import annotations

import re
from typing import NamedTuple

# As jupytext reads them: percent signs and a blank, or the bare marker of Spyder, IPython or nbconvert.
_MARKER = re.compile(r"^\s*#\s*%%(%*\s.*)$|^\s*#\s*(?:%%|<codecell>|In\[[0-9 ]*\]:?)\s*$")


class Segment(NamedTuple):
    """A cell: its marker's options and line number (1-based), and the lines up to the next marker."""

    options: str
    number: int
    body: list[str]


def is_marker(line: str) -> bool:
    """Tell whether a line begins a cell."""
    return bool(_MARKER.match(line))


def split(text: str) -> tuple[list[str], list[Segment]]:
    """Return the lines before the first marker, and one segment for each marker."""
    lines = text.splitlines()
    starts = [index for index, line in enumerate(lines) if is_marker(line)]
    ends = [*starts, len(lines)][1:]
    before = lines[: starts[0]] if starts else lines
    return before, [
        Segment(_options(lines[start]), start + 1, lines[start + 1 : end])
        for start, end in zip(starts, ends, strict=True)
    ]


def _options(marker: str) -> str:
    match = _MARKER.match(marker)
    return (match[1] or "").strip() if match else ""


def uncommented(lines: list[str]) -> list[str]:
    """Take the comment signs off lines of Markdown."""
    return [line[2:] if line.startswith("# ") else line.removeprefix("#") for line in lines]


def without_trailing_blanks(lines: list[str]) -> list[str]:
    """Leave out the blank lines at the end."""
    end = len(lines)
    while end and not lines[end - 1].strip():
        end -= 1
    return lines[:end]
