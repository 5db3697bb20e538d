"""Images are compared by their pixels, and none is trusted."""

from __future__ import annotations

import base64
import io
from typing import Any

import pytest

from nbtrack.diff.page.images import compared_pictures

Image = pytest.importorskip("PIL.Image")


def png(size: tuple[int, int] = (4, 4), dots: tuple[tuple[int, int], ...] = (), **options: Any) -> str:
    image = Image.new("RGB", size, "white")
    for dot in dots:
        image.putpixel(dot, (0, 0, 0))
    made = io.BytesIO()
    image.save(made, "PNG", **options)
    return base64.b64encode(made.getvalue()).decode()


@pytest.mark.parametrize(
    ("old", "new", "verdict"),
    [
        (png(), png(), "same file"),
        (png(), png(compress_level=0), "equal pixels, other bytes"),
        (png(), png(dots=((0, 0), (1, 2))), "12.5 % of the pixels differ"),
        (png((100, 100)), png((100, 100), dots=((5, 5),)), "less than 0.1 % of the pixels differ"),
        (png(), png((5, 4)), "other size"),
        (png(), base64.b64encode(b"no image").decode(), "other bytes"),
        (png(), "not base64 at all!", ""),
    ],
)
def test_what_tells_two_images_apart(old: str, new: str, verdict: str) -> None:
    assert compared_pictures({"image/png": old}, {"image/png": new}).verdict == verdict


def test_only_what_was_decoded_gets_an_address() -> None:
    found = compared_pictures({"image/png": png() + "\n"}, {"image/png": '" onerror="x'})
    assert found.old is not None
    assert found.old.address == f"data:image/png;base64,{png()}"
    assert found.old.size == (4, 4)
    assert found.new is None


def test_an_image_that_unpacks_to_any_size_is_left_alone() -> None:
    huge = bytearray(base64.b64decode(png()))
    huge[16:24] = (1 << 20).to_bytes(4, "big") * 2
    found = compared_pictures({"image/png": png()}, {"image/png": base64.b64encode(huge).decode()})
    assert found.verdict == "other bytes"
