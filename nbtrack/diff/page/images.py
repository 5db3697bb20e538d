"""Two images compared as what they are: pixels."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, NamedTuple

from nbtrack.diff.drawings import draw_alike
from nbtrack.diff.pixels import difference_ratio, image_bytes, opened
from nbtrack.notebook.mime_types import RASTERS, SVG

if TYPE_CHECKING:
    from collections.abc import Mapping

# Only what a browser shows as a picture, and an SVG inside <img> runs no script.
_MIMES = (*RASTERS, SVG)


class Picture(NamedTuple):
    """An image as the address that holds it, its size in bytes, and in pixels where that is known."""

    address: str
    byte_count: int
    size: tuple[int, int] | None


class Pictures(NamedTuple):
    """An image on both sides, None where there was or is none, and what tells them apart."""

    old: Picture | None
    new: Picture | None
    verdict: str


def has_picture(parts: Mapping[str, str]) -> bool:
    """Tell whether a MIME bundle holds an image that can be shown."""
    return any(mime in parts for mime in _MIMES)


def compared_pictures(old: Mapping[str, str], new: Mapping[str, str]) -> Pictures:
    """Compare the images of two MIME bundles."""
    before, after = _bytes_of(old), _bytes_of(new)
    if before[0] == after[0] == SVG and old[SVG] != new[SVG]:
        verdict = "equal drawing, other text" if draw_alike(old[SVG], new[SVG]) else "another drawing"
    else:
        verdict = _verdict(before[1], after[1])
    return Pictures(_picture(*before), _picture(*after), verdict)


def _bytes_of(parts: Mapping[str, str]) -> tuple[str, bytes | None]:
    for mime in _MIMES:
        if mime in parts:
            if mime == SVG:
                return mime, parts[mime].encode("utf-8", "replace")
            return mime, image_bytes(parts[mime])
    return "", None


def _picture(mime: str, raw: bytes | None) -> Picture | None:
    if raw is None:
        return None
    image = opened(raw)
    address = f"data:{mime};base64,{base64.b64encode(raw).decode()}"
    return Picture(address, len(raw), image.size if image else None)


def _verdict(old: bytes | None, new: bytes | None) -> str:
    if old is None or new is None:
        return ""
    if old == new:
        return "same file"
    before, after = opened(old), opened(new)
    if not before or not after:
        return "other bytes"
    if before.size != after.size:
        return "other size"
    ratio = difference_ratio(before, after)
    if ratio is None:
        return "other bytes"
    return f"{_percent(ratio)} of the pixels differ" if ratio else "equal pixels, other bytes"


def _percent(ratio: float) -> str:
    return "less than 0.1 %" if ratio < 0.001 else f"{ratio:.1%}".replace("%", " %")
