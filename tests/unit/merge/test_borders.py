"""A text that was edited is cut where it was cut before, or not at all."""

from __future__ import annotations

import pytest

from nbtrack.merge.borders import cut, joined

APART, CLOSE = "a1\na2\n\nb1\nb2", "a1\na2\nb1\nb2"


@pytest.mark.parametrize(
    ("before", "after", "parts"),
    [
        (CLOSE, CLOSE, ["a1\na2", "b1\nb2"]),
        (APART, APART, ["a1\na2", "\nb1\nb2"]),
        (CLOSE, "a1\nA2\nb1\nb2", ["a1\nA2", "b1\nb2"]),
        (CLOSE, "a1\na2\nB1\nb2", ["a1\na2", "B1\nb2"]),
        (CLOSE, "a1\nA2\nnew\nb1\nb2", ["a1\nA2\nnew", "b1\nb2"]),
        (CLOSE, "b1\nb2", ["", "b1\nb2"]),
        (APART, "a1\na2\nnew\n\nb1\nb2", ["a1\na2\nnew", "\nb1\nb2"]),
        (APART, "a1\na2\n\nnew\nb1\nb2", ["a1\na2", "\nnew\nb1\nb2"]),
        (APART, "a1\nA2\n\nB1\nb2", ["a1\nA2", "\nB1\nb2"]),
        (CLOSE, "a1\na2\nnew\nb1\nb2", None),  # it may belong to either part
        (CLOSE, "a1\nA2\nB1\nb2", None),
        (APART, "a1\na2\n\nnew\n\nb1\nb2", None),
    ],
)
def test_an_edit_stays_with_its_part(before: str, after: str, parts: list[str] | None) -> None:
    assert cut(before, after, [2, 2]) == parts


def test_texts_are_joined_as_others_were() -> None:
    assert joined(["a", "B\n", "\nc"], "a\nb\n\n\nc", [1, 1, 1]) == "a\nB\n\n\nc"
    assert joined(["", "b"], "a\n\nb", [1, 1]).strip("\n") == "b"
