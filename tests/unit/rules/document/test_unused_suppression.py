"""A suppression that allows nothing is taken away, where that is certain to change nothing else."""

from __future__ import annotations

from typing import Any

import pytest

from nbtrack.rules.fixing import fix_notebook
from nbtrack.rules.options import Options
from nbtrack.rules.registry import RULES
from nbtrack.rules.selection import select
from tests.making import code, markdown, notebook, stream

ALL_BUT_EMPTY = select(RULES, selected=["NBT010", "NBT101", "NBT102", "NBT201", "NBT202"])


def fixed(*cells: dict[str, Any], **more: Any) -> Any:
    return fix_notebook(notebook(*cells, **more), ALL_BUT_EMPTY, Options()).notebook


def source(text: str) -> str:
    return str(fixed(code(text)).cells[0].source)


COMMENTS = {
    "x = 1  # nbtrack: ignore[NBT202]": "x = 1",
    "x = 1  # nbtrack: ignore[NBT202] a reason": "x = 1",
    "x = 1  # noqa: E501  # nbtrack: ignore[NBT202]": "x = 1  # noqa: E501",
    "# nbtrack: ignore[NBT101]\nx = 1": "x = 1",
    "x = 1\n# nbtrack: ignore[NBT101, NBT102]": "x = 1",
    "if x:\n    # nbtrack: ignore[home-path]\n    y = 1": "if x:\n    y = 1",
    "open('/home/ana/x')  # nbtrack: ignore[NBT202, NBT201] why": (
        "open('/home/ana/x')  # nbtrack: ignore[NBT202] why"
    ),
    'x = """\n# nbtrack: ignore[NBT101]\n"""  # nbtrack: ignore[NBT202]': (
        'x = """\n# nbtrack: ignore[NBT101]\n"""'
    ),
}


@pytest.mark.parametrize("text", COMMENTS)
def test_a_code_is_taken_out_of_a_comment_and_an_empty_comment_goes(text: str) -> None:
    assert source(text) == COMMENTS[text]
    assert source(COMMENTS[text]) == COMMENTS[text]


KEPT = {
    "may be needed by a rule that is off": "x = 1  # nbtrack: ignore",
    "may be needed by another of the family": "x = 1  # nbtrack: ignore[NBT1]",
    "misspelt, and for its author": "x = 1  # nbtrack: ignore[NBT999]",
    "in a string": 'x = "# nbtrack: ignore[NBT101]"',
    "in a cell with a magic": "%time x = 1  # nbtrack: ignore[NBT202]",
    "in use": "open('/home/ana/x')  # nbtrack: ignore[NBT202]",
}


@pytest.mark.parametrize("why", KEPT)
def test_what_is_not_certain_stays(why: str) -> None:
    assert source(KEPT[why]) == KEPT[why]


def test_code_in_another_language_stays() -> None:
    text = "x <- 1 # nbtrack: ignore[NBT202]"
    assert fixed(code(text), metadata={"kernelspec": {"language": "R"}}).cells[0].source == text


def test_markdown_loses_its_html_comment() -> None:
    assert fixed(markdown("a\n<!-- nbtrack: ignore[NBT202] why -->\nb")).cells[0].source == "a\nb"
    assert fixed(markdown("a <!-- nbtrack: ignore[NBT202] --> b")).cells[0].source == "a  b"
    open_ended = "a <!-- nbtrack: ignore[NBT202]\n-->"
    assert fixed(markdown(open_ended)).cells[0].source == open_ended


def test_a_tag_loses_what_is_unused() -> None:
    output = [stream("x")]
    kept = code("1", outputs=output, metadata={"tags": ["a", "nbtrack-ignore:NBT101,NBT201"]})
    emptied = code("1", metadata={"tags": ["nbtrack-ignore:NBT101"]})
    first, second = fixed(kept, emptied).cells
    assert first.tags == ("a", "nbtrack-ignore:NBT101")
    assert second.metadata == {}


def test_metadata_loses_what_is_unused() -> None:
    two = {"nbtrack": {"ignore": ["NBT101", "NBT201"]}}
    assert fixed(code("1", outputs=[stream("x")]), metadata=two).metadata == {
        "nbtrack": {"ignore": ["NBT101"]}
    }
    assert fixed(code("1"), metadata=two).metadata == {}
    other = {"nbtrack": {"ignore": ["NBT101"], "more": 1}}
    assert fixed(code("1"), metadata=other).metadata == {"nbtrack": {"more": 1}}


def test_a_source_keeps_the_form_in_which_it_is_stored() -> None:
    text = "x = 1\ny = 2  # nbtrack: ignore[NBT202]\n"
    as_text = code("") | {"source": text}
    assert fixed(as_text).cells[0].data["source"] == "x = 1\ny = 2\n"
    assert fixed(code(text)).cells[0].data["source"] == ["x = 1\n", "y = 2\n"]
