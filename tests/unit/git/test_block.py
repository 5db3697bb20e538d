"""Our lines go into a file, and come out so that not one byte is different."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nbtrack.git.block import replaced, with_block, without_block

PIECES = st.sampled_from(["a", "\n", " ", "# x", "[core]", "\r\n", "\t", "\f", "\u2028"])
FILES = st.none() | st.lists(PIECES, max_size=9).map("".join)


@given(FILES, st.lists(st.sampled_from(["one", "two"]), max_size=3))
def test_taking_out_what_was_put_in_gives_the_same_file(text: str | None, lines: list[str]) -> None:
    installed = with_block(text, lines)
    assert installed.split("\n")[-2 - len(lines) : -2] == lines
    assert without_block(installed) == text


@given(FILES, st.data())
def test_lines_that_were_replaced_come_back(text: str | None, data: st.DataObject) -> None:
    if text is not None:
        numbers = data.draw(st.sets(st.integers(1, max(1, len(text.split("\n"))))))
        commented = replaced(text, numbers) if text else text
        assert without_block(with_block(commented, ["ours"])) == text


def test_new_lines_take_the_place_of_ours_and_not_of_what_follows() -> None:
    text = with_block("[core]\n", ["old"]) + "[user]\n"
    assert without_block(text) == "[core]\n[user]\n"
    renewed = with_block(text, ["new"])
    assert renewed == text.replace("old", "new")


def test_a_file_that_was_made_for_it_goes_unless_somebody_wrote_more() -> None:
    made = with_block(None, ["ours"])
    assert without_block(made) is None
    assert without_block(made + "theirs\n") == "theirs\n"


@pytest.mark.parametrize("text", [None, "", "[core]\n\tx = y", "# only a comment\n"])
def test_a_file_without_our_lines_stays(text: str | None) -> None:
    assert without_block(text) == text


def test_what_is_replaced_is_a_comment_for_git() -> None:
    assert replaced("a\nb\n", [2]).splitlines()[1].startswith("#")
