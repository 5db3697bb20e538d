"""What holds for the diff of every two successive versions of real notebooks."""

import json
from itertools import pairwise

import pytest
from jsonschema import Draft202012Validator

from nbtrack.cli.output import Output
from nbtrack.diff.diff_json import diff_from_json, diff_to_json
from nbtrack.diff.diff_schema import schema
from nbtrack.diff.engine import diff_notebooks
from nbtrack.diff.patch.apply import apply_patch
from nbtrack.diff.patch.make import make_patch
from nbtrack.diff.patch.patch_json import patch_from_json, patch_to_json
from nbtrack.diff.patch.reverse import reversed_patch
from nbtrack.diff.tables.changes import with_tables
from nbtrack.diff.text import render_text
from nbtrack.notebook.document import Notebook, parse
from tests.conformance.corpus import HISTORIES, needs_histories
from tests.unit.diff.patching import patched

PAIRS = [pair for history in HISTORIES for pair in pairwise(history)]
Versions = list[tuple[Notebook, Notebook]]

pytestmark = needs_histories


@pytest.fixture(scope="module")
def versions() -> Versions:
    return [(parse(old.read_bytes(), str(old)), parse(new.read_bytes(), str(new))) for old, new in PAIRS]


def test_every_cell_stands_there_once(versions: Versions) -> None:
    for old, new in versions:
        cells = diff_notebooks(old, new).cells
        assert sorted(cell.old for cell in cells if cell.old) == [cell.number for cell in old.cells]
        assert [cell.new for cell in cells if cell.new] == [cell.number for cell in new.cells]


def test_the_new_sources_follow_from_the_old_ones(versions: Versions) -> None:
    for old, new in versions:
        for cell in diff_notebooks(old, new).cells:
            before = old.cells[cell.old - 1].source if cell.old else ""
            assert patched(before, cell.source) == (new.cells[cell.new - 1].source if cell.new else "")


def test_a_patch_makes_the_new_version_and_gives_back_the_old_one(versions: Versions) -> None:
    for old, new in versions:
        patch = make_patch(old, new, diff_notebooks(old, new))
        assert patch_from_json(json.loads(json.dumps(patch_to_json(patch)))) == patch
        assert json.loads(apply_patch(old, patch)) == new.data
        assert json.loads(apply_patch(new, reversed_patch(patch))) == old.data


def test_every_diff_is_valid_by_its_schema(versions: Versions) -> None:
    validator = Draft202012Validator(schema())
    for old, new in versions:
        diff = diff_notebooks(old, new)
        found = diff_to_json(with_tables(diff, old, new)) | {
            "patch": patch_to_json(make_patch(old, new, diff))
        }
        validator.validate(json.loads(json.dumps(found)))


def test_a_version_does_not_differ_from_itself(versions: Versions) -> None:
    for old, _ in versions:
        assert diff_notebooks(old, old).is_empty


def test_a_diff_can_be_shown_and_comes_back_from_json(versions: Versions) -> None:
    for old, new in versions:
        diff = diff_notebooks(old, new)
        assert bool(list(render_text(diff, Output(color="always").paint))) is not diff.is_empty
        assert diff_from_json(diff_to_json(diff)) == diff
