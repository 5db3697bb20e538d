"""The lines that changed are few, have lines around them, and lose nothing."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from nbtrack.diff.hunks import line_hunks, lines_of
from nbtrack.diff.model import LineHunk
from tests.unit.diff.patching import patched

texts = st.text(st.sampled_from("ab\n\r"), max_size=40)


def numbered(*numbers: int | str) -> str:
    return "\n".join(map(str, numbers))


@given(texts, texts)
def test_the_hunks_make_the_new_text_of_the_old(old: str, new: str) -> None:
    assert patched(old, line_hunks(old, new)) == new


@given(texts)
def test_equal_texts_have_no_hunks(text: str) -> None:
    assert line_hunks(text, text) == ()


@given(texts)
def test_lines_join_to_the_text(text: str) -> None:
    assert "\n".join(lines_of(text)) == text


def test_three_lines_stand_around_a_change() -> None:
    old, new = numbered(*range(1, 12)), numbered(*range(1, 6), "six", *range(7, 12))
    lines = (" 3", " 4", " 5", "-6", "+six", " 7", " 8", " 9")
    assert line_hunks(old, new) == (LineHunk(3, 3, lines),)


def test_changes_near_each_other_are_one_hunk_and_far_ones_are_two() -> None:
    old = numbered(*range(30))
    assert len(line_hunks(old, old.replace("\n5\n", "\n").replace("\n12\n", "\n"))) == 1
    first, second = line_hunks(old, old.replace("\n5\n", "\n").replace("\n20\n", "\n"))
    assert (first.old_start, first.new_start) == (3, 3)
    assert (second.old_start, second.new_start) == (18, 17)


def test_a_final_line_end_is_a_change() -> None:
    assert line_hunks("a", "a\n") == (LineHunk(1, 1, (" a", "+")),)


def test_a_new_text_is_all_added() -> None:
    assert line_hunks("", "a\nb") == (LineHunk(1, 1, ("+a", "+b")),)
