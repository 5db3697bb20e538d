"""What the header of a paired text says about the pair, read without a YAML library."""

from __future__ import annotations

import re
from typing import NamedTuple

from nbtrack.pairing.formats import Format, parse_formats

READ_BYTES = 4096  # headers of jupytext are a few hundred bytes, with many options under two thousand
_FENCE = re.compile(r"^\W{0,4}---\s*$")
_JUPYTER = re.compile(r"^\W{0,4}jupyter\s*:|^\W{0,4}jupytext\s*:")
_FORMATS = re.compile(r"^\W{0,4}\s*formats: (.+)$")
_NAME = re.compile(r"^\W{0,4}\s*format_name: (\w+)\s*$")


class TextHeader(NamedTuple):
    """The formats that a text is paired in, none where it does not say, and the name of its own format."""

    formats: tuple[Format, ...]
    format_name: str


def read_header(path: str) -> TextHeader | None:
    """Read the header at the beginning of a file, None where there is no file or no header of jupytext."""
    try:
        with open(path, "rb") as file:
            return parse_header(file.read(READ_BYTES).decode("utf-8", "replace"))
    except OSError:
        return None


def parse_header(text: str) -> TextHeader | None:
    """Read the header at the beginning of a text."""
    lines = header_lines(text.splitlines())
    if not any(_JUPYTER.match(line) for line in lines):
        return None
    formats, name = _first(_FORMATS, lines), _first(_NAME, lines)
    return TextHeader(parse_formats(formats.strip("'\"")), name)


def header_lines(lines: list[str]) -> list[str]:
    """Return the lines between the two fences of a header, none where the text does not begin with one."""
    fences = [number for number, line in enumerate(lines) if _FENCE.match(line)][:2]
    if len(fences) < 2 or any(line.strip() and not _may_precede(line) for line in lines[: fences[0]]):
        return []
    return lines[fences[0] + 1 : fences[1]]


def _may_precede(line: str) -> bool:
    """Allow what jupytext allows before a header: a shebang, an encoding, the start of an HTML comment."""
    return line.startswith(("#!", "<!--")) or "coding" in line


def _first(pattern: re.Pattern[str], lines: list[str]) -> str:
    return next((match[1].strip() for match in map(pattern.match, lines) if match), "")
