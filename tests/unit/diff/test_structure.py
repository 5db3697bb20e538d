"""JSON outputs are compared value by value, and each change has a path."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given

from nbtrack.cli.output import Output
from nbtrack.diff.engine import DiffScope, diff_notebooks
from nbtrack.diff.markdown import render_markdown
from nbtrack.diff.model import NotebookDiff, PartChange, ValueChange
from nbtrack.diff.noise.classes import ALL
from nbtrack.diff.structure import structure_changes
from nbtrack.diff.text import render_text
from tests.making import code, json_values, notebook, result

PLOTLY = "application/vnd.plotly.v1+json"


def changes(old: Any, new: Any) -> list[tuple[str, str | None, str | None]]:
    found = structure_changes(json.dumps(old), json.dumps(new))
    return [(".".join(change.path), change.old, change.new) for change in found]


def test_a_point_of_a_chart() -> None:
    old = {"data": [{"type": "bar", "y": [1, 2, 3]}], "layout": {"title": {"text": "Loss"}}}
    new = {"data": [{"type": "bar", "y": [1, 5, 3]}], "layout": {"title": {"text": "Loss"}, "width": 3}}
    assert changes(old, new) == [("data.0.y.1", "2", "5"), ("layout.width", None, "3")]


def test_elements_that_came_and_went_leave_the_others_alone() -> None:
    assert changes([1, 2, 3, 4], [0, 1, 2, 4]) == [("0", None, "0"), ("2", "3", None)]


def test_a_value_is_what_is_written() -> None:
    assert changes({"x": 1}, {"x": 1.0}) == [("x", "1", "1.0")]


@given(json_values, json_values)
def test_no_change_means_equal(old: Any, new: Any) -> None:
    texts = [json.dumps(value, sort_keys=True) for value in (old, new)]
    assert bool(structure_changes(*texts)) == (texts[0] != texts[1])


@pytest.mark.parametrize("text", ["no JSON", "[" * 100_000 + "]" * 100_000])
def test_what_cannot_be_read_has_no_structure(text: str) -> None:
    assert structure_changes(text, "1") == []


def charts(old: Any, new: Any, scope: DiffScope | None = None) -> NotebookDiff:
    books = [
        notebook(code("x", outputs=[result({PLOTLY: {"y": value}, "a/b": "x"})])) for value in (old, new)
    ]
    return diff_notebooks(books[0], books[1], scope or DiffScope())


def part(diff: NotebookDiff) -> PartChange:
    ((found,),) = (output.parts for cell in diff.cells for output in cell.outputs)
    return found


def test_a_chart_says_in_the_diff_which_values_changed() -> None:
    diff = charts([1, 2], [1, 3])
    assert part(diff).values == (ValueChange(("y", "1"), "2", "3"),)
    assert list(render_text(diff, Output(color="never").paint))[-3:] == [
        f"  output 1 (execute_result) changed: {PLOTLY} 23 B, other content",
        "- y.1: 2",
        "+ y.1: 3",
    ]
    assert "- y.1: 2\n+ y.1: 3\n" in render_markdown(diff, ("old", "new"))


def test_most_of_the_values_are_counted_only() -> None:
    diff = charts(list(range(100)), list(range(100, 200)))
    assert len(part(diff).values) == 20
    assert part(diff).left_out == 80
    assert list(render_text(diff, Output(color="never").paint))[-1] == "  … 80 more values"


def test_noise_is_none_of_the_values() -> None:
    ids = "3f0c0a7e-5b1f-4a53-9d6b-0d6f3a1c2b4d", "a30c0a7e-5b1f-4a53-9d6b-0d6f3a1c2b4e"
    diff = charts([ids[0], 1], [ids[1], 2], DiffScope(noise=ALL))
    assert part(diff).values == (ValueChange(("y", "1"), "1", "2"),)
