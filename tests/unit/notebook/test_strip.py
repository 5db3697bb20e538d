import json
from typing import Any

import pytest
from hypothesis import given

from nbtrack.notebook.document import Notebook, parse
from nbtrack.notebook.splice import apply_edits
from nbtrack.notebook.strip.plan import strip_edits
from nbtrack.notebook.strip.policy import StripPolicy
from nbtrack.notebook.strip.summary import counted, said
from tests.making import code, markdown, notebook, raw_notebooks, result, stream

PNG = {"image/png": "iVBORw0", "text/plain": "<Figure>"}


def stripped(book: Notebook, **policy: Any) -> Notebook:
    return parse(apply_edits(book, strip_edits(book, StripPolicy(**policy))))


def outputs(book: Notebook) -> list[list[dict[str, Any]]]:
    return [cell.outputs for cell in book.cells if cell.kind == "code"]


def test_outputs_and_counts_leave_by_default() -> None:
    new = stripped(notebook(code("1", outputs=[result({"text/plain": "1"}, 7)], count=7)))
    assert (outputs(new), new.cells[0].count) == ([[]], None)


def test_a_clean_notebook_needs_no_edit() -> None:
    assert not strip_edits(notebook(code("1"), markdown("# m")), StripPolicy())


def test_counts_of_outputs_that_stay_leave_too() -> None:
    new = stripped(notebook(code("1", outputs=[result(PNG, 7), stream("x")], count=7)), drop_outputs=False)
    assert outputs(new)[0][0]["execution_count"] is None
    assert "execution_count" not in outputs(new)[0][1]


def test_counts_stay_where_they_are_wanted() -> None:
    book = notebook(code("1", outputs=[result(PNG, 7)], count=7))
    assert stripped(book, drop_outputs=False, keep_counts=True).raw == book.raw


KEEPING: dict[str, tuple[dict[str, Any], dict[str, Any], bool]] = {
    "tag": ({"tags": ["keep_output"]}, {}, True),
    "own tag": ({"tags": ["figure-1"]}, {"keep_tags": ("figure-*",)}, True),
    "metadata": ({"keep_output": True}, {}, True),
    "metadata says no": ({"keep_output": False}, {"drop_outputs": False}, False),
    "initialisation": ({"init_cell": True}, {}, True),
    "initialisation says no": ({"init_cell": False}, {"drop_outputs": False}, False),
    "initialisation switched off": ({"init_cell": True}, {"keep_init_cells": False}, False),
    "nothing": ({}, {}, False),
}


@pytest.mark.parametrize("name", KEEPING)
def test_a_cell_can_say_that_its_outputs_stay(name: str) -> None:
    metadata, policy, stays = KEEPING[name]
    new = stripped(notebook(code("1", outputs=[stream("x")], metadata=metadata)), **policy)
    assert bool(outputs(new)[0]) is stays


def test_a_notebook_can_say_that_its_outputs_stay() -> None:
    assert outputs(stripped(notebook(code("1", outputs=[stream("x")]), metadata={"keep_output": True})))[0]


def test_outputs_stay_by_size_and_type_and_mime() -> None:
    book = notebook(code("1", outputs=[stream("x" * 50), stream("e", "stderr"), result(PNG)]))
    assert [o["output_type"] for o in outputs(stripped(book, keep_size=20))[0]] == ["stream"]
    assert [o["name"] for o in outputs(stripped(book, keep_types=("stream:stderr",)))[0]] == ["stderr"]
    assert outputs(stripped(book, keep_mimes=("text/*",)))[0][0]["data"] == {"text/plain": "<Figure>"}


def test_what_stays_for_its_size_stays_when_its_count_is_gone() -> None:
    policy = {"keep_size": len("execute_result") + 9}
    once = stripped(notebook(code("1", outputs=[result({"text/plain": "12345678"}, 7)])), **policy)
    assert outputs(once)[0]
    assert outputs(stripped(once, **policy)) == outputs(once)


def test_images_leave_and_their_text_stays() -> None:
    book = notebook(code("1", outputs=[result(PNG), result({"image/png": "x"}), stream("s")]))
    left = outputs(stripped(book, drop_outputs=False, drop_mimes=("image/*",)))[0]
    assert [o.get("data") for o in left] == [{"text/plain": "<Figure>"}, None]


def test_types_leave_even_from_cells_that_keep_their_outputs() -> None:
    book = notebook(code("1", outputs=[stream("x"), stream("e", "stderr")], metadata={"keep_output": True}))
    assert [o["name"] for o in outputs(stripped(book, drop_types=("stream:stderr",)))[0]] == ["stdout"]


def test_cells_leave_by_tag_and_when_they_are_empty() -> None:
    book = notebook(code("", count=3), code("x", metadata={"tags": ["draft"]}), markdown(" \n"), code("y"))
    assert [cell.source for cell in stripped(book, drop_empty=True, drop_tags=("draft",)).cells] == ["y"]


def test_transient_metadata_leaves_and_the_rest_stays() -> None:
    book = notebook(
        code("1", metadata={"collapsed": True, "tags": ["a"], "execution": {"t": 1}}),
        metadata={"widgets": {}, "signature": "s", "kernelspec": {"name": "python3"}},
    )
    new = stripped(book)
    assert (new.cells[0].metadata, new.metadata) == ({"tags": ["a"]}, {"kernelspec": {"name": "python3"}})


