"""A patch makes the new notebook of the old one and the old of the new one, or says why it does not fit."""

from __future__ import annotations

import contextlib
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nbtrack.diff.engine import diff_notebooks
from nbtrack.diff.patch.apply import apply_patch
from nbtrack.diff.patch.make import make_patch
from nbtrack.diff.patch.model import Patch, Replaced, Splice, Spliced
from nbtrack.diff.patch.patch_json import patch_from_json, patch_to_json
from nbtrack.diff.patch.reverse import reversed_patch
from nbtrack.diff.patch.values import is_same, value_edits
from nbtrack.diff.values import ABSENT
from nbtrack.errors import DiffError, MisfitError
from nbtrack.notebook.document import Notebook, parse
from tests.making import code, json_values, markdown, notebook, notebook_b, raw_notebooks, result, stream


def patch_of(old: Notebook, new: Notebook) -> Patch:
    return make_patch(old, new, diff_notebooks(old, new))


@settings(max_examples=300)
@given(raw_notebooks(), raw_notebooks())
def test_the_new_notebook_follows_and_the_old_one_comes_back(raw_old: bytes, raw_new: bytes) -> None:
    old, new = parse(raw_old), parse(raw_new)
    patch = patch_of(old, new)
    assert patch_from_json(json.loads(json.dumps(patch_to_json(patch)))) == patch
    assert is_same(parse(apply_patch(old, patch)).data, new.data)
    assert is_same(parse(apply_patch(new, reversed_patch(patch))).data, old.data)


@given(raw_notebooks())
def test_a_patch_of_nothing_changes_no_byte(raw: bytes) -> None:
    patch = patch_of(parse(raw), parse(raw))
    assert patch.is_empty
    assert apply_patch(parse(raw), patch) == raw


@given(st.permutations([code(f"x{n} = {n}") for n in range(6)]), st.sets(st.integers(0, 5)))
def test_moves_and_removals_come_out_byte_for_byte(cells: list[Any], gone: set[int]) -> None:
    old = notebook(*(code(f"x{n} = {n}") for n in range(6)), minor=4)
    new = notebook(*(cell for n, cell in enumerate(cells) if n not in gone), minor=4)
    assert apply_patch(old, patch_of(old, new)) == new.raw


@pytest.mark.parametrize("indent", [None, 1, 4])
def test_with_the_same_layout_the_bytes_are_equal(indent: int | None) -> None:
    old = notebook(code("a\nb", outputs=[stream("1\n")]), markdown("x"), code("c"), indent=indent)
    new = notebook(
        code("a\nc", outputs=[stream("2\n"), result({"text/plain": ["3"]})]), code("c"), indent=indent
    )
    assert apply_patch(old, patch_of(old, new)) == new.raw


def test_what_the_patch_does_not_speak_of_may_differ() -> None:
    patch = patch_of(notebook(code("a"), code("b")), notebook(code("a"), code("b2")))
    other = notebook(code("other"), code("b"))
    assert parse(apply_patch(other, patch)).cells[0].source == "other"
    assert parse(apply_patch(other, patch)).cells[1].source == "b2"


MISFITS: dict[str, tuple[Notebook, Notebook, Notebook]] = {
    "cell 2: source is not": (
        notebook(code("a"), code("b")),
        notebook(code("a"), code("b2")),
        notebook(code("a"), code("c")),
    ),
    "cell 1 is not the one": (
        notebook(code("a"), code("b")),
        notebook(code("b")),
        notebook(code("x"), code("b")),
    ),
    "it has 1 cell, the patch is for one with 2": (
        notebook(code("a"), code("b")),
        notebook(code("a")),
        notebook(code("a")),
    ),
    "metadata.x is not": (
        notebook(metadata={"x": 1}),
        notebook(metadata={"x": 2}),
        notebook(metadata={"x": True}),
    ),
}


@pytest.mark.parametrize("said", MISFITS)
def test_what_does_not_fit_is_refused_by_place(said: str) -> None:
    old, new, other = MISFITS[said]
    if said.startswith("cell 1 is"):  # ids would make an edit of it
        old, new, other = (parse(notebook_b(*b.data["cells"], minor=4)) for b in (old, new, other))
    with pytest.raises(MisfitError, match=said):
        apply_patch(other, patch_of(old, new))


def test_many_misfits_are_cut_short() -> None:
    old, new = (notebook(*(code(f"{word} {n}") for n in range(9))) for word in ("old", "new"))
    with pytest.raises(MisfitError, match="and 4 more"):
        apply_patch(new, patch_of(old, new))


@given(json_values, json_values)
def test_values_that_are_written_alike_need_no_edit(old: Any, new: Any) -> None:
    assert (not list(value_edits({"k": old}, {"k": new}, ()))) == is_same(old, new)


@pytest.mark.parametrize(
    ("old", "new", "edits"),
    [
        ({"a": 1}, {"a": 1.0}, [Replaced(("a",), 1, 1.0)]),
        ({"a": 1}, {"b": None}, [Replaced(("a",), 1, ABSENT), Replaced(("b",), ABSENT, None)]),
        ({"a": ["x", "y"]}, {"a": ["x", "z"]}, [Spliced(("a",), False, (Splice(1, 1, ("y",), ("z",)),))]),
        ({"a": "x\ny\n"}, {"a": "x\nz\n"}, [Spliced(("a",), True, (Splice(1, 1, ("y\n",), ("z\n",)),))]),
        ({"a": [{"b": 1}]}, {"a": [{"b": 2}]}, [Replaced(("a", 0, "b"), 1, 2)]),
        ({"a": float("nan")}, {"a": float("nan")}, []),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}, []),
    ],
)
def test_edits_are_small(old: Any, new: Any, edits: list[Any]) -> None:
    assert list(value_edits(old, new, ())) == edits


BOOK = notebook(code("a"), code("b"))
GOOD = patch_to_json(patch_of(BOOK, notebook(code("a"), code("c"))))


@pytest.mark.parametrize(
    "bad",
    [
        None,
        {},
        {"cells": [{"old": 9, "new": 2, "edits": []}]},
        {"cells": [{"old": 1, "new": 1, "edits": []}] * 2},
        {"cells": [{"old": 1, "cell": {}}]},
        {"cells": [{"new": 1, "cell": 5}]},
        {"cells": [{"old": True, "new": 1, "edits": []}]},
        {"document": [{"path": [], "new": 1}]},
        {"document": [{"path": [-1], "new": 1}]},
        {"document": [{"path": ["x"], "lines": [{"old_at": 0, "new_at": 0, "old": [], "new": [1]}]}]},
        {"document": [{"path": ["x"], "items": [{"old_at": 1, "new_at": 0, "old": [1], "new": []}] * 2}]},
    ],
)
def test_what_is_no_patch_is_refused(bad: Any) -> None:
    with pytest.raises(DiffError, match="this is no patch"):
        patch_from_json(GOOD | bad if bad else bad)


@given(json_values)
def test_any_json_is_refused_or_a_patch(found: Any) -> None:
    with contextlib.suppress(DiffError):
        patch_from_json(found)
