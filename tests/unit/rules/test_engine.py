"""All rules run, whatever happens to one of them."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING

import pytest

from nbtrack.errors import NotebookError
from nbtrack.notebook.document import parse
from nbtrack.rules.engine import check_notebook, finding_for
from nbtrack.rules.options import Options
from nbtrack.rules.registry import RULES
from nbtrack.rules.rule import Rule
from nbtrack.rules.selection import select
from tests.making import code, notebook, stream

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nbtrack.rules.finding import Finding
    from nbtrack.rules.subject import Subject


@pytest.fixture
def broken() -> Iterator[Rule]:
    def check(rule: Rule, subject: Subject) -> Iterator[Finding]:
        raise KeyError(subject.notebook.path)

    module = ModuleType("broken_rule_of_this_test")
    module.check = check  # type: ignore[attr-defined]
    sys.modules[module.__name__] = module
    yield Rule("NBT999", "broken-rule", "always fails", module=module.__name__)
    del sys.modules[module.__name__]


def test_a_rule_that_fails_is_a_finding_and_the_others_still_run(broken: Rule) -> None:
    dirty = notebook(code("1", outputs=[stream("hello")]))
    crashed, stored = check_notebook(dirty, (broken, *select(RULES, selected=["NBT101"])), Options())
    assert (crashed.rule.code, stored.rule.code) == ("NBT000", "NBT101")
    assert "NBT999 broken-rule failed here, please report it: KeyError: 'test.ipynb'" in crashed.message


def test_nobody_can_allow_a_rule_to_fail(broken: Rule) -> None:
    quiet = notebook(code("# nbtrack: ignore"), metadata={"nbtrack": {"ignore": ["ALL", "NBT000"]}})
    (crashed,) = check_notebook(quiet, (broken,), Options())
    assert crashed.rule.code == "NBT000"


def test_findings_come_in_the_order_of_the_cells() -> None:
    dirty = notebook(
        code("open('/home/ana/x')\nopen('/home/eva/x')", count=2, outputs=[stream("hello")]),
        code("2", count=1),
        metadata={"signature": "x"},
    )
    found = check_notebook(dirty, select(RULES, selected=["NBT10", "NBT202"]), Options())
    places = [(finding.place.cell or 0, finding.place.line or 0, finding.rule.code) for finding in found]
    assert places == sorted(places)
    assert len(places) == 6


@pytest.mark.parametrize(
    ("raw", "code"), [(b"{", "NBT001"), (b"", "NBT001"), (b'{\n<<<<<<< HEAD\n"a": 1\n', "NBT002")]
)
def test_a_file_that_cannot_be_read_has_a_finding_too(raw: bytes, code: str) -> None:
    with pytest.raises(NotebookError) as caught:
        parse(raw)
    assert finding_for(caught.value).rule.code == code
