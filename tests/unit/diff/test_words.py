"""Inside a changed line, the changed words are marked."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from nbtrack.diff.words import marked


@given(st.text(max_size=30), st.text(max_size=30))
def test_the_pieces_are_the_line(old: str, new: str) -> None:
    for line, pieces in zip((old, new), marked(old, new), strict=True):
        assert "".join(text for text, _ in pieces) == line


def test_a_changed_number_is_marked_whole() -> None:
    old, new = marked("fit(epochs=10, rate=0.1)", "fit(epochs=25, rate=0.1)")
    assert old == [("fit(epochs=", False), ("10", True), (", rate=0.1)", False)]
    assert new == [("fit(epochs=", False), ("25", True), (", rate=0.1)", False)]


def test_a_line_that_is_another_one_is_not_marked() -> None:
    assert marked("import os", "x = 1") == ([("import os", False)], [("x = 1", False)])


def test_a_very_long_line_is_not_compared_word_by_word() -> None:
    line = "x " * 1000
    assert marked(line, line + "y") == ([(line, False)], [(line + "y", False)])
