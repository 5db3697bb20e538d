"""What a cell printed is kept as a terminal would show it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nbtrack.record.streams import settled


@pytest.mark.parametrize(
    ("printed", "shown"),
    [
        ("plain\n", "plain\n"),
        ("10%\r20%\r100%\n", "100%\n"),
        ("10%\r20%\r", "20%\r"),
        ("a\r\nb\r\n", "a\r\nb\r\n"),
        ("first\r1\nsecond\r2", "1\n2"),
        ("1/9\b\b\b2/9", "2/9"),
        ("\b\bx", "x"),
        ("ab\n\bc", "ab\nc"),
        ("\r", "\r"),
        ("", ""),
    ],
)
def test_what_was_written_over_is_gone(printed: str, shown: str) -> None:
    assert settled(printed) == shown


@given(st.text(alphabet="ab\r\n\b"))
def test_what_is_settled_stays(text: str) -> None:
    assert settled(settled(text)) == settled(text)


@given(st.text(alphabet="ab\r\n"))
def test_only_lines_with_something_behind_a_return_change(text: str) -> None:
    for before, after in zip(text.split("\n"), settled(text).split("\n"), strict=True):
        assert (before == after) == ("\r" not in before[:-1])
