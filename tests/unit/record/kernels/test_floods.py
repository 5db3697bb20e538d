"""Of a flood the two ends are kept, whatever its size, and what is missing is counted."""

import re

from hypothesis import given
from hypothesis import strategies as st

from nbtrack.record.kernels.floods import Stream
from nbtrack.record.streams import settled


@given(st.lists(st.text(alphabet="ab\r\n"), max_size=20))
def test_what_is_short_is_kept_whole(parts: list[str]) -> None:
    stream = Stream("stdout")
    for part in parts:
        stream.add(part)
    assert stream.text() == settled("".join(parts))


@given(st.lists(st.text(alphabet="xy\n", min_size=1), min_size=1, max_size=300), st.integers(20, 60))
def test_of_a_flood_both_ends_are_kept_and_the_rest_is_counted(parts: list[str], most: int) -> None:
    stream, whole = Stream("stdout", most, most // 4), "".join(parts)
    for part in parts:
        stream.add(part)
    text = stream.text()
    gap = re.search(r"\n\[nbtrack: ([\d,]+) characters in ([\d,]+) lines left out\]\n", text)
    if gap is None:
        assert text == whole
        return
    head, tail = text[: gap.start()], text[gap.end() :]
    assert (whole.startswith(head), whole.endswith(tail)) == (True, True)
    left_out = whole[len(head) : len(whole) - len(tail)]
    assert (int(gap[1].replace(",", "")), int(gap[2].replace(",", ""))) == (
        len(left_out),
        left_out.count("\n"),
    )


def test_a_progress_bar_is_no_flood() -> None:
    stream = Stream("stderr", 1000, 100)
    for step in range(10_000):
        stream.add(f"\r{step} of 10000")
    assert stream.text() == "9999 of 10000"
