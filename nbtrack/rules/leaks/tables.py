"""The heads of tables in outputs."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_MOST_COLUMNS = 200
_LONGEST_NAME = 40
_HTML_HEAD, _HTML_END = "<thead", "</thead>"
_FEWEST_COLUMNS = 2


def heads(text: str) -> Iterator[list[str]]:
    """Yield the column names of each table in a text: of HTML, of pandas in text, with bars or tabs."""
    if _HTML_HEAD in text:
        yield from _html_heads(text)
        return
    lines = text.split("\n")
    for number in range(1, len(lines)):
        if _is_row(lines[number]):
            columns = _columns(lines[number - 1])
            if len(columns) >= _FEWEST_COLUMNS:
                yield columns


def _html_heads(text: str) -> Iterator[list[str]]:
    import re

    cell = re.compile(r"<t[hd][^<>]{0,200}>([^<>]{1,60})</t[hd]>")
    at = text.find(_HTML_HEAD)
    while at >= 0:
        end = text.find(_HTML_END, at)
        if end < 0:
            return
        yield [name.strip() for name in cell.findall(text, at, end)][:_MOST_COLUMNS]
        at = text.find(_HTML_HEAD, end)


def _is_row(line: str) -> bool:
    """Tell whether a line is the first row of a table: it begins with the index 0, or is a ruler."""
    stripped = line.strip()
    if set(stripped[:9]) <= set("+-|=: ") and len(stripped) > _FEWEST_COLUMNS:
        return True
    return stripped.startswith(("0 ", "0\t", "1 ", "1\t"))


def _columns(line: str) -> list[str]:
    separator = "|" if "|" in line else "\t" if "\t" in line else None
    names = [name.strip() for name in line.strip().strip("|").split(separator)]
    return [name for name in names if 0 < len(name) <= _LONGEST_NAME][:_MOST_COLUMNS]
