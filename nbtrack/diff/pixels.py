"""The door to Pillow: how many pixels of two images differ. Without it bytes are all there is."""

from __future__ import annotations

import base64
import binascii
import io
from typing import Any

_MOST_PIXELS = 20_000_000  # a hostile image may unpack to any size


def image_bytes(text: str) -> bytes | None:
    """Return the bytes of an image in base64, None where it is not."""
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        return None


def look_equal(old: str, new: str) -> bool:
    """Tell of two images in base64 whether they have the same bytes, or the same pixels."""
    before, after = image_bytes(old), image_bytes(new)
    if before is None or after is None:
        return False
    if before == after:
        return True
    one, other = opened(before), opened(after)
    return bool(one and other) and one.size == other.size and difference_ratio(one, other) == 0


def opened(raw: bytes) -> Any:
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


def difference_ratio(old: Any, new: Any) -> float | None:
    """Return the part of the pixels of two images of one size that differ, None where that cannot be told."""
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
