"""NBT004 to NBT006: cells have ids where the format has them, each its own, of allowed characters."""

from __future__ import annotations

from typing import Any

import pytest

from nbtrack.notebook.document import parse
from nbtrack.rules.document.ids import is_well_formed
from tests.making import code, markdown, notebook, notebook_b
from tests.unit.rules.asking import fixed, said


def without_ids(*cells: dict[str, Any]) -> bytes:
    raw_b = notebook_b(*cells)
    for number in range(1, len(cells) + 1):
        raw_b = raw_b.replace(f'   "id": "cell-{number}",\n'.encode(), b"")
    return raw_b


@pytest.mark.parametrize("rule", ["NBT004", "NBT005", "NBT006"])
def test_good_ids_are_no_finding(rule: str) -> None:
    assert said(rule, notebook(code("1"), code("2", id="a-B_9"), markdown("3", id="x" * 64))) == []


@pytest.mark.parametrize("rule", ["NBT004", "NBT005", "NBT006"])
def test_old_formats_have_no_ids(rule: str) -> None:
    assert said(rule, notebook(code("1"), code("2", id="?"), code("3", id="?"), minor=4)) == []


def test_a_cell_without_an_id_gets_one() -> None:
    bare = parse(without_ids(code("1"), markdown("2")), "test.ipynb")
    assert said("NBT004", bare) == ["1: code cell has no id", "2: markdown cell has no id"]
    ids = [cell.id for cell in fixed("NBT004", bare).cells]
    assert all(map(is_well_formed, ids))
    assert len(set(ids)) == 2


def test_two_people_who_fix_get_the_same_ids() -> None:
    raw_b = without_ids(code("1"), markdown("2"))
    assert fixed("NBT004", parse(raw_b, "a.ipynb")).raw == fixed("NBT004", parse(raw_b, "b.ipynb")).raw


def test_the_first_cell_of_an_id_keeps_it() -> None:
    doubled = notebook(code("1", id="same"), code("2"), code("3", id="same"), code("4", id="same"))
    assert said("NBT005", doubled) == [
        '3: has the id "same" of cell 1',
        '4: has the id "same" of cell 1',
    ]
    ids = [cell.id for cell in fixed("NBT005", doubled).cells]
    assert ids[:2] == ["same", "cell-2"]
    assert len(set(ids)) == 4


@pytest.mark.parametrize(
    ("cell_id", "message"),
    [
        ("", 'the id "" is not allowed'),
        ("a b", 'the id "a b" is not allowed'),
        ("ä", 'the id "ä" is not allowed'),
        ("x" * 65, f'the id "{"x" * 40}…" of 65 characters is not allowed'),
        (7, "the id that is no text is not allowed"),
        (None, "the id that is no text is not allowed"),
        (["a"], "the id that is no text is not allowed"),
    ],
)
def test_an_id_that_nbformat_refuses_is_replaced(cell_id: object, message: str) -> None:
    wrong = notebook(code("1", id=cell_id), code("2"))
    assert said("NBT006", wrong) == [f"1: {message}"]
    first, second = fixed("NBT006", wrong).cells
    assert is_well_formed(first.id)
    assert second.id == "cell-2"


def test_malformed_ids_are_not_called_doubled_too() -> None:
    assert said("NBT005", notebook(code("1", id="?"), code("2", id="?"))) == []
