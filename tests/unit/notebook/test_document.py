import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nbtrack.errors import NotebookError
from nbtrack.notebook.document import parse
from tests.making import code, json_values, markdown, notebook, notebook_b, stream


def test_cells_are_numbered_from_one_over_all_kinds() -> None:
    found = notebook(markdown("# Title"), code("x = 1"), code("x"))
    assert [(cell.number, cell.kind, cell.source) for cell in found.cells] == [
        (1, "markdown", "# Title"),
        (2, "code", "x = 1"),
        (3, "code", "x"),
    ]


def test_a_source_reads_the_same_stored_as_a_text_or_as_lines() -> None:
    assert [c.source for c in notebook(code("a\nb"), code("") | {"source": "a\nb"}).cells] == ["a\nb", "a\nb"]


def test_nbformat_3_keeps_its_cells_in_worksheets_and_has_other_keys() -> None:
    cell = {"cell_type": "code", "input": ["x"], "prompt_number": 7, "outputs": [], "metadata": {}}
    old = {"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": [{"cells": [cell]}]}
    found = parse(json.dumps(old).encode()).cells[0]
    assert (found.source, found.count, found.pointer) == ("x", 7, ("worksheets", 0, "cells", 0))


def test_what_strangers_leave_out_reads_as_empty() -> None:
    cell = notebook({"cell_type": "code"}, minor=4).cells[0]
    assert (cell.source, cell.outputs, cell.metadata, cell.tags, cell.count, cell.id) == (
        "",
        [],
        {},
        (),
        None,
        None,
    )


def test_the_language_comes_from_language_info_then_kernelspec_then_jupytext_then_python() -> None:
    assert (
        notebook(metadata={"language_info": {"name": "R"}, "kernelspec": {"language": "x"}}).language == "r"
    )
    assert notebook(metadata={"kernelspec": {"language": "julia"}}).language == "julia"
    assert notebook(metadata={"jupytext": {"main_language": "R"}}).language == "r"
    assert (
        notebook(metadata={"kernelspec": {"language": "x"}, "jupytext": {"main_language": "R"}}).language
        == "x"
    )
    assert notebook().language == "python"
    assert notebook().declared_language is None


