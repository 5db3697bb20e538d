"""Images whose pixels are equal are no difference, and are counted."""

from __future__ import annotations

import base64
import io
import sys
from typing import TYPE_CHECKING, Any

import pytest

from nbtrack.diff.engine import DiffScope, diff_notebooks
from nbtrack.diff.noise.classes import ALL, noise_of
from tests.making import code, notebook, result

if TYPE_CHECKING:
    from nbtrack.diff.model import NotebookDiff

Image = pytest.importorskip("PIL.Image")


def png(color: str = "white", **options: Any) -> str:
    made = io.BytesIO()
    Image.new("RGB", (4, 4), color).save(made, "PNG", **options)
    return base64.b64encode(made.getvalue()).decode()


def diff(old: str, new: str, noise: frozenset[str] = ALL) -> NotebookDiff:
    books = [notebook(code("x", outputs=[result({"image/png": image})])) for image in (old, new)]
    return diff_notebooks(books[0], books[1], DiffScope(metadata=False, noise=noise))


@pytest.mark.parametrize("new", [png(compress_level=0), png() + "\n"])
def test_equal_pixels_are_noise(new: str) -> None:
    found = diff(png(), new)
    assert found.is_empty
    assert noise_of(found) == (("images", 1),)


@pytest.mark.parametrize("new", [png("black"), base64.b64encode(b"no image").decode(), "no base64!"])
def test_any_other_image_is_a_difference(new: str) -> None:
    assert not diff(png(), new).is_empty


def test_the_class_can_be_switched_off() -> None:
    assert not diff(png(), png(compress_level=0), ALL - {"images"}).is_empty


def test_without_pillow_bytes_decide(monkeypatch: pytest.MonkeyPatch) -> None:
    image, other = png(), png(compress_level=0)
    monkeypatch.setitem(sys.modules, "PIL", None)
    assert not diff(image, other).is_empty
    assert diff(image, image + "\n").is_empty
