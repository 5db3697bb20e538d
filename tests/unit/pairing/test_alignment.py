"""Cells are matched by content."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nbtrack.pairing.alignment import align
from nbtrack.pairing.reading import TextCell


def cells(*sources: str) -> list[TextCell]:
    """Make code cells; a source that begins with "#" makes a Markdown cell."""
    return [TextCell("markdown" if source.startswith("#") else "code", source, {}) for source in sources]


MATCHED = {
    "same": ("a b c", "a b c", [0, 1, 2]),
    "added first": ("a b", "new a b", [None, 0, 1]),
    "removed": ("a b c", "a c", [0, 2]),
    "moved to the front": ("a b c", "c a b", [2, 0, 1]),
    "copied": ("a b", "a a b", [None, 0, 1]),
    "another kind": ("a", "#a", [None]),
    "rewritten in place": ("a b c", "a x c", [0, 1, 2]),
}


@pytest.mark.parametrize(("old", "new", "expected"), MATCHED.values(), ids=MATCHED)
def test_cells_are_matched_by_what_they_say(old: str, new: str, expected: list[int | None]) -> None:
    assert align(cells(*old.split()), cells(*new.split())) == expected


def test_an_edited_cell_is_found_beside_a_new_one() -> None:
    old = cells("import numpy as np\nimport pandas as pd", "train(model, epochs=10)")
    new = cells("import numpy as np\nimport polars as pl", "print('new')", "train(model, epochs=20)")
    assert align(old, new) == [0, None, 1]


def test_a_large_gap_is_matched_in_order() -> None:
    old, new = cells(*(f"a{i}" for i in range(60))), cells(*(f"b{i}" for i in range(60)))
    assert align(old, new) == list(range(60))


NAMES = st.lists(st.sampled_from(["a", "b", "c", "#d", "a b"]), max_size=6)


@given(NAMES, NAMES)
def test_no_cell_is_matched_twice_and_kinds_agree(old: list[str], new: list[str]) -> None:
    places = align(cells(*old), cells(*new))
    kept = [place for place in places if place is not None]
    assert len(places) == len(new)
    assert len(kept) == len(set(kept))
    assert all(p is None or cells(old[p])[0].kind == cells(new[j])[0].kind for j, p in enumerate(places))
