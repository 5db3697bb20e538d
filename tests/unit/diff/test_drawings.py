"""Drawings that differ in nothing but names and dates are no difference."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nbtrack.diff.drawings import draw_alike
from nbtrack.diff.engine import DiffScope, diff_notebooks
from nbtrack.diff.noise.classes import ALL, noise_of
from tests.making import code, notebook, result

SVG = """<?xml version="1.0"?><!-- Created with matplotlib -->
<svg xmlns="http://www.w3.org/2000/svg"><metadata><dc:date>{date}</dc:date></metadata>
<defs><path id="m{salt}" d="M 0 0 L 9 {y}"/><clipPath id="p{salt}"><rect/></clipPath></defs>
<use xlink:href="#m{salt}" style="fill: #ff0000"/><g clip-path="url(#p{salt})"/></svg>"""


def drawing(date: str = "2024-01-01T10:00:00", salt: str = "0a1b2c", y: str = "7") -> str:
    return SVG.format(date=date, salt=salt, y=y)


def test_names_and_dates_are_noise() -> None:
    old, new = (
        notebook(code("plot", outputs=[result({"image/svg+xml": text, "text/plain": "<Figure>"})]))
        for text in (drawing(), drawing(date="2025-02-02T11:11:11", salt="ffee99"))
    )
    found = diff_notebooks(old, new, DiffScope(metadata=False, noise=ALL))
    assert found.is_empty
    assert noise_of(found) == (("images", 1),)
    assert not diff_notebooks(old, new, DiffScope(noise=ALL - {"images"})).is_empty


@pytest.mark.parametrize(
    "other",
    [
        drawing(y="8"),
        drawing().replace("#ff0000", "#00ff00"),
        drawing().replace("#m0a1b2c", "#p0a1b2c"),
        drawing().replace("<rect/>", ""),
        "",
    ],
)
def test_another_drawing_is_a_difference(other: str) -> None:
    assert not draw_alike(drawing(), other)


@given(st.text(alphabet="<!->id='m# url()metadata/"))
def test_every_text_is_alike_itself_and_unlike_a_longer_one(text: str) -> None:
    assert draw_alike(text, text)
    assert not draw_alike(text, text + "x")


def test_marks_without_an_end_are_searched_once() -> None:
    assert draw_alike("<!--" * 200_000, "<!--" * 200_000)
