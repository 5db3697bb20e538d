"""NBT007 old-format and NBT008 duplicate-key."""

from __future__ import annotations

import json

import pytest

from nbtrack.notebook.document import parse
from tests.making import code, notebook, notebook_b
from tests.unit.rules.asking import said


def test_the_current_format_is_no_finding() -> None:
    assert said("NBT007", notebook(code("1"))) == []


def test_worksheets_are_an_old_format() -> None:
    old = {"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": [{"cells": [], "metadata": {}}]}
    assert said("NBT007", parse(json.dumps(old).encode(), "test.ipynb")) == [
        "nbformat 3.0, which Jupyter converts on opening"
    ]


def test_the_same_key_in_several_objects_is_no_finding() -> None:
    assert said("NBT008", notebook(code("1"), code("2"), metadata={"a": {"a": {"a": 1}}})) == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (b'"nbformat": 4', b'"nbformat": 4, "nbformat": 4', 'the key "nbformat" stands twice in one object'),
        (b'"id": "cell-2"', b'"id": "b", "id": "c"', '2: the key "id" stands twice in one object'),
        (b'"k": 1', b'"k": 1, "k": 2', '1: the key "k" stands twice in one object'),
    ],
)
def test_a_key_that_stands_twice_is_found_with_its_cell(old: bytes, new: bytes, expected: str) -> None:
    raw_b = notebook_b(code("1", metadata={"deep": [{"k": 1}]}), code("2"))
    assert said("NBT008", parse(raw_b.replace(old, new, 1), "test.ipynb")) == [expected]


def test_three_times_is_one_finding() -> None:
    raw_b = notebook_b(code("1")).replace(b'"nbformat": 4', b'"nbformat": 4, "nbformat": 4, "nbformat": 4')
    assert len(said("NBT008", parse(raw_b, "test.ipynb"))) == 1
