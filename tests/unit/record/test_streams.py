"""What a cell printed is kept as a terminal would show it."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nbtrack.record.streams import coalesced, settled


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


def test_a_stream_is_one_output_where_it_began() -> None:
    picture = {"output_type": "display_data", "data": {}, "metadata": {}}
    came = [printed("a", "stderr"), printed("1"), picture, printed("b", "stderr"), printed("2")]
    assert coalesced(came) == [printed("12"), printed("ab", "stderr"), picture]


def printed(text: str, name: str = "stdout") -> dict[str, Any]:
    return {"output_type": "stream", "name": name, "text": text}
