"""A diff as JSON comes back as it was."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from nbtrack.diff.diff_json import SCHEMA, diff_from_json, diff_to_json
from nbtrack.diff.engine import diff_notebooks
from nbtrack.diff.model import (
    CellDiff,
    LineHunk,
    NoiseCount,
    NotebookDiff,
    OutputChange,
    PartChange,
    TableChange,
    ValueChange,
)
from nbtrack.errors import DiffError
from nbtrack.notebook.document import parse
from tests.making import code, notebook, raw_notebooks

MANUAL = Path(__file__).resolve().parents[3] / "docs" / "reference" / "diff-json.md"


@given(raw_notebooks(), raw_notebooks())
def test_every_diff_comes_back(old: bytes, new: bytes) -> None:
    diff = diff_notebooks(parse(old), parse(new))
    assert diff_from_json(json.loads(json.dumps(diff_to_json(diff)))) == diff


def test_what_says_nothing_is_left_out() -> None:
    diff = diff_notebooks(notebook(), notebook(code("1")))
    assert diff_to_json(diff) == {
        "schema": SCHEMA,
        "equal": False,
        "kinds": ["source"],
        "cells": [
            {
                "kind": "added",
                "new": 1,
                "new_type": "code",
                "source": [{"old_start": 1, "new_start": 1, "lines": ["+1"]}],
            }
        ],
    }


@pytest.mark.parametrize(
    "kind",
    [NotebookDiff, CellDiff, OutputChange, PartChange, LineHunk, ValueChange, TableChange, NoiseCount],
)
def test_every_field_has_a_word_in_the_manual(kind: Any) -> None:
    manual = MANUAL.read_text(encoding="utf-8")
    assert SCHEMA in manual
    assert [name for name in kind._fields if f"`{name}`" not in manual] == []


def test_what_is_unknown_is_ignored() -> None:
    found = diff_to_json(diff_notebooks(notebook(), notebook(code("1"))))
    assert diff_from_json(found | {"later": 1}) == diff_from_json(found)


@pytest.mark.parametrize(
    "found",
    [{}, {"schema": "nbtrack.diff/9"}, {"schema": SCHEMA, "cells": 5}, {"schema": SCHEMA, "cells": [5]}],
)
def test_anything_else_is_refused(found: dict[str, Any]) -> None:
    with pytest.raises(DiffError, match="diff"):
        diff_from_json(found)
