"""What strip does besides outputs and counts: texts of outputs, kernels, old formats and Zeppelin notes."""

import json
from typing import Any

import pytest

from nbtrack.errors import EditError, NotebookError, UsageError
from nbtrack.notebook.scan import parse_bytes
from nbtrack.notebook.splice import apply_edits
from nbtrack.notebook.strip.formats import parse_strippable
from nbtrack.notebook.strip.plan import strip_edits
from nbtrack.notebook.strip.policy import StripPolicy
from nbtrack.notebook.strip.summary import counted, said
from tests.making import code, notebook_b, result, stream

PYTHON = {"kernelspec": {"name": "venv-7", "display_name": "My venv", "language": "python"}}


def stripped(raw: bytes, **policy: Any) -> dict[str, Any]:
    book = parse_strippable(raw, "a.ipynb", parse_bytes)
    data = json.loads(apply_edits(book, strip_edits(book, StripPolicy(**policy))))
    assert isinstance(data, dict)
    return data


def outputs(data: dict[str, Any]) -> list[Any]:
    return [output for cell in data["cells"] for output in cell["outputs"]]


def test_outputs_leave_for_what_they_say_even_where_outputs_stay() -> None:
    error = {"output_type": "error", "ename": "E", "evalue": "token=1", "traceback": []}
    raw = notebook_b(
        code("x", outputs=[stream("a\nsecret: 1\n"), stream("fine"), result({"text/html": "b"}), error])
    )
    left = outputs(stripped(raw, drop_outputs=False, drop_matching=("secret: [0-9]", "^token")))
    assert [output["output_type"] for output in left] == ["stream", "execute_result"]


def test_a_pattern_that_is_none_is_an_error() -> None:
    with pytest.raises(UsageError, match="is not a regular expression"):
        StripPolicy(drop_matching=("(",))


def test_addresses_leave_the_texts_that_stay_and_nothing_else_does() -> None:
    raw = notebook_b(
        code(
            "x",
            outputs=[
                result({"text/plain": ["<f at 0x7f3b2c0d1e50>\n", "0xff"], "image/png": " at 0x7f3b2c0d"})
            ],
        )
    )
    (left,) = outputs(stripped(raw, drop_outputs=False, keep_counts=True, drop_addresses=True))
    assert left["data"] == {"text/plain": ["<f>\n", "0xff"], "image/png": " at 0x7f3b2c0d"}


def test_addresses_in_data_that_leaves_are_left_alone() -> None:
    raw = notebook_b(code("x", outputs=[result({"text/plain": "<f at 0x7f3b2c0d1e50>", "text/html": "h"})]))
    policy: dict[str, Any] = {"drop_outputs": False, "drop_addresses": True, "drop_mimes": ("text/plain",)}
    assert outputs(stripped(raw, **policy))[0]["data"] == {"text/html": "h"}


def test_a_python_notebook_can_name_the_kernel_that_everybody_has() -> None:
    raw = notebook_b(code("x"), metadata=PYTHON | {"language_info": {"name": "python", "version": "3.9"}})
    expected = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}
    data = stripped(raw, kernel="canonical")
    assert data["metadata"] == {"kernelspec": expected, "language_info": {"name": "python"}}
    assert stripped(raw, kernel="version")["metadata"] == PYTHON | {"language_info": {"name": "python"}}


def test_the_kernel_of_another_language_stays() -> None:
    other = {"kernelspec": {"name": "ir", "display_name": "R", "language": "R"}}
    assert stripped(notebook_b(metadata=other), kernel="canonical")["metadata"] == other


def test_a_kernel_that_leaves_is_not_made_canonical() -> None:
    raw = notebook_b(code("x"), metadata=PYTHON)
    assert stripped(raw, kernel="canonical", drop_metadata=("metadata.kernelspec",))["metadata"] == {}


def test_nbformat_2_is_stripped_with_its_own_keys() -> None:
    output = {"output_type": "pyout", "prompt_number": 1, "text": ["1"]}
    cell = {"cell_type": "code", "input": ["1"], "outputs": [output], "prompt_number": 1}
    document = {"metadata": {"name": "a"}, "nbformat": 2, "worksheets": [{"cells": [cell]}]}
    left = stripped(json.dumps(document, indent=1).encode())
    assert left["worksheets"][0]["cells"] == [cell | {"outputs": [], "prompt_number": None}]


def test_a_notebook_that_lost_its_format_is_taken_for_the_newest() -> None:
    raw = json.dumps({"cells": [code("1", outputs=[stream("x")], count=1)], "metadata": {}}).encode()
    assert stripped(raw) == {"cells": [code("1")], "metadata": {}}


def test_results_of_zeppelin_notes_leave() -> None:
    results = {"code": "SUCCESS", "msg": [{"type": "TEXT", "data": "1"}]}
    note = {
        "paragraphs": [{"text": "%py", "config": {"results": {}}, "results": results}, {"text": "t"}],
        "id": "x",
    }
    raw = json.dumps(note, indent=2).encode()
    left = stripped(raw)
    assert left["paragraphs"] == [{"text": "%py", "config": {"results": {}}, "results": {}}, {"text": "t"}]
    assert stripped(raw, drop_outputs=False) == note
    book = parse_strippable(raw, "a.zpln", parse_bytes)
    assert said(counted(book, strip_edits(book, StripPolicy()))) == "1 output"


@pytest.mark.parametrize(
    "raw",
    [b"{}", b"[]", b"1", b'{"nbformat": 1}', b'{"nbformat": 2}', b'{"cells": [1]}', b'{"paragraphs": [1]}'],
)
def test_what_is_no_notebook_is_refused(raw: bytes) -> None:
    with pytest.raises(NotebookError):
        parse_strippable(raw, "a.ipynb", parse_bytes)


def test_a_cell_that_contradicts_itself_is_refused() -> None:
    raw = notebook_b(code("x", metadata={"keep_output": False, "tags": ["keep_output"]}))
    with pytest.raises(EditError, match="cell 1: cell metadata contradicts tags"):
        stripped(raw)
    with_init = notebook_b(
        code("x", metadata={"keep_output": False, "tags": ["keep_output"], "init_cell": True})
    )
    assert stripped(with_init)["cells"]


def test_both_names_of_a_count_are_cleared() -> None:
    left = stripped(notebook_b(code("x", count=1, prompt_number=2)))["cells"][0]
    assert (left["execution_count"], left["prompt_number"]) == (None, None)


def test_metadata_called_outputs_is_metadata() -> None:
    raw = notebook_b(code("x"), metadata={"outputs": {"a": 1}})
    book = parse_strippable(raw, "a.ipynb", parse_bytes)
    assert (
        said(counted(book, strip_edits(book, StripPolicy(drop_metadata=("metadata.outputs",)))))
        == "1 metadata key"
    )


@pytest.mark.parametrize("pattern", ["cell.*", "*", "cell.source", "cell.outputs"])
def test_no_pattern_for_metadata_takes_the_cell_itself(pattern: str) -> None:
    raw = notebook_b(code("x = 1", outputs=[stream("1")], count=1, metadata={"a": 1}))
    (cell,) = stripped(raw, drop_metadata=(pattern,))["cells"]
    assert (cell["cell_type"], cell["source"], cell["outputs"]) == ("code", ["x = 1"], [])


def test_patterns_for_metadata_and_new_ids_go_together() -> None:
    raw = notebook_b(code("x = 1", outputs=[stream("1")], count=1, own=1))
    (cell,) = stripped(raw, drop_metadata=("cell.*",), ids="renumber")["cells"]
    assert cell["id"] == "0"
    assert "own" not in cell
