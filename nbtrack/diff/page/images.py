"""Two images compared as what they are: pixels."""

from __future__ import annotations

import base64
import binascii
import io
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

# Only what a browser shows as a picture, and an SVG inside <img> runs no script.
_MIMES = ("image/png", "image/jpeg", "image/gif", "image/webp", "image/svg+xml")
_MOST_PIXELS = 20_000_000  # a hostile image may unpack to any size


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
    return Pictures(_picture(*before), _picture(*after), _verdict(before[1], after[1]))


def _bytes_of(parts: Mapping[str, str]) -> tuple[str, bytes | None]:
    for mime in _MIMES:
        if mime in parts:
            if mime == "image/svg+xml":
                return mime, parts[mime].encode("utf-8", "replace")
            try:
                return mime, base64.b64decode("".join(parts[mime].split()), validate=True)
            except (binascii.Error, ValueError):
                return mime, None
    return "", None


def _picture(mime: str, raw: bytes | None) -> Picture | None:
    if raw is None:
        return None
    image = _opened(raw)
    address = f"data:{mime};base64,{base64.b64encode(raw).decode()}"
    return Picture(address, len(raw), image.size if image else None)


def _verdict(old: bytes | None, new: bytes | None) -> str:
    if old is None or new is None:
        return ""
    if old == new:
        return "same file"
    before, after = _opened(old), _opened(new)
    if not before or not after:
        return "other bytes"
    if before.size != after.size:
        return "other size"
    ratio = _difference_ratio(before, after)
    if ratio is None:
        return "other bytes"
    return f"{_percent(ratio)} of the pixels differ" if ratio else "equal pixels, other bytes"


def _percent(ratio: float) -> str:
    return "less than 0.1 %" if ratio < 0.001 else f"{ratio:.1%}".replace("%", " %")


def _opened(raw: bytes) -> Any:
    """Return an image of Pillow, None where it is not installed, cannot read it, or had better not."""
    try:
        from PIL import Image
    except ImportError:  # an extra: sizes and bytes are compared without it
        return None
    try:
        image = Image.open(io.BytesIO(raw), formats=("PNG", "JPEG", "GIF", "WEBP"))
    except Exception:  # noqa: BLE001 - decoders of strangers' bytes raise anything
        return None
    return image if image.size[0] * image.size[1] <= _MOST_PIXELS else None


def _difference_ratio(old: Any, new: Any) -> float | None:
    from PIL import ImageChops

    try:
        difference = ImageChops.difference(old.convert("RGBA"), new.convert("RGBA"))
    except Exception:  # noqa: BLE001 - as above
        return None
    bands = difference.split()
    worst = bands[0]
    for band in bands[1:]:
        worst = ImageChops.lighter(worst, band)
    pixels = old.size[0] * old.size[1]
    return (pixels - worst.histogram()[0]) / pixels if pixels else 0.0