def test_metadata_is_named_by_paths_with_wildcards_and_exceptions() -> None:
    book = notebook(
        code("1", metadata={"a": {"b": 1, "c": 2}, "jp-x": 1, "x.y": 1, "collapsed": True}),
        metadata={"m": {"n": 1}},
    )
    new = stripped(
        book,
        drop_metadata=(
            "cell.metadata.a.b",
            "cell.metadata.jp-*",
            "cell.metadata.x.y",
            "metadata.m.n",
            "cell.metadata.c*",
        ),
        keep_metadata=("cell.metadata.collapsed",),
    )
    assert (new.cells[0].metadata, new.metadata) == ({"a": {"c": 2}, "collapsed": True}, {"m": {}})


def test_a_list_of_what_stays_drops_all_other_metadata() -> None:
    book = notebook(
        code("1", metadata={"tags": [], "z": 1}), metadata={"kernelspec": {"name": "x", "y": 1}, "z": 1}
    )
    new = stripped(book, only_metadata=("cell.metadata.tags", "metadata.kernelspec.name"))
    assert (new.cells[0].metadata, new.metadata) == ({"tags": []}, {"kernelspec": {"name": "x"}})
    assert stripped(book, only_metadata=("cell.metadata.tags",)).metadata == book.metadata


def test_other_keys_of_a_cell_can_leave() -> None:
    assert (
        "attachments"
        not in stripped(
            notebook(markdown("m", attachments={"a.png": {}})), drop_metadata=("cell.attachments",)
        )
        .cells[0]
        .data
    )


def test_kernel_and_version_leave_where_asked() -> None:
    book = notebook(
        metadata={"kernelspec": {"name": "x"}, "language_info": {"name": "python", "version": "3"}}
    )
    assert stripped(book, kernel="drop").metadata == {"language_info": {"name": "python"}}


def test_ids_are_numbered_over_the_cells_that_stay() -> None:
    book = notebook(code("", id="a"), code("x", id="b"), code("y", id="1"))
    assert [cell.id for cell in stripped(book, ids="renumber", drop_empty=True).cells] == ["0", "1"]


def test_dropping_ids_goes_back_to_the_format_that_has_none() -> None:
    new = stripped(notebook(code("x")), ids="drop")
    assert (new.cells[0].id, new.format) == (None, (4, 4))


def test_nbformat_3_is_stripped_with_its_own_keys() -> None:
    cell = {
        "cell_type": "code",
        "input": [],
        "prompt_number": 7,
        "outputs": [{"output_type": "pyout", "prompt_number": 7}],
    }
    raw = json.dumps(
        {"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": [{"cells": [cell]}]}
    ).encode()
    new = stripped(parse(raw)).cells[0].data
    assert (new["outputs"], new["prompt_number"]) == ([], None)


def test_the_summary_counts_what_leaves() -> None:
    book = notebook(code("1", outputs=[stream("x"), stream("y")], count=1, metadata={"collapsed": True}))
    assert said(counted(book, strip_edits(book, StripPolicy()))) == "2 outputs, 1 count, 1 metadata key"


WIDE: dict[str, dict[str, Any]] = {
    "default": {},
    "only": {"only_metadata": ("cell.metadata.name", "metadata.kernelspec")},
    "everything": {"drop_metadata": ("cell.*", "metadata.*")},
}


@pytest.mark.parametrize("name", WIDE)
@given(raw_notebooks())
def test_stripping_twice_changes_nothing_more(name: str, raw: bytes) -> None:
    once = stripped(parse(raw), **WIDE[name])
    assert stripped(once, **WIDE[name]).raw == once.raw


@pytest.mark.parametrize("policy", WIDE.values(), ids=WIDE)
@pytest.mark.parametrize("metadata", [{"tags": ["keep_output"]}, {"keep_output": True}, {"init_cell": True}])
def test_what_a_cell_says_of_its_outputs_stays_with_them(
    metadata: dict[str, Any], policy: dict[str, Any]
) -> None:
    once = stripped(notebook(code("1", outputs=[stream("x")], metadata=metadata)), **policy)
    assert once.cells[0].metadata == metadata
    assert outputs(stripped(once, **policy))[0]


def test_what_a_notebook_says_of_its_outputs_stays_with_them() -> None:
    policy: dict[str, Any] = {"only_metadata": ("metadata.kernelspec",)}
    book = notebook(code("1", outputs=[stream("x")]), metadata={"keep_output": True, "z": 1})
    once = stripped(book, **policy)
    assert once.metadata == {"keep_output": True}
    assert outputs(stripped(once, **policy))[0]


def test_an_instruction_to_strip_leaves_where_it_is_named() -> None:
    book = notebook(code("1", outputs=[stream("x")], metadata={"keep_output": True, "tags": ["keep_output"]}))
    new = stripped(book, drop_metadata=("cell.metadata.keep_output", "cell.metadata.tags"))
    assert new.cells[0].metadata == {}


@given(raw_notebooks())
def test_stripping_leaves_what_a_plain_walk_over_the_data_leaves(raw: bytes) -> None:
    expected = parse(raw).data
    for cell in expected["cells"]:
        meta = cell["metadata"]
        keeps = (
            meta["init_cell"]
            if "init_cell" in meta
            else meta.get("keep_output", expected["metadata"].get("keep_output"))
        )
        tagged = (
            isinstance(meta.get("tags"), list) and "keep_output" in meta["tags"] and "init_cell" not in meta
        )
        if cell["cell_type"] == "code":
            cell["execution_count"] = None
            cell["outputs"] = cell["outputs"] if keeps or tagged else []
            for output in cell["outputs"]:
                output.update({"execution_count": None} if "execution_count" in output else {})
        for key in ("collapsed", "scrolled"):
            meta.pop(key, None)
    assert stripped(parse(raw)).data == expected
