"""NBT101 to NBT106: what running a notebook leaves in it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings

from nbtrack.notebook.document import parse
from nbtrack.notebook.splice import apply_edits
from nbtrack.notebook.strip.plan import strip_edits
from nbtrack.notebook.strip.policy import StripPolicy
from nbtrack.rules.engine import check_notebook
from nbtrack.rules.fixing import ALL_FIXES, SAFE, fix_notebook
from nbtrack.rules.options import Options
from nbtrack.rules.registry import RULES
from nbtrack.rules.selection import select
from tests.making import code, markdown, notebook, raw_notebooks, result, stream
from tests.unit.rules.asking import findings, fixed, said

ERROR = {"output_type": "error", "ename": "ValueError", "evalue": "no\nmore", "traceback": []}


def test_a_clean_notebook_has_no_findings() -> None:
    clean = notebook(code("x = 1"), markdown("text"), metadata={"kernelspec": {"name": "python3"}})
    assert said("NBT10", clean) == []


@pytest.mark.parametrize(
    ("outputs", "expected"),
    [
        ([stream("hello")], "1: code cell stores 1 output (17 B)"),
        ([stream("hello"), result({"text/plain": "x" * 1500})], "1: code cell stores 2 outputs (1.5 kB)"),
        ([ERROR], "1: code cell stores 1 output (22 B)"),
    ],
)
def test_outputs_are_found_and_removed(outputs: list[Any], expected: str) -> None:
    dirty = notebook(code("1", outputs=outputs))
    assert said("NBT101", dirty) == [expected]
    assert fixed("NBT101", dirty).raw == notebook(code("1")).raw


@pytest.mark.parametrize(
    ("cell", "policy"),
    [
        (code("1", outputs=[stream("x")]), StripPolicy(drop_outputs=False)),
        (code("1", outputs=[stream("x")], metadata={"tags": ["keep_output"]}), StripPolicy()),
        (code("1", outputs=[stream("x")], metadata={"keep_output": True}), StripPolicy()),
        (code("1", outputs=[stream("x")], metadata={"tags": ["mine"]}), StripPolicy(keep_tags=("mine",))),
        (code("1", outputs=[stream("x")]), StripPolicy(keep_size=13)),
        (code("1", outputs=[stream("x", "stderr")]), StripPolicy(keep_types=("stream:stderr",))),
    ],
)
def test_what_strip_keeps_is_no_finding(cell: dict[str, Any], policy: StripPolicy) -> None:
    assert said("NBT101", notebook(cell), policy=policy) == []


def test_a_count_is_found_and_cleared() -> None:
    counted = notebook(code("1", count=7), code("2"), markdown("3"))
    assert said("NBT102", counted) == ["1: execution count stored"]
    assert fixed("NBT102", counted).raw == notebook(code("1"), code("2"), markdown("3")).raw
    assert said("NBT102", counted, policy=StripPolicy(keep_counts=True)) == []


@pytest.mark.parametrize("key", ["signature", "vscode", "orig_nbformat"])
def test_transient_metadata_of_the_notebook(key: str) -> None:
    dirty = notebook(code("1"), metadata={key: 4, "title": "mine"})
    assert said("NBT103", dirty) == [f"transient notebook metadata: {key}"]
    assert fixed("NBT103", dirty).raw == notebook(code("1"), metadata={"title": "mine"}).raw


@pytest.mark.parametrize("key", ["ExecuteTime", "collapsed", "execution", "scrolled"])
def test_transient_metadata_of_a_cell(key: str) -> None:
    dirty = notebook(code("1", metadata={key: True, "tags": ["mine"]}))
    assert said("NBT103", dirty) == [f"1: transient cell metadata: {key}"]
    assert fixed("NBT103", dirty).raw == notebook(code("1", metadata={"tags": ["mine"]})).raw


def test_metadata_that_a_project_keeps_is_no_finding() -> None:
    policy = StripPolicy(keep_metadata=("metadata.vscode",))
    assert said("NBT103", notebook(metadata={"vscode": 1}), policy=policy) == []


def test_what_is_left_of_widget_state_without_widgets_is_called_empty() -> None:
    dirty = notebook(metadata={"widgets": {"application/x": {"state": {}, "version_major": 2}}})
    assert said("NBT105", dirty) == ["empty widget state stored"]


def test_widget_state_is_one_finding_and_not_metadata_too() -> None:
    dirty = notebook(metadata={"widgets": {"application/x": {"state": {"a": {"value": 1}}}}})
    (message,) = said("NBT105", dirty)
    assert message.startswith("widget state stored (")
    assert said("NBT103", dirty) == []
    assert fixed("NBT105", dirty).raw == notebook().raw


def test_an_error_is_found_with_its_first_line() -> None:
    assert said("NBT104", notebook(code("1", outputs=[stream("x"), ERROR]))) == [
        "1: stores an error: ValueError: no"
    ]


@pytest.mark.parametrize(
    "cell",
    [
        code("1", outputs=[ERROR], metadata={"tags": ["raises-exception"]}),
        code("1", outputs=[stream("ValueError: no", "stderr")]),
        code("raise ValueError"),
    ],
)
def test_an_error_that_was_expected_or_is_none(cell: dict[str, Any]) -> None:
    assert said("NBT104", notebook(cell)) == []


def test_an_error_without_a_name_or_with_a_long_one() -> None:
    nameless: dict[str, Any] = {"output_type": "error", "ename": None, "evalue": None, "traceback": []}
    assert said("NBT104", notebook(code("1", outputs=[nameless]))) == ["1: stores an error: error"]
    (message,) = said("NBT104", notebook(code("1", outputs=[ERROR | {"evalue": "x" * 500}])))
    assert len(message) < 130


def test_a_large_output_is_found_and_removed_only_when_asked() -> None:
    big = notebook(code("1", outputs=[stream("x"), result({"text/html": "y" * 600, "text/plain": "z"})]))
    assert said("NBT106", big, max_output_size=500) == ["1: output 2 holds 616 B, mostly text/html"]
    assert said("NBT106", big, max_output_size=900) == []
    assert fixed("NBT106", big, SAFE, max_output_size=500).raw == big.raw
    assert fixed("NBT106", big, ALL_FIXES, max_output_size=500).raw == (
        notebook(code("1", outputs=[stream("x")])).raw
    )


@settings(max_examples=100, deadline=None)
@given(raw_notebooks())
def test_what_check_fixes_is_what_strip_strips(raw_b: bytes) -> None:
    rules = select(RULES, selected=["NBT101", "NBT102", "NBT103", "NBT105"])
    before = parse(raw_b)
    stripped = parse(apply_edits(before, strip_edits(before, StripPolicy())))
    assert check_notebook(stripped, rules, Options()) == ()
    mended = fix_notebook(before, rules, Options())
    assert mended.findings == ()
    assert mended.notebook.data == stripped.data


def test_findings_point_into_the_document() -> None:
    dirty = notebook(code("1", outputs=[stream("x"), ERROR], count=1))
    pointers = [finding.place.pointer for finding in findings("NBT10", dirty)]
    assert pointers == [("cells", 0, "outputs"), ("cells", 0, "execution_count"), ("cells", 0, "outputs", 1)]
