"""Given values in a cell of their own, behind the parameters."""

from __future__ import annotations

import json
from typing import Any

import nbformat
import pytest
from hypothesis import given, settings

from nbtrack.errors import RunError
from nbtrack.notebook.document import Notebook, parse
from nbtrack.notebook.edits import Copy, Edit
from nbtrack.notebook.parameters.binding import bind
from nbtrack.notebook.parameters.given import Given, read_words
from nbtrack.notebook.parameters.injection import injected_source, with_parameters
from nbtrack.notebook.splice import apply_edits
from tests.making import code, markdown, notebook, raw_notebooks
from tests.unit.notebook.parameters.test_expressions import same, values

TAGGED = {"tags": ["parameters"]}
OLD = {"tags": ["injected-parameters"], "papermill": {"status": "completed"}}
BOOK = notebook(markdown("# A"), code("a = 1\nb = Path('x')", metadata=TAGGED), code("a"))


def given_to(book: Notebook, *words: str) -> Notebook:
    return with_parameters(book, bind(book, read_words(words)))


def test_a_cell_behind_the_parameters_sets_what_was_given() -> None:
    new = given_to(BOOK, "b=y")
    assert [cell.number for cell in new.cells if cell.tags == ("injected-parameters",)] == [3]
    assert new.cells[2].source == "# Parameters, set by nbtrack\nb = Path('y')"
    assert new.path == BOOK.path
    nbformat.validate(new.data)


def test_all_else_stays_byte_for_byte() -> None:
    new = given_to(BOOK, "a=2")
    start = new.raw.index(b'  {\n   "cell_type": "code",\n   "execution_count": null,\n   "id": "injected-')
    end = new.raw.index(b"\n  },\n", start) + len(b"\n  },\n")
    assert new.raw[:start] + new.raw[end:] == BOOK.raw


def test_where_nothing_is_given_the_notebook_stays_the_same() -> None:
    assert with_parameters(BOOK, bind(BOOK, ())) is BOOK
    book = notebook(code("a = 1", metadata=TAGGED), code("a = 2", metadata=OLD))
    assert with_parameters(book, bind(book, ())) is book
    assert with_parameters(notebook(code("a")), {}).cells[0].source == "a"


def test_the_cell_of_an_earlier_run_is_replaced() -> None:
    once = given_to(BOOK, "a=2")
    twice = given_to(once, "b=z")
    assert twice.raw == given_to(BOOK, "b=z").raw
    book = notebook(code("a = 1", metadata=TAGGED), code("a = 2", metadata=OLD), code("a"))
    new = given_to(book, "a=3")
    assert [cell.source for cell in new.cells] == ["a = 1", "# Parameters, set by nbtrack\na = 3", "a"]
    assert new.cells[1].metadata == {"tags": ["injected-parameters"]}


def test_ids_are_given_where_the_format_has_them_and_never_twice() -> None:
    assert given_to(BOOK, "a=2").cells[2].id == "injected-parameters"
    book = notebook(code("a = 1", metadata=TAGGED), code("a", id="injected-parameters"))
    assert given_to(book, "a=2").cells[1].id == "injected-parameters-2"
    older = notebook(code("a = 1", metadata=TAGGED), minor=4)
    assert "id" not in given_to(older, "a=2").cells[1].data


def test_a_notebook_of_nbformat_3_is_refused() -> None:
    cell = {"cell_type": "code", "input": "a = 1", "metadata": TAGGED, "outputs": [], "language": "python"}
    sheets = [{"cells": [cell]}]
    raw = json.dumps({"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": sheets}).encode()
    book = parse(raw, "old.ipynb")
    with pytest.raises(RunError, match="nbformat 3"):
        given_to(book, "a=2")


@given(values)
def test_the_cell_sets_exactly_the_value_that_was_given(value: object) -> None:
    book = notebook(code("a = None", metadata=TAGGED))
    names: dict[str, Any] = {}
    exec(injected_source(bind(book, [Given("a", value, "x.toml")])), names)
    assert same(names["a"], value)


@settings(max_examples=50)
@given(raw_notebooks())
def test_any_layout_takes_the_cell(raw: bytes) -> None:
    stranger = parse(raw)
    cells = [code("a = 1", metadata=TAGGED), *(Copy(cell.pointer) for cell in stranger.cells)]
    tagged = parse(apply_edits(stranger, [Edit(("cells",), cells)]))
    new = given_to(tagged, "a=2")
    assert new.cells[1].source.endswith("a = 2")
    assert [cell.data for cell in (new.cells[0], *new.cells[2:])] == [cell.data for cell in tagged.cells]
