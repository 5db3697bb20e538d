"""Two notebooks are compared part by part, and nothing that differs goes unsaid."""

from __future__ import annotations

import json
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given, settings

from nbtrack.diff.engine import DiffScope, diff_notebooks
from nbtrack.diff.model import CellDiff, LineHunk, NotebookDiff, OutputChange, PartChange, ValueChange
from nbtrack.errors import DiffError
from nbtrack.notebook.document import Notebook, parse
from nbtrack.notebook.scan import parse_bytes
from tests.making import code, markdown, notebook, raw_notebooks, result, stream
from tests.unit.diff.patching import patched

SOURCES = DiffScope(outputs=False, attachments=False, metadata=False)
PNG_3 = "AAAA"
PNG_6 = "AAAABBBB"


def changes(old: Notebook, new: Notebook) -> list[CellDiff]:
    return [cell for cell in diff_notebooks(old, new).cells if cell.kind != "same"]


def output_changes(old: list[Any], new: list[Any]) -> tuple[OutputChange, ...]:
    (cell,) = diff_notebooks(notebook(code("1", outputs=old)), notebook(code("1", outputs=new))).cells
    return cell.outputs


def lines(*found: str) -> tuple[LineHunk, ...]:
    return (LineHunk(1, 1, found),)


@given(raw_notebooks())
def test_a_notebook_does_not_differ_from_itself(raw: bytes) -> None:
    book = parse(raw)
    found = diff_notebooks(book, parse(raw))
    assert found.is_empty
    assert [(cell.old, cell.new) for cell in found.cells] == [(c.number, c.number) for c in book.cells]


@settings(max_examples=200)
@given(raw_notebooks(), raw_notebooks())
def test_the_new_sources_follow_from_the_old_ones(raw_old: bytes, raw_new: bytes) -> None:
    old, new = parse(raw_old), parse(raw_new)
    found = diff_notebooks(old, new)
    for cell in found.cells:
        before = old.cells[cell.old - 1].source if cell.old else ""
        after = new.cells[cell.new - 1].source if cell.new else ""
        assert patched(before, cell.source) == after
    assert sorted(cell.old for cell in found.cells if cell.old) == [c.number for c in old.cells]
    assert [cell.new for cell in found.cells if cell.new] == [c.number for c in new.cells]


@given(raw_notebooks(), raw_notebooks())
def test_an_empty_diff_means_equal_but_for_the_counts(raw_old: bytes, raw_new: bytes) -> None:
    old, new = parse(raw_old), parse(raw_new)
    if diff_notebooks(old, new).is_empty:
        assert [cell.source for cell in old.cells] == [cell.source for cell in new.cells]
        assert [cell.metadata for cell in old.cells] == [cell.metadata for cell in new.cells]
        assert old.metadata == new.metadata


def test_a_changed_source_is_shown_by_line() -> None:
    found = changes(notebook(code("a = 1\nb = 2")), notebook(code("a = 1\nb = 3")))
    assert found == [CellDiff("changed", 1, 1, "code", "code", lines(" a = 1", "-b = 2", "+b = 3"))]


def test_a_source_as_text_equals_a_source_as_list() -> None:
    assert diff_notebooks(notebook(code("a\nb")), notebook(code("a\nb") | {"source": "a\nb"})).is_empty


def test_execution_counts_are_not_compared() -> None:
    old = notebook(code("1", count=1, outputs=[result({"text/plain": "1"}, count=1)]))
    assert diff_notebooks(
        old, notebook(code("1", count=7, outputs=[result({"text/plain": "1"}, count=7)]))
    ).is_empty


def test_a_memory_address_is_a_difference() -> None:
    old, new = stream("<object at 0x7f01>\n"), stream("<object at 0x7f02>\n")
    (change,) = output_changes([old], [new])
    assert change.parts[0].hunks == lines("-<object at 0x7f01>", "+<object at 0x7f02>")


def test_a_stream_written_in_pieces_is_one_text() -> None:
    assert output_changes([stream("a\n"), stream("b\n")], [stream("a\nb\n")]) == ()


def test_an_image_is_compared_by_content_and_shown_by_size() -> None:
    old, new = result({"image/png": PNG_3}), result({"image/png": PNG_6})
    (change,) = output_changes([old], [new])
    assert change == OutputChange(1, 1, "execute_result", (PartChange("image/png", 3, 6),))


def test_a_table_is_shown_as_text_and_its_html_by_size() -> None:
    old = result({"text/plain": "a  1", "text/html": "<b>a</b> 1"})
    new = result({"text/plain": "a  2", "text/html": "<b>a</b> 2"})
    html, plain = output_changes([old], [new])[0].parts
    assert (html.name, html.hunks) == ("text/html", ())
    assert (plain.name, plain.hunks) == ("text/plain", lines("-a  1", "+a  2"))


def test_html_is_shown_where_nothing_plainer_tells() -> None:
    old = result({"text/plain": "<table>", "text/html": "<b>1</b>"})
    new = result({"text/plain": "<table>", "text/html": "<b>2</b>"})
    assert output_changes([old], [new])[0].parts[0].hunks == lines("-<b>1</b>", "+<b>2</b>")


def test_an_added_output_leaves_the_others_alone() -> None:
    old, new = [stream("a\n"), result({"text/plain": "1"})], result({"text/plain": "0"})
    (change,) = output_changes(old, [old[0], new, old[1]])
    assert (change.old, change.new, change.name) == (None, 2, "execute_result")