UNREADABLE = {
    "empty": (b"", "cannot read x.ipynb: the file is empty"),
    "blank": (b" \n", "cannot read x.ipynb: the file is empty"),
    "git-lfs": (b"version https://git-lfs.github.com/spec/v1\noid sha256:1\n", "a git-lfs pointer"),
    "utf-16": ('{"nbformat": 4}'.encode("utf-16"), "it is UTF-16"),
    "a mark and nothing": (b"\xef\xbb\xbf\n", "cannot read x.ipynb: the file is empty"),
    "utf-16 without a mark": ('{"nbformat": 4}'.encode("utf-16-le"), "it is UTF-16LE"),
    "utf-32": ('{"nbformat": 4}'.encode("utf-32"), "it is UTF-32"),
    "archive": (b"PK\x03\x04\x14", "it is a binary file"),
    "zeros": (b"\0\0\0\0", "it is a binary file"),
    "web page behind a mark": (b"\xef\xbb\xbf<html>", "it is an HTML page"),
    "xml": (b'<?xml version="1.0"?><Error/>', "it is an HTML page"),
    "cut in a text": (b'{"a": "bc', "cut short at line 1, column 7: unterminated string"),
    "cut in a word": (b'{"a": tru', "cut short at line 1, column 7: expecting a value"),
    "control character": (b'{"a": "b\tc"}', "not JSON at line 1, column 9: invalid control character"),
    "web page": (b"<!DOCTYPE html><html></html>", "it is an HTML page"),
    "conflict": (
        b'{\n<<<<<<< HEAD\n "a": 1,\n=======\n',
        'not JSON at line 2, column 1: conflict marker "<<<<<<<"',
    ),
    "not utf-8": (b'{"a": "\xff"}', "not JSON at line 1, column 8: not UTF-8 text: byte 0xff"),
    "syntax": (b'{"a": 1,\n b}', "not JSON at line 2, column 2: expecting property name"),
    "two documents": (
        b'{"nbformat": 4}{}',
        "not JSON at line 1, column 16: text after the end of the document",
    ),
    "no value": (b"nothing", "not JSON at line 1, column 1: expecting a value"),
    "truncated": (b'{"cells": [', "cut short at line 1, column 12: expecting a value"),
    "deep": (b"[" * 100_000, "nested too deeply"),
    "endless number": (b'{"a": ' + b"1" * 9999 + b"}", "a whole number of more than the 4300 digits"),
    "list": (b"[]", "JSON, but not a notebook: the document is no object"),
    "no format": (b"{}", 'there is no "nbformat" number'),
    "format 2": (b'{"nbformat": 2}', "nbformat 2 is not supported, only 3 and 4"),
    "format 5": (b'{"nbformat": 5}', "nbformat 5 is not supported"),
    "no cells": (b'{"nbformat": 4}', 'there are no "cells"'),
    "cells that are none": (b'{"nbformat": 4, "cells": {}}', '"cells" is no list'),
    "bad cell": (b'{"nbformat": 4, "cells": [1]}', "cell 1 is no object"),
    "bad sheets": (b'{"nbformat": 3, "worksheets": 1}', '"worksheets" is no list of objects'),
    "bad sheet cells": (b'{"nbformat": 3, "worksheets": [{"cells": 1}]}', '"cells" is no list'),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_is_not_a_notebook_is_named_with_its_place(name: str) -> None:
    raw, expected = UNREADABLE[name]
    with pytest.raises(NotebookError) as caught:
        parse(raw, "x.ipynb")
    assert expected in caught.value.message
    assert "\n" not in caught.value.message


@pytest.mark.parametrize("name", UNREADABLE)
def test_whatever_is_wrong_there_is_a_hint_at_what_to_do(name: str) -> None:
    with pytest.raises(NotebookError) as caught:
        parse(UNREADABLE[name][0], "x.ipynb")
    assert caught.value.hint


@pytest.mark.parametrize("name", UNREADABLE)
def test_no_command_is_told_for_what_came_from_stdin(name: str) -> None:
    with pytest.raises(NotebookError) as caught:
        parse(UNREADABLE[name][0])
    assert "stdin>" not in (caught.value.hint or "")


@pytest.mark.parametrize("name", ["conflict", "syntax", "truncated", "empty"])
def test_a_command_in_a_hint_means_the_file_whatever_its_name(name: str) -> None:
    with pytest.raises(NotebookError) as caught:
        parse(UNREADABLE[name][0], "my $(nb).ipynb")
    assert " 'my $(nb).ipynb'" in (caught.value.hint or "")


def test_a_git_conflict_inside_a_cell_source_is_no_conflict_marker() -> None:
    found = notebook(markdown("text\n<<<<<<< HEAD\n"))
    assert "<<<<<<<" in found.cells[0].source


@given(st.binary(max_size=60) | st.builds(lambda value: json.dumps(value).encode(), json_values))
def test_any_bytes_are_a_notebook_or_a_notebook_error(raw: bytes) -> None:
    with contextlib.suppress(NotebookError):
        parse(raw)


@given(st.lists(st.sampled_from([code("1"), markdown("m"), code("p", outputs=[stream("out")])])))
def test_nothing_is_lost_between_bytes_and_data(cells: list[dict[str, object]]) -> None:
    raw = notebook_b(*cells)
    assert parse(raw).data == json.loads(raw)


@pytest.mark.parametrize(
    ("path", "hint"),
    [
        ("train.py", "name notebooks (.ipynb), or a folder that has some"),
        ("notes.txt", "name notebooks (.ipynb), or a folder that has some"),
        ("a.ipynb", "where git knows it, `git diff -- a.ipynb` shows whether it was edited by hand"),
    ],
)
def test_a_text_that_was_named_by_mistake_is_told_from_a_broken_notebook(path: str, hint: str) -> None:
    with pytest.raises(NotebookError) as raised:
        parse(b"print(1)\n", path)
    assert raised.value.hint == hint
