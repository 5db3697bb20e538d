"""SVG drawings that show the same, whatever their programs name things and say about themselves."""

from __future__ import annotations

import re

_ID = re.compile(r"""\bid=["']([^"']{1,200})["']""")
_NAME = re.compile(r"""(\bid=["']|url\(["']?#|\bhref=["']#)([^"')]{1,200})""")
# What a drawing says of itself: matplotlib's date and version, which no viewer shows.
_UNSEEN = (("<!--", "-->"), ("<metadata", "</metadata>"), ("<?xml", "?>"), ("<!DOCTYPE", ">"))
_LONGEST = 10_000_000  # characters


def draw_alike(old: str, new: str) -> bool:
    """Tell of two SVG documents whether they differ in nothing but ids and what is not drawn."""
    if max(len(old), len(new)) > _LONGEST:
        return old == new
    return _drawn(old) == _drawn(new)


def _drawn(text: str) -> str:
    """Return a drawing with its ids counted and without what is not drawn.

    matplotlib names paths by a random hash at each run (its `svg.hashsalt` is not set).
    """
    for start, end in _UNSEEN:
        text = _without(text, start, end)
    numbers = {name: f"\0{number}" for number, name in enumerate(dict.fromkeys(_ID.findall(text)))}
    text = _NAME.sub(lambda found: found[1] + numbers.get(found[2], found[2]), text)
    return " ".join(text.split())


def _without(text: str, start: str, end: str) -> str:
    """Leave out all that stands between two marks, in linear time."""
    kept: list[str] = []
    place = 0
    while (begin := text.find(start, place)) >= 0 and (stop := text.find(end, begin)) >= 0:
        kept.append(text[place:begin])
        place = stop + len(end)
    return "".join(kept) + text[place:]
