"""One text, one finding: a home folder is a path of one machine, and is reported once."""

from __future__ import annotations

import pytest

from nbtrack.rules.engine import check_notebook
from nbtrack.rules.options import Options
from nbtrack.rules.registry import RULES
from nbtrack.rules.selection import select
from tests.making import code, notebook


def codes(source: str, *selected: str) -> list[str]:
    found = check_notebook(notebook(code(source)), select(RULES, selected=selected), Options())
    return [finding.rule.code for finding in found]


@pytest.mark.parametrize("source", ["open('/home/ana/x')", "p = r'C:\\Users\\ana\\x'"])
def test_a_home_folder_is_reported_once(source: str) -> None:
    assert codes(source, "NBT202", "NBT405") == ["NBT202"]


def test_without_the_rule_that_says_more_the_other_is_heard() -> None:
    assert codes("open('/home/ana/x')", "NBT405") == ["NBT405"]


def test_other_texts_on_the_same_line_are_reported() -> None:
    assert codes("move('/home/ana/x', '/mnt/y/x')", "NBT202", "NBT405") == ["NBT202", "NBT405"]


def test_allowing_the_one_allows_the_text() -> None:
    allowed = "open('/home/ana/x')  # nbtrack: ignore[NBT202]"
    assert codes(allowed, "NBT202", "NBT405", "NBT010") == []


def test_a_suppression_of_the_other_rule_is_no_unused_one() -> None:
    allowed = "open('/home/ana/x')  # nbtrack: ignore[NBT405]"
    assert codes(allowed, "NBT202", "NBT405", "NBT010") == ["NBT202"]
