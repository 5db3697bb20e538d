"""One cell of another version comes back, and nothing else changes."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nbtrack.compare.one_cell import with_cell
from nbtrack.errors import DiffError
from nbtrack.notebook.document import parse
from tests.making import code, markdown, notebook, notebook_b, stream


def cells(raw: bytes) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(raw)["cells"]
    return found


def sources(raw: bytes) -> list[str]:
    return ["".join(cell["source"]) for cell in cells(raw)]


def test_a_changed_cell_comes_back_with_its_outputs() -> None:
    old = notebook(code("import os"), code("print(1)", outputs=[stream("1\n")], count=2))
    now = notebook(code("import os"), code("print(2)", outputs=[stream("2\n")], count=5))
    assert cells(with_cell(now, old, 2)) == cells(old.raw)


def test_the_other_cells_keep_their_bytes() -> None:
    old = parse(notebook_b(code("value = 1"), code("other = 1")))
    now = parse(notebook_b(code("value = 2"), code("other = 2"), indent=None, sort_keys=True))
    new = with_cell(now, old, 1)
    assert new == now.raw.replace(b"value = 2", b"value = 1")


def test_a_cell_that_moved_comes_back_where_it_is_now() -> None:
    load, fit, plot = (
        "data = load()",
        "model = fit(data, rounds=100, rate=0.01, penalty='l2')",
        "plot(model.history)",
    )
    old = notebook(code(load), code(fit), code(plot), minor=4)
    now = notebook(code(load), code(plot), code(fit.replace("100", "250")), minor=4)
    assert sources(with_cell(now, old, 2)) == [load, plot, fit]


def test_a_cell_that_is_gone_comes_back_behind_the_one_that_it_followed() -> None:
    old = notebook(code("a = 1"), code("gone = 2"), code("c = 3"))
    now = parse(notebook_b(code("zero = 0", id="z"), code("a = 1", id="cell-1"), code("c = 3", id="cell-3")))
    assert sources(with_cell(now, old, 2)) == ["zero = 0", "a = 1", "gone = 2", "c = 3"]
    assert [cell["id"] for cell in cells(with_cell(now, old, 2))] == ["z", "cell-1", "cell-2", "cell-3"]


def test_an_id_that_is_taken_is_not_used_twice() -> None:
    old = notebook(code("first = load('a')"), code("gone = 'something else entirely'"))
    now = notebook(
        code("first = load('a')"), markdown("# What this is about", id="cell-2"), code("x", id="x")
    )
    ids = [cell["id"] for cell in cells(with_cell(now, old, 2))]
    assert len(set(ids)) == len(ids)


def test_a_notebook_without_ids_gets_none() -> None:
    old, now = notebook(code("a"), code("b")), notebook(code("a"), minor=4)
    assert "id" not in cells(with_cell(now, old, 2))[1]


@pytest.mark.parametrize("number", [0, 3])
def test_a_cell_that_the_version_lacks_is_an_error(number: int) -> None:
    book = notebook(code("a"), code("b"))
    with pytest.raises(DiffError, match="has 2 cells"):
        with_cell(book, book, number)


@given(st.lists(st.text(max_size=12), min_size=1, max_size=5), st.lists(st.text(max_size=12), max_size=5))
def test_the_cell_is_there_afterwards(old: list[str], now: list[str]) -> None:
    before, after = notebook(*map(code, old)), notebook(*map(code, now))
    for number, source in enumerate(old, 1):
        assert source in sources(with_cell(after, before, number))
