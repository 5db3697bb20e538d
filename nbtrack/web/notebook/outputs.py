"""What a cell put out, as values for a page: each output in the one form that shows it best."""

from __future__ import annotations

import base64
import binascii
import re
from typing import TYPE_CHECKING, Any

from nbtrack.diff.outputs import contents_of
from nbtrack.diff.tables.reading import read_table
from nbtrack.notebook.mime_types import HTML, JSON, LATEX, MARKDOWN, PLAIN, RASTERS, SVG
from nbtrack.web.notebook.maths import tex_of
from nbtrack.web.notebook.sanitised import sanitised

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from nbtrack.diff.outputs import OutputContent
    from nbtrack.notebook.document import Cell

PICTURES = (SVG, *RASTERS)
_TEXTS = (LATEX, JSON, PLAIN)
_MOST_ROWS, _MOST_COLUMNS = 200, 60
_ONLY_TABLE = re.compile(r"^\s*(?:<div[^>]*>)?\s*(?:<style[^>]*>.*?</style>)?\s*<table", re.S | re.I)
_AFTER_TABLE = re.compile(r"</table>\s*(?:<p>[^<]*</p>)?\s*(?:</div>)?\s*$", re.I)
_BLOCKS = re.compile(r"<(?:p|div|tr|li|h[1-6]|br|hr|summary|pre)\b|\n(?=[^<]*</pre>)", re.I)
_SMALLEST_PX, _LARGEST_PX, _LINE_PX, _PICTURE_PX = 60, 480, 32, 240


def outputs_of(cell: Cell, address: str) -> list[dict[str, Any]]:
    """Return the outputs of a cell; `address` is where what the page does not hold itself is found."""
    found = enumerate(contents_of(cell.outputs), 1)
    return [
        {"number": number, "name": output.name, **shown(output, f"{address}/{number}")}
        for number, output in found
    ]


def shown(output: OutputContent, address: str) -> dict[str, Any]:
    """Return an output as a kind and what that kind needs."""
    parts = dict(output.parts)
    return next(_forms(parts, address), {"kind": "unknown", "types": list(parts)})


def _forms(parts: Mapping[str, str], address: str) -> Iterator[dict[str, Any]]:
    if html := parts.get(HTML):
        yield from _html(html, address)
    if MARKDOWN in parts:
        yield {"kind": "markdown", "text": parts[MARKDOWN]}
    if any(mime in parts for mime in PICTURES):
        yield {"kind": "picture", "address": address, "alt": parts.get(PLAIN, "")}
    if tex := tex_of(parts.get(LATEX, "")):
        yield {"kind": "maths", "text": tex}
    for mime in _TEXTS:
        if mime in parts:
            yield {"kind": "text", "text": parts[mime]}


def _html(html: str, address: str) -> Iterator[dict[str, Any]]:
    is_table = _ONLY_TABLE.match(html) and _AFTER_TABLE.search(html) and html.lower().count("<table") == 1
    table = read_table(html) if is_table and "<img" not in html else None
    if table and len(table.columns) <= _MOST_COLUMNS:
        rows = table.rows[:_MOST_ROWS]
        yield {
            "kind": "table",
            "columns": list(table.columns),
            "index": len(rows[0][0]) if rows else 0,
            "rows": [[list(names), list(values)] for names, values in rows],
            "more": len(table.rows) - len(rows),
        }
        return
    clean = sanitised(html)
    if re.sub(r"<(?!img)[^>]*>|\s", "", clean):  # of a chart that a script would draw nothing is left
        yield {"kind": "frame", "address": address, "height": _height(clean)}


def _height(clean: str) -> int:
    """Guess how high a frame has to be, for as long as the page has not measured it."""
    guess = _LINE_PX * (1 + len(_BLOCKS.findall(clean))) + _PICTURE_PX * clean.count("<img")
    return min(max(guess, _SMALLEST_PX), _LARGEST_PX)


def picture_or_frame(parts: Sequence[tuple[str, str]]) -> tuple[str, bytes] | None:
    """Return the media type and bytes of what stands at an output's address, None where nothing does."""
    found = dict(parts)
    for mime in PICTURES:
        if mime in found and next(_forms(found, ""), {}).get("kind") == "picture":
            return _picture(mime, found[mime])
    if HTML in found:
        return HTML, _FRAME.format(FRAME_STYLE, sanitised(found[HTML])).encode("utf-8", "replace")
    return None


def _picture(mime: str, text: str) -> tuple[str, bytes] | None:
    if mime == SVG:
        return mime, text.encode("utf-8", "replace")
    try:
        return mime, base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        return None


FRAME_STYLE = """
:root { color-scheme: light dark }
body { margin: .4rem .6rem; font: 14px/1.5 system-ui, sans-serif; overflow-wrap: anywhere }
table { border-collapse: collapse } td, th { padding: .2rem .6rem; border-bottom: 1px solid #8884 }
img { max-width: 100%; height: auto } pre { overflow: auto }
"""
_FRAME = """<!doctype html><html lang="en"><meta charset="utf-8"><title>An output</title>
<style>{}</style>
{}
"""
