"""What a page may say of a run, and what it may not."""

from __future__ import annotations

import json
from typing import Any

import pytest

from nbtrack.web.annotation import _said


def test_tags_a_note_and_a_removal_are_understood() -> None:
    said = _said(json.dumps({"tags": ["a"], "note": "", "removed": True}).encode())
    assert said == {"tags": ("a",), "untags": (), "note": "", "removed": True}


@pytest.mark.parametrize(
    "found",
    [
        {},
        [],
        None,
        {"run": "x"},
        {"tags": "a"},
        {"tags": [1]},
        {"tags": [" "]},
        {"tags": ["a\x1b[2J"]},
        {"note": 1},
        {"removed": 1},
        {"at": "2000"},
    ],
)
def test_anything_else_is_refused(found: Any) -> None:
    with pytest.raises(ValueError, match=r"\."):
        _said(json.dumps(found).encode())


def test_what_is_no_json_is_refused() -> None:
    with pytest.raises(ValueError, match="no JSON"):
        _said(b"[" * 100_000)
