"""What a parser hides of a notebook is noticed."""

from __future__ import annotations

import json

import pytest
from hypothesis import given

from nbtrack.errors import EditError
from nbtrack.notebook.document import parse
from nbtrack.notebook.doubled import doubled_keys, require_outputs_seen
from tests.making import code, notebook, notebook_b, raw_notebooks, result

SHEETS = {"worksheets": [{"cells": [code("1")], "metadata": {}}], "metadata": {}, "nbformat": 3}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"outputs": []', '"outputs": [1], "outputs": []'),
        ('"cells": [', '"cells": [{"cell_type": "code", "outputs": [1]}], "cells": ['),
    ],
)
@pytest.mark.parametrize("raw_b", [notebook_b(code("1"), indent=None), json.dumps(SHEETS).encode()])
def test_outputs_that_a_parser_hides_are_refused(raw_b: bytes, old: str, new: str) -> None:
    twice_b = raw_b.replace(old.encode(), new.encode(), 1)
    assert twice_b != raw_b
    with pytest.raises(EditError, match=r"^a\.ipynb: the key .* stands twice"):
        require_outputs_seen(parse(twice_b, "a.ipynb"))


def test_a_key_that_stands_twice_inside_an_output_is_not_for_strip_to_judge() -> None:
    raw_b = notebook_b(code("1", outputs=[result({"application/json": {"x": 1}})]))
    require_outputs_seen(parse(raw_b.replace(b'"x": 1', b'"outputs": 1, "outputs": 2')))


def test_words_of_an_output_are_no_keys() -> None:
    require_outputs_seen(notebook(code('{"outputs": "metadata"}', outputs=[result({"cells": '"outputs"'})])))


@given(raw_notebooks())
def test_what_json_writes_has_no_key_twice(raw_b: bytes) -> None:
    assert not doubled_keys(raw_b.decode())[1]
    require_outputs_seen(parse(raw_b))
