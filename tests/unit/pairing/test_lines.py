"""Lines that jupytext does not bring back keep what the notebook has."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nbtrack.pairing.lines import carried

MAGIC = ("if c:\n    x = !ls\n    y", "if c:\n    # x = !ls\n    y")  # in the notebook, in the text
CARRIED = {
    "a line beside a magic": (*MAGIC, "if c:\n    # x = !ls\n    z", "if c:\n    x = !ls\n    z"),
    "the magic itself": (*MAGIC, "if c:\n    # x = !ls -l\n    y", "if c:\n    x = !ls -l\n    y"),
    "a magic made plain": (*MAGIC, "if c:\n    x = 1\n    y", "if c:\n    x = 1\n    y"),
    "a magic taken away": (*MAGIC, "if c:\n    y", "if c:\n    y"),
    "a line before": (*MAGIC, "new\nif c:\n    # x = !ls\n    y", "new\nif c:\n    x = !ls\n    y"),
    "a line below a heading": ("# what?\n\ntext", "what?\n\ntext", "what?\n\nmore", "# what?\n\nmore"),
    "the heading itself": ("# what?", "what?", "why?", "# why?"),
    "a final line end": ("x = 1\n", "x = 1", "x = 2", "x = 2\n"),
    "another final line end": ("x = 1", "x = 1", "x = 1\n", "x = 1\n"),
    "empty lines before a final line end": ("x = 1\n", "x = 1", "x = 1\n\n\ny", "x = 1\n\n\ny\n"),
    "carriage returns": ("a\r\nb\r\nc", "a\nb\nc", "a\nB\nc", "a\r\nB\nc"),
    "a form feed": ("a\x0cb\nc", "a\nb\nc", "a\nb\nC", "a\x0cb\nC"),
}


@pytest.mark.parametrize(("source", "before", "after", "expected"), CARRIED.values(), ids=CARRIED)
def test_a_change_is_carried(source: str, before: str, after: str, expected: str) -> None:
    assert carried(source, before, after) == expected


@pytest.mark.parametrize(
    ("source", "before", "after"),
    [
        ("a\n    x = !ls\nb", "a\n    # x = !ls\nb", "a\n    # x = !ls -l\nnew\nb"),
        ("something\nelse", "quite different", "quite another"),
    ],
    ids=["one line becomes two", "no line for line"],
)
def test_a_change_that_cannot_be_told_is_none(source: str, before: str, after: str) -> None:
    assert carried(source, before, after) is None


@given(st.text(), st.text())
def test_no_change_changes_nothing(source: str, before: str) -> None:
    assert carried(source, before, before) == source


@given(st.text(), st.text())
def test_a_faithful_source_becomes_what_the_text_says(source: str, after: str) -> None:
    assert carried(source, source, after) == after


@given(st.text("ab\n"), st.text("ab\n"))
def test_a_final_line_end_that_the_text_does_not_show_stays(source: str, after: str) -> None:
    shown, changed = f"x{source}x", f"x{after}x"
    assert carried(f"{shown}\n", shown, changed) == f"{changed}\n"
