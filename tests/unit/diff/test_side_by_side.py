"""Old and new stand beside each other, in columns of one width whatever is in them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from nbtrack.cli.output import Output
from nbtrack.diff.hunks import line_hunks
from nbtrack.diff.side_by_side import side_by_side

PAINT = Output(color="never").paint


def shown(old: str, new: str, width: int = 60) -> list[str]:
    return list(side_by_side(width)(line_hunks(old, new), PAINT))


def test_changed_lines_stand_beside_each_other() -> None:
    assert shown("a\nb\nc", "a\nB\nc\nd") == [
        "   1 a                       │    1 a",
        "   2 b                       │    2 B",
        "   3 c                       │    3 c",
        "                             │    4 d",
    ]


def test_a_long_line_goes_on_below() -> None:
    assert shown("x" * 30, "") == [
        "   1 xxxxxxxxxxxxxxxxxxxxxxx │",
        "     xxxxxxx                 │",
    ]


def test_wide_characters_take_two_columns() -> None:
    assert shown("漢" * 12, "y") == [
        "   1 漢漢漢漢漢漢漢漢漢漢漢  │    1 y",
        "     漢                      │",
    ]


def test_colours_tell_old_from_new() -> None:
    (line,) = side_by_side(60)(line_hunks("a", "b"), Output(color="always").paint)
    assert "\x1b[31ma\x1b[0m" in line
    assert "\x1b[32mb\x1b[0m" in line


@given(st.text(max_size=60), st.text(max_size=60))
def test_no_line_is_lost_and_none_obeyed(old: str, new: str) -> None:
    for line in shown(old, new):
        assert "\x1b" not in line
        assert "│" in line or line.strip() == "⋯"
