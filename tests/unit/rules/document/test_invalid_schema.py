"""NBT003 finds what nbformat's own schema refuses, and says where."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nbformat.validator import ValidationError, get_validator

from nbtrack.notebook.document import FIRST_MINOR_WITH_IDS, Notebook, parse
from tests.making import code, json_values, markdown, notebook, notebook_b, result, stream
from tests.unit.rules.asking import fixed, said

RULE = "NBT003"
ERROR = {"output_type": "error", "ename": "E", "evalue": "v", "traceback": ["t"]}
FULL = json.loads(
    notebook_b(
        code("1", outputs=[stream("x"), result({"text/plain": "1", "application/json": {}}), ERROR], count=1),
        markdown("2", attachments={"a.png": {"image/png": "x"}}),
        {"cell_type": "raw", "metadata": {"format": "x"}, "source": []},
        metadata={
            "kernelspec": {"name": "python3", "display_name": "Python 3"},
            "language_info": {"name": "python", "codemirror_mode": {}},
        },
    )
)


def read(data: Any) -> Notebook:
    return parse(json.dumps(data).encode(), "test.ipynb")


def test_a_full_notebook_is_valid() -> None:
    assert said(RULE, read(FULL)) == []


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ({"cell_type": "code"}, "code cell of nbformat 4.5 lacks metadata"),
        (code("1") | {"cell_type": "text"}, 'cell_type is "text", not code, markdown or raw'),
        (code("1") | {"source": 7}, "source is no text and no list of texts"),
        (code("1") | {"outputs": {}}, "outputs is no list"),
        (code("1", outputs=[{"output_type": "x"}]), 'output 1: output_type is "x", not stream, display_data'),
        (code("1", outputs=[stream("x") | {"text": 1}]), "output 1: text is no text and no list of texts"),
        (code("1", outputs=["x"]), "output 1: output_type is missing"),
        (code("1") | {"execution_count": "7"}, "execution_count is no whole number of at least 0"),
        (code("1", metadata={"tags": "x"}), "tags is no list of texts"),
        (code("1", metadata={"tags": ["x", "x"]}), "a tag stands twice"),
        (code("1", metadata={"collapsed": 1}), "collapsed is neither true nor false"),
        (markdown("1", outputs=[]), 'a markdown cell of nbformat 4.5 has no "outputs"'),
        (markdown("1", attachments=[]), "attachments is no object"),
        (code("1", extra=1), 'a code cell of nbformat 4.5 has no "extra"'),
    ],
)
def test_what_is_wrong_in_a_cell_is_said(cell: dict[str, Any], expected: str) -> None:
    assert any(expected in message for message in said(RULE, notebook(cell)))


def test_ids_before_their_time_are_one_finding_about_the_format() -> None:
    early = notebook(code("1", id="a"), code("2", id="b"), minor=4)
    assert said(RULE, early) == [
        "2 cells have an id, which nbformat 4.4 does not know: set nbformat_minor to 5"
    ]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (markdown("1", outputs=[], execution_count=None), markdown("1")),
        ({"cell_type": "code", "source": []}, code("")),
        ({"cell_type": "raw", "source": []}, {"cell_type": "raw", "source": [], "metadata": {}}),
    ],
)
def test_what_can_be_fixed_is(before: dict[str, Any], after: dict[str, Any]) -> None:
    mended = fixed(RULE, notebook(before))
    assert json.loads(mended.raw)["cells"] == [{"id": "cell-1"} | after]
    assert said(RULE, mended) == []


@pytest.mark.parametrize("cell", [markdown("1", outputs=[stream("x")]), code("1", extra=1)])
def test_a_fix_throws_nothing_away(cell: dict[str, Any]) -> None:
    assert fixed(RULE, notebook(cell)).raw == notebook(cell).raw


def places(value: Any, above: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [place for key, inner in items for place in ((*above, key), *places(inner, (*above, key)))]


# Where nbformat's own reading, or another rule, decides before a schema is asked.
_OTHERS = {"nbformat", "nbformat_minor", "cells", "id"}
PLACES = [place for place in places(FULL) if place[-1] not in _OTHERS and place[0] != "nbformat"]


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 5), st.sampled_from(PLACES), st.just("remove") | json_values)
def test_it_says_no_where_nbformat_does(minor: int, place: tuple[str | int, ...], value: Any) -> None:
    data = in_minor(minor)
    inner: Any = data
    for key in place[:-1]:
        inner = inner[key]
    if value == "remove":
        del inner[place[-1]]
    else:
        inner[place[-1]] = value
    if not all(isinstance(cell, dict) for cell in data["cells"]):
        return  # which cannot be read as a notebook
    assert (said(RULE, read(data)) == []) == is_valid(data)


def in_minor(minor: int) -> Any:
    data = copy.deepcopy(FULL)
    data["nbformat_minor"] = minor
    for cell in data["cells"] if minor < FIRST_MINOR_WITH_IDS else ():
        del cell["id"]
    return data


@pytest.mark.parametrize("minor", range(6))
def test_each_minor_version_is_held_to_its_own_schema(minor: int) -> None:
    assert (said(RULE, read(in_minor(minor))) == []) == is_valid(in_minor(minor))


def is_valid(data: Any) -> bool:
    """Ask the schema; nbformat's own `validate` stumbles over what it is to explain."""
    try:
        get_validator(4, data["nbformat_minor"]).validate(json.loads(json.dumps(data)))  # type: ignore[no-untyped-call]
    except ValidationError:
        return False
    return True
