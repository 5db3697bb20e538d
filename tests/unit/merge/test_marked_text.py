"""The sides of a merge are found again in the file that git left."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nbtrack.merge.marked_text import is_as_git_left_it, sides_of_text

MARKED = b"1\n<<<<<<< HEAD\n2\n=======\n3\n4\n>>>>>>> topic\n5\n"
WITH_BASE = b"1\n<<<<<<< HEAD\n2\n||||||| abc\n0\n=======\n3\n4\n>>>>>>> topic\n5\n"
NESTED = b"<<<<<<< H\na\n||||||| b\n<<<<<<<<< x\np\n=========\nq\n>>>>>>>>> y\n=======\nb\n>>>>>>> t"


def test_markers_give_both_sides() -> None:
    assert sides_of_text(MARKED) == (None, b"1\n2\n5\n", b"1\n3\n4\n5\n")


def test_the_ancestor_where_git_was_told_to_show_it() -> None:
    assert sides_of_text(WITH_BASE) == (b"1\n0\n5\n", b"1\n2\n5\n", b"1\n3\n4\n5\n")
    assert sides_of_text(NESTED) == (b"<<<<<<<<< x\np\n=========\nq\n>>>>>>>>> y", b"a", b"b")


def test_line_ends_of_windows() -> None:
    assert sides_of_text(MARKED.replace(b"\n", b"\r\n")) == (
        None,
        b"1\r\n2\r\n5\r\n",
        b"1\r\n3\r\n4\r\n5\r\n",
    )


@pytest.mark.parametrize(
    "raw", [b"", b"{}", b"<<<<<<< HEAD\n", b"=======\n>>>>>>> x\n", b"<<<<<<< a\n>>>>>>> b"]
)
def test_a_file_without_whole_markers_has_no_sides(raw: bytes) -> None:
    assert sides_of_text(raw) is None


lines = st.lists(st.binary(max_size=3).filter(lambda line: b"\n" not in line), min_size=1, max_size=3)


@given(st.lists(st.tuples(lines, lines, lines), min_size=1, max_size=4))
def test_sides_come_back_as_they_were(parts: list[tuple[list[bytes], list[bytes], list[bytes]]]) -> None:
    marked = [[*both, b"<<<<<<< a", *ours, b"=======", *theirs, b">>>>>>> b"] for both, ours, theirs in parts]
    sides = sides_of_text(b"\n".join(itertools.chain(*marked)))
    assert sides is not None
    assert sides.ours == b"\n".join(line for both, ours, _ in parts for line in both + ours)
    assert sides.theirs == b"\n".join(line for both, _, theirs in parts for line in both + theirs)


def test_a_file_is_as_git_left_it_until_somebody_works_on_it() -> None:
    staged = (b"1\n0\n5\n", b"1\n2\n5\n", b"1\n3\n4\n5\n")
    assert left(MARKED, staged)
    assert not left(MARKED.replace(b"\n4\n", b"\n"), staged)
    assert not left(MARKED.replace(b"\n5\n", b"\n6\n"), staged)


def left(raw: bytes, staged: tuple[bytes, bytes, bytes]) -> bool:
    sides = sides_of_text(raw)
    assert sides is not None
    return is_as_git_left_it(sides, staged)
