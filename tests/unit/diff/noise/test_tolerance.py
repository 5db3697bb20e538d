"""Numbers in outputs that are close enough are no difference, and are counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nbtrack.diff.counting import amount_text
from nbtrack.diff.engine import DiffScope, diff_notebooks
from nbtrack.diff.noise.tolerance import Tolerance
from tests.making import code, notebook, result, stream

if TYPE_CHECKING:
    from nbtrack.diff.model import NotebookDiff

CLOSE = Tolerance(relative=0.01)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("loss 0.500", "loss 0.504"),
        ("-1.00e-3", "-1.005e-3"),
        ("a 100 b 200", "a 101 b 199"),
        ("[0.5, 0.25]", "[0.501, 0.2501]"),
        ("45.0%", "45.1%"),
        ("0", "0.0"),
    ],
)
def test_close_numbers_are_equal(old: str, new: str) -> None:
    settled, count = CLOSE.settled(old, new)
    assert settled == old
    assert count >= 1


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("loss 0.50", "loss 0.51"),
        ("0", "0.001"),
        ("a 100 b 200", "a 101 b 300"),
        ("loss 100", "cost 101"),
        ("2026-11-25", "2026-11-26"),
        ("12:30:58", "12:30:59"),
        ("version 2.100.0", "version 2.101.0"),
        ("x1000", "x1001"),
        ("0x1000", "0x1001"),
        ("1e999", "2e999"),
    ],
)
def test_what_is_no_close_number_stays_as_it_is(old: str, new: str) -> None:
    assert CLOSE.settled(old, new) == (new, 0)


def test_a_distance_that_is_absolute_holds_at_zero() -> None:
    assert Tolerance(absolute=0.01).settled("0", "0.001") == ("0", 1)


@given(st.text("019.-+e \n:", max_size=30), st.text("019.-+e \n:", max_size=30))
def test_no_distance_means_that_only_equal_numbers_are_equal(old: str, new: str) -> None:
    settled, count = Tolerance().settled(old, new)
    assert settled.count("\n") == new.count("\n")
    assert (settled == new) == (count == 0)


def test_a_line_is_taken_whole_or_not_at_all() -> None:
    assert CLOSE.settled("loss 100\nrest 1 2", "loss 101\nrest 1.001 9") == ("loss 100\nrest 1.001 9", 1)


def diff(old: str, new: str, scope: DiffScope) -> NotebookDiff:
    frames = [f"<td>{text}</td>" for text in (old, new)]
    books = [
        notebook(code("x", outputs=[stream(f"n {text}\n"), result({"text/plain": text, "text/html": frame})]))
        for text, frame in zip((old, new), frames, strict=True)
    ]
    return diff_notebooks(books[0], books[1], scope)


def test_an_output_with_close_numbers_alone_did_not_change() -> None:
    found = diff("100", "101", DiffScope(metadata=False, tolerance=CLOSE))
    assert found.is_empty
    assert amount_text(found) == "nothing but noise: 3 numbers within the tolerance"


def test_an_output_with_another_number_did_change() -> None:
    assert not diff("100", "102", DiffScope(metadata=False, tolerance=CLOSE)).is_empty
    assert not diff("100", "101", DiffScope(metadata=False)).is_empty
