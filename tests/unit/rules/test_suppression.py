"""A person may allow what a rule finds: in a comment, with a tag, in the notebook's metadata."""

from __future__ import annotations

import pytest

from nbtrack.rules.engine import check_notebook
from nbtrack.rules.options import Options
from nbtrack.rules.registry import RULES
from nbtrack.rules.selection import select
from tests.making import code, markdown, notebook, stream

OUTPUT = [stream("hello")]


def codes(*cells: dict[str, object], selected: str = "NBT101,NBT202", **more: object) -> list[str]:
    found = check_notebook(notebook(*cells, **more), select(RULES, selected=selected.split(",")), Options())
    return [f"{finding.place.cell}: {finding.rule.code}" for finding in found]


@pytest.mark.parametrize(
    "source",
    [
        "# nbtrack: ignore[NBT101]\n1",
        "1\n# nbtrack: ignore[NBT101] the picture is the point",
        "# nbtrack: ignore[stored-output]",
        "# nbtrack: ignore[NBT1]",
        "# nbtrack: ignore[NBT999, NBT101]",
        "# nbtrack: ignore",
        "#nbtrack: ignore[NBT101]",
        "# nbtrack:ignore[NBT101]",
        "#nbtrack:  ignore [NBT101]",
    ],
)
def test_a_comment_of_its_own_line_speaks_for_the_cell(source: str) -> None:
    assert codes(code(source, outputs=OUTPUT)) == []


@pytest.mark.parametrize(
    "source",
    [
        "print('nbtrack: ignore[NBT101]')",
        "# nbtrack: ignore[NBT102]",
        "x = 1  # nbtrack: ignore[NBT101]",  # speaks for the line, and an output is on none
    ],
)
def test_other_text_does_not(source: str) -> None:
    assert codes(code(source, outputs=OUTPUT)) == ["1: NBT101"]


@pytest.mark.parametrize("spelled", ["ignore NBT201", "ignore: NBT201, NBT305 for now", "ignore[NBT201"])
def test_codes_without_brackets_allow_no_more_than_they_name(spelled: str) -> None:
    assert codes(code(f"# nbtrack: {spelled}", outputs=OUTPUT)) == ["1: NBT101"]
    assert codes(code(f"# nbtrack: {spelled.replace('NBT201', 'NBT101')}", outputs=OUTPUT)) == []


def test_a_comment_behind_code_speaks_for_its_line() -> None:
    path = "open('/home/ana/x')"
    assert codes(code(f"{path}  # nbtrack: ignore[NBT202]\n{path}")) == []
    assert codes(code(f"x = 1  # nbtrack: ignore[NBT202]\n{path}")) == ["1: NBT202"]
    assert codes(code(f"print('nbtrack: ', {path})  # nbtrack:ignore[NBT202]")) == []


def test_a_markdown_cell_says_it_in_an_html_comment() -> None:
    assert codes(markdown("see /home/ana/x\n<!-- nbtrack: ignore[NBT202] -->")) == []


@pytest.mark.parametrize("tag", ["nbtrack-ignore", "nbtrack-ignore:NBT101", "nbtrack-ignore:NBT2,NBT101"])
def test_a_tag_speaks_for_its_cell(tag: str) -> None:
    tagged = code("1", outputs=OUTPUT, metadata={"tags": [tag]})
    assert codes(tagged, code("1", outputs=OUTPUT)) == ["2: NBT101"]


def test_metadata_speaks_for_the_notebook() -> None:
    metadata = {"nbtrack": {"ignore": ["NBT101"]}}
    assert codes(code("1", outputs=OUTPUT), code("1", outputs=OUTPUT), metadata=metadata) == []


@pytest.mark.parametrize("own", [None, [], "NBT101", {"ignore": "NBT101"}, {"ignore": [3]}])
def test_metadata_of_another_shape_allows_nothing(own: object) -> None:
    assert codes(code("1", outputs=OUTPUT), metadata={"nbtrack": own}) == ["1: NBT101"]


def test_a_suppression_that_allows_nothing_is_reported() -> None:
    cell = code("# nbtrack: ignore[NBT101]")
    assert codes(cell, selected="NBT101,NBT010") == ["1: NBT010"]


def test_a_suppression_of_a_rule_that_did_not_run_is_not() -> None:
    assert codes(code("# nbtrack: ignore[NBT201]"), selected="NBT101,NBT010") == []


def test_a_suppression_that_names_no_rule_is_reported() -> None:
    assert codes(code("# nbtrack: ignore[NBT999]"), selected="NBT010") == ["1: NBT010"]


def test_a_used_suppression_is_not_reported() -> None:
    cell = code("# nbtrack: ignore[NBT101]", outputs=OUTPUT)
    assert codes(cell, selected="NBT101,NBT010") == []
