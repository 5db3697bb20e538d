"""Text for a terminal as HTML: colours as classes, lines that were overwritten left out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_SEQUENCE = re.compile(r"\x1b\[([0-9;]*)m|\x1b\[[0-9;?]*[A-Za-z]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)?")
_NAMES = ("black", "red", "green", "yellow", "blue", "magenta", "cyan", "white")
_LONGEST = 200_000  # characters


def coloured(text: str) -> Markup:
    """Return the HTML of a text; every piece of it is escaped."""
    cut = len(text) > _LONGEST
    made = "".join(_spans(_overwritten(text[:_LONGEST])))
    if cut:
        made += f'\n<span class="cut">… {len(text) - _LONGEST:,} more characters</span>'
    return Markup(made)  # noqa: S704 - every piece was escaped on its own


def _overwritten(text: str) -> str:
    """Leave of each line what a terminal shows in the end: progress bars return to its start."""
    if "\r" not in text:
        return text
    lines = text.replace("\r\n", "\n").split("\n")
    return "\n".join(line.rstrip("\r").rpartition("\r")[2] for line in lines)


def _spans(text: str) -> Iterator[str]:
    place, styles = 0, frozenset[str]()
    for found in _SEQUENCE.finditer(text):
        yield _span(text[place : found.start()], styles)
        if found[1] is not None:
            styles = _after(styles, [int(code or 0) for code in found[1].split(";")])
        place = found.end()
    yield _span(text[place:], styles)


def _span(text: str, styles: frozenset[str]) -> str:
    if not text or not styles:
        return str(escape(text))
    return f'<span class="{" ".join(sorted(styles))}">{escape(text)}</span>'


def _after(styles: frozenset[str], codes: Sequence[int]) -> frozenset[str]:
    colours = {style for style in styles if style != "bold"}
    if codes[0] in (38, 48):  # a colour of 256 or of 16 million
        return styles if codes[0] == 48 else (styles - colours) | {f"ansi-{_nearest(codes[1:])}"}
    for code in codes:
        if code == 0:
            styles = frozenset()
        elif code == 1:
            styles |= {"bold"}
        elif 30 <= code <= 37 or 90 <= code <= 97:
            styles = (styles & {"bold"}) | {f"ansi-{_NAMES[code % 10]}"}
        elif code == 39:
            styles &= {"bold"}
        elif code in (22, 38):
            styles -= {"bold"}
    return styles


def _nearest(codes: Sequence[int]) -> str:
    """Return which of the eight colours comes nearest to one of the palette or of red, green and blue."""
    if len(codes) >= 4 and codes[0] == 2:
        channels = codes[1:4]
    elif len(codes) >= 2 and 16 <= codes[1] <= 231:
        cube = codes[1] - 16
        channels = [cube // 36 * 51, cube // 6 % 6 * 51, cube % 6 * 51]
    else:
        return _NAMES[codes[1] % 8] if len(codes) >= 2 and codes[1] < 16 else "white"
    strong = max(channels) / 2
    return _NAMES[sum(1 << place for place, value in enumerate(channels) if value > strong)]
