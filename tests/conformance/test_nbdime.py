"""Diffs in nbdime's format are valid by its schema, and nbdime's patch makes the other notebook of them."""

from __future__ import annotations

import json
import warnings
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from nbtrack.diff.engine import DiffScope, diff_notebooks
from nbtrack.diff.nbdime.entries import nbdime_entries
from nbtrack.diff.nbdime.view import nbformat_view
from nbtrack.diff.patch.values import is_same
from nbtrack.errors import DiffError
from nbtrack.notebook.document import Notebook, parse
from nbtrack.notebook.jupyter_imports import quick_imports
from tests.conformance.corpus import HISTORIES, needs_histories
from tests.making import code, notebook, raw_notebooks, result

with quick_imports(), warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import fastjsonschema
    import nbdime
    import nbformat
    from nbdime.diff_utils import to_diffentry_dicts

FOLDER = Path(nbdime.__file__).parent
NBDIMES_OWN = sorted((FOLDER / "tests" / "files").glob("*.ipynb"))
NUMBERS = DiffScope(outputs=False, attachments=False, metadata=False)
is_valid = fastjsonschema.compile(json.loads((FOLDER / "diff_format.schema.json").read_text()))


def node(data: dict[str, Any]) -> Any:
    return nbformat.from_dict(data)  # type: ignore[no-untyped-call]


def check(old: Notebook, new: Notebook) -> None:
    entries = json.loads(json.dumps(nbdime_entries(old, new, diff_notebooks(old, new, NUMBERS))))
    is_valid(entries)
    patched = nbdime.patch(node(nbformat_view(old.data)), to_diffentry_dicts(entries))
    assert is_same(patched, nbformat_view(new.data)), (old.path, new.path)


@cache
def book(path: Path) -> Notebook:
    return parse(path.read_bytes(), str(path))


@pytest.mark.parametrize("new", NBDIMES_OWN, ids=lambda path: path.stem)
def test_every_two_of_nbdimes_own_notebooks(new: Path) -> None:
    for old in NBDIMES_OWN:
        check(book(old), book(new))


def test_nbdime_has_notebooks_of_its_own() -> None:
    assert len(NBDIMES_OWN) > 40


@needs_histories
def test_every_two_successive_versions() -> None:
    for history in HISTORIES:
        for old, new in pairwise(history):
            check(book(old), book(new))


@settings(max_examples=200)
@given(raw_notebooks(), raw_notebooks())
def test_nbdime_applies_the_entries_of_any_two_notebooks(old: bytes, new: bytes) -> None:
    check(parse(old), parse(new))


@pytest.mark.parametrize("path", NBDIMES_OWN, ids=lambda path: path.stem)
def test_a_notebook_is_seen_as_nbformat_hands_it_over(path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    ours = nbformat_view(book(path).data)
    for cell, seen in zip(ours["cells"], theirs["cells"], strict=True):
        if "id" not in cell and "id" in seen:  # invented while reading
            del seen["id"]
    assert is_same(theirs, ours)


def test_an_id_that_nbformat_invented_gives_way() -> None:
    old, new = (
        notebook({"cell_type": "raw", "metadata": {}, "source": ""} | more) for more in ({}, {"id": "b"})
    )
    del old.data["cells"][0]["id"]
    entries = to_diffentry_dicts(nbdime_entries(old, new, diff_notebooks(old, new)))
    for invented in ({}, {"id": "a"}):
        read = nbformat_view(old.data) | {"cells": [old.data["cells"][0] | {"source": ""} | invented]}
        assert nbdime.patch(node(read), entries) == nbformat_view(new.data)


def test_a_cell_that_moved_is_removed_and_added() -> None:
    old, new = (notebook(*(code(f"x = {n}" * 9) for n in order)) for order in ((1, 2, 3, 4), (4, 1, 2, 3)))
    (entry,) = [e for e in nbdime_entries(old, new, diff_notebooks(old, new)) if e["key"] == "cells"]
    assert [inner["op"] for inner in entry["diff"] if inner["op"] != "patch"] == ["addrange", "removerange"]


def test_json_in_an_output_is_no_text() -> None:
    data: dict[str, Any] = {"application/json": ["a\n", "b"], "text/plain": ["a\n", "b"]}
    view = nbformat_view(notebook(code("x", outputs=[result(data)])).data)
    assert view["cells"][0]["outputs"][0]["data"] == {"application/json": ["a\n", "b"], "text/plain": "a\nb"}


def test_an_old_notebook_has_no_such_diff() -> None:
    old = parse(b'{"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": []}', "old.ipynb")
    with pytest.raises(DiffError, match=r"old\.ipynb is of nbformat 3"):
        nbdime_entries(old, notebook(), diff_notebooks(old, notebook()))
