"""The schema of a diff as JSON: every diff is valid by it, and it names every field there is."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from jsonschema import Draft202012Validator, ValidationError

from nbtrack.cli.main import main
from nbtrack.diff.diff_json import diff_to_json
from nbtrack.diff.diff_schema import schema
from nbtrack.diff.engine import DiffScope, diff_notebooks
from nbtrack.diff.noise.classes import ALL
from nbtrack.diff.patch.make import make_patch
from nbtrack.diff.patch.patch_json import patch_to_json
from nbtrack.diff.tables.changes import with_tables
from nbtrack.notebook.document import Notebook, parse
from tests.making import code, notebook, raw_notebooks, result


def closed(found: Any) -> Any:
    """Return the schema with nothing allowed that it does not name."""
    if isinstance(found, list):
        return [closed(value) for value in found]
    if not isinstance(found, dict):
        return found
    more = {"additionalProperties": False} if isinstance(found.get("properties"), dict) else {}
    return {key: closed(value) for key, value in found.items()} | more


FOLDER = Path(__file__).resolve().parents[3] / "sample_notebooks"
SAMPLES = sorted(set(FOLDER.glob("*.ipynb")) - {FOLDER / "conflicted.ipynb"})  # which is no JSON
VALIDATOR = Draft202012Validator(closed(schema()))


def whole(old: Notebook, new: Notebook, scope: DiffScope | None = None) -> Any:
    diff = with_tables(diff_notebooks(old, new, scope or DiffScope()), old, new)
    found = diff_to_json(diff) | {"old": "a", "new": "b", "patch": patch_to_json(make_patch(old, new, diff))}
    return json.loads(json.dumps(found))


@given(raw_notebooks(), raw_notebooks())
def test_every_diff_is_valid(old: bytes, new: bytes) -> None:
    VALIDATOR.validate(whole(parse(old), parse(new)))
    VALIDATOR.validate(whole(parse(old), parse(new), DiffScope(noise=ALL)))


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_the_diff_of_every_two_sample_notebooks_is_valid(path: Path) -> None:
    for other in SAMPLES:
        VALIDATOR.validate(whole(parse(path.read_bytes()), parse(other.read_bytes())))


def test_a_changed_table_is_valid() -> None:
    old, new = (
        notebook(
            code("x", outputs=[result({"text/html": f"<table><tr><th>a</th><td>{n}</td></tr></table>"})])
        )
        for n in (1, 2)
    )
    found = whole(old, new)
    assert found["cells"][0]["outputs"][0]["parts"][0]["table"][0]["delta"] == "+1"
    VALIDATOR.validate(found)


@pytest.mark.parametrize(
    "wrong",
    [
        {"schema": "nbtrack.diff/0"},
        {"cells": [{"kind": "gone"}]},
        {"kinds": ["else"]},
        {"noise": [{"name": "timings", "times": 0}]},
        {"patch": {"old": {}, "new": {}, "cells": [], "document": []}},
    ],
)
def test_what_is_no_diff_is_not_valid(wrong: dict[str, Any]) -> None:
    found = whole(notebook(), notebook(code("1"))) | wrong
    with pytest.raises(ValidationError):
        Draft202012Validator(schema()).validate(found)


def test_the_schema_is_one_and_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    Draft202012Validator.check_schema(schema())
    assert main(["diff", "--schema"]) == 0
    assert json.loads(capsys.readouterr().out) == schema()