def test_a_long_output_is_cut_and_says_so() -> None:
    (change,) = output_changes([], [stream("".join(f"{n}\n" for n in range(100)) + "x" * 999)])
    (part,) = change.parts
    assert (len(part.hunks[0].lines), part.left_out) == (20, 81)


def test_a_long_line_of_an_output_is_cut_and_says_so() -> None:
    (change,) = output_changes([], [stream("x" * 999)])
    assert change.parts[0].hunks[0].lines[0].endswith("x… (999 characters)")


def test_colours_of_a_traceback_are_not_shown() -> None:
    error = {"output_type": "error", "ename": "E", "evalue": "v", "traceback": ["\x1b[31mE\x1b[0m: v"]}
    (change,) = output_changes([], [error])
    assert change.parts[0].hunks == lines("+E: v", "+E: v")


def test_metadata_is_named_by_its_path() -> None:
    old = notebook(code("1", metadata={"tags": ["a"]}), metadata={"kernelspec": {"name": "python3"}})
    new = notebook(code("1", metadata={"tags": ["a", "b"]}), metadata={"kernelspec": {}})
    found = diff_notebooks(old, new)
    assert found.metadata == (ValueChange(("metadata", "kernelspec", "name"), '"python3"', None),)
    assert found.cells[0].metadata == (ValueChange(("metadata", "tags"), '["a"]', '["a", "b"]'),)


def test_true_is_not_one() -> None:
    old, new = notebook(metadata={"x": 1}), notebook(metadata={"x": True})
    assert diff_notebooks(old, new).metadata == (ValueChange(("metadata", "x"), "1", "true"),)
    values = (1, 1.0, True)
    for one, other in permutations(values, 2):
        tagged = [notebook(code("1", metadata={"x": value})) for value in (one, other)]
        assert changes(*tagged)
        assert output_changes(*([result({"application/json": {"x": value}})] for value in (one, other)))


def test_an_attachment_is_shown_by_size() -> None:
    old = notebook(markdown("![](a.png)", attachments={"a.png": {"image/png": PNG_3}}))
    new = notebook(markdown("![](a.png)", attachments={"a.png": {"image/png": PNG_6}}))
    assert changes(old, new)[0].attachments == (PartChange("a.png (image/png)", 3, 6),)


def test_the_scope_says_what_is_compared() -> None:
    old = notebook(code("1", outputs=[stream("a")], metadata={"x": 1}), metadata={"y": 1})
    new = notebook(code("1"))
    assert diff_notebooks(old, new, SOURCES).is_empty
    assert not diff_notebooks(old, new, SOURCES._replace(outputs=True)).is_empty


def test_a_cell_that_becomes_markdown_is_changed() -> None:
    (cell,) = changes(notebook(code("text")), notebook(markdown("text")))
    assert (cell.kind, cell.old_type, cell.new_type) == ("changed", "code", "markdown")


def test_nbformat_3_is_compared_by_what_it_shows() -> None:
    output = {"output_type": "pyout", "prompt_number": 1, "text": ["1"], "png": PNG_3, "metadata": {}}
    cell = {"cell_type": "code", "input": ["1"], "language": "python", "outputs": [output], "metadata": {}}
    old = parse(json.dumps({"nbformat": 3, "worksheets": [{"cells": [cell]}]}).encode())
    new = notebook(code("1", outputs=[result({"text/plain": "1", "image/png": PNG_3})]))
    assert diff_notebooks(old, new, DiffScope(metadata=False)).is_empty


STRANGE: list[dict[str, Any]] = [
    {},
    {"cell_type": 5, "source": 7, "metadata": 3, "outputs": "x", "attachments": []},
    {"cell_type": "code", "source": ["a", 1, None], "outputs": [None, 5, {}, {"output_type": []}]},
    {"cell_type": "code", "outputs": [{"output_type": "stream", "name": {"a": 1}, "text": {"b": [1]}}]},
    {"cell_type": "code", "outputs": [{"output_type": "error", "traceback": 5, "ename": None}]},
    {"cell_type": "code", "outputs": [{"output_type": "display_data", "data": [1], "metadata": 4}]},
    {"cell_type": "code", "outputs": [{"output_type": "display_data", "data": {"image/png": {"a": 1}}}]},
    {"cell_type": "markdown", "attachments": {"a": 1, "b": {"image/png": 5}}, "id": 7},
]


@pytest.mark.parametrize("cell", STRANGE)
def test_strange_cells_are_compared_all_the_same(cell: dict[str, Any]) -> None:
    old, new = notebook(cell), notebook(code("1", outputs=[stream("a")]))
    assert diff_notebooks(old, old).is_empty
    assert not diff_notebooks(old, new).is_empty
    assert not diff_notebooks(new, old).is_empty


def deep(depth: int) -> Any:
    found: Any = 1
    for _ in range(depth):
        found = [found]
    return found


def test_values_nested_as_deep_as_a_file_can_hold_are_compared() -> None:
    old, new = (
        notebook(code(text, outputs=[result({"application/json": deep(900)})], metadata={"x": deep(900)}))
        for text in ("1", "2")
    )
    assert isinstance(diff_notebooks(old, new), NotebookDiff)


def test_values_nested_deeper_than_can_be_compared_are_refused() -> None:
    old, new = (
        Notebook(b"", notebook().data | {"metadata": {"x": deep(1_000_000)}}, "x", parse_bytes) for _ in "12"
    )
    with pytest.raises(DiffError, match="nested too deeply"):
        diff_notebooks(old, new)
