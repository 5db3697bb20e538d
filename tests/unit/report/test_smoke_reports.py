"""Smoke runs in the forms that CI servers read."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from junitparser import JUnitXml
from markdown_it import MarkdownIt

from nbtrack.errors import NotebookError
from nbtrack.report import smoke_github, smoke_json, smoke_junit, smoke_markdown
from nbtrack.report.smoke_lines import located
from nbtrack.report.smoke_summary import summary_line
from nbtrack.smoke.verdict import (
    FAILED,
    HIDDEN_STATE,
    NOT_RUN,
    PASSED,
    TIMEOUT,
    CellRun,
    Failure,
    Tried,
    Verdict,
)
from tests.making import code, markdown, notebook_b

if TYPE_CHECKING:
    from pathlib import Path

RUNS = (CellRun(1, PASSED, 0.5), CellRun(3, FAILED, 0.25), CellRun(4, NOT_RUN))
EVIL = "a\x1b[2J\n::error::x ##[error] <script>&\"' | @you ]]>\ud800"
FAILURE = Failure(
    3, 2, f"NameError: {EVIL}", "x = y", 4, 5, f"no cell {EVIL}", HIDDEN_STATE, (f"cell 3 {EVIL}",)
)
FAILS = Tried("b.ipynb", Verdict("b.ipynb", 3, 0.75, FAILURE, (EVIL,), EVIL, EVIL, runs=RUNS), file_line=12)
RAN = Tried("a.ipynb", Verdict("a.ipynb", 1, 0.1, None, runs=(CellRun(1, PASSED, 0.1),)))
UNREADABLE = Tried("c.ipynb", error=NotebookError("not JSON", path="c.ipynb"))
NOT_TRIED = Tried("d.ipynb")
ALL = (RAN, FAILS, UNREADABLE, NOT_TRIED)


def test_the_summary_counts_each_kind() -> None:
    assert summary_line(ALL) == (
        "4 notebooks: 1 ran, 1 fails, 1 could not be tried, 1 not tried, since one fails"
    )
    assert summary_line([RAN]) == "1 notebook: 1 ran"


def test_junit_has_a_test_for_each_cell() -> None:
    text = smoke_junit.render(ALL)
    suites = list(JUnitXml.fromstring(text.encode()))
    assert [(s.name, s.tests, s.failures, s.errors, s.skipped) for s in suites] == [
        ("a.ipynb", 1, 0, 0, 0),
        ("b.ipynb", 3, 1, 0, 1),
        ("c.ipynb", 1, 0, 1, 0),
        ("d.ipynb", 1, 0, 0, 1),
    ]
    (failed,) = [
        case for case in ElementTree.fromstring(text).iter("testcase") if case.find("failure") is not None
    ]
    assert (failed.get("name"), failed.get("classname")) == ("cell 3", "b.ipynb")
    assert (failed.findtext("failure") or "").startswith("b.ipynb:12: line 2: NameError")
    assert "\x1b" not in text
    root = ElementTree.fromstring(text)
    assert (root.get("tests"), root.get("failures"), root.get("time")) == ("6", "1", "0.850")


def test_junit_has_a_test_for_what_fails_in_no_cell() -> None:
    early = Failure(0, None, "killed by SIGKILL", kind=TIMEOUT)
    verdict = Verdict("b.ipynb", 1, 0.1, early, runs=(CellRun(1, NOT_RUN),))
    cases = list(ElementTree.fromstring(smoke_junit.render([Tried("b.ipynb", verdict)])).iter("testcase"))
    assert [(case.get("name"), [child.tag for child in case]) for case in cases] == [
        ("notebook", ["failure"]),
        ("cell 1", ["skipped"]),
    ]


def test_nothing_at_all_is_a_report_too() -> None:
    assert ElementTree.fromstring(smoke_junit.render([])).get("tests") == "0"
    assert json.loads(smoke_json.render([]))["notebooks"] == []
    assert "0 notebooks" in smoke_markdown.render([])


def test_annotations_stand_on_the_line_of_the_file() -> None:
    lines = smoke_github.render(ALL).splitlines()
    assert lines[0].startswith(
        "::error file=b.ipynb,line=12,title=fails outside Jupyter::cell 3, line 2: NameError"
    )
    assert lines[1].startswith("::error file=c.ipynb,line=1,title=cannot be tried outside Jupyter::")
    assert len(lines) == 3  # nothing of the notebook begins a line


def test_more_than_github_shows_are_plain_lines() -> None:
    lines = smoke_github.render([FAILS] * 12).splitlines()
    assert sum(line.startswith("::error") for line in lines) == 10
    rest = [line for line in lines if line.startswith("- b.ipynb")]
    assert len(rest) == 2
    assert not any("##[" in line for line in rest)


def test_markdown_obeys_nothing_of_the_notebook() -> None:
    text = smoke_markdown.render(ALL)
    html = MarkdownIt("commonmark").enable("table").render(text)
    assert "<script>" not in html
    assert html.count("<tr>") == 5
    assert html.index("b.ipynb") < html.index("a.ipynb")


def test_json_has_everything() -> None:
    found = json.loads(smoke_json.render(ALL))
    assert found["schema"] == "nbtrack.smoke/1"
    good, bad = found["notebooks"]
    assert (good["passed"], good["failure"], bad["passed"]) == (True, None, False)
    assert (bad["failure"]["kind"], bad["failure"]["file_line"]) == ("hidden-state", 12)
    assert [run["status"] for run in bad["runs"]] == ["passed", "failed", "not-run"]
    assert found["errors"] == [{"path": "c.ipynb", "message": "cannot read c.ipynb: not JSON", "hint": None}]
    assert found["not_tried"] == ["d.ipynb"]


def test_the_line_of_the_file_is_that_of_the_cells_line(tmp_path: Path) -> None:
    path = tmp_path / "x.ipynb"
    path.write_bytes(notebook_b(markdown("# t"), code("a = 1\nb = c\nd = 1")))
    failure = Failure(2, 2, "NameError")
    found = located(Tried(str(path), Verdict(str(path), 1, 0.1, failure)))
    assert "b = c" in path.read_text().split("\n")[found.file_line - 1]
    path.write_text("{")
    assert located(Tried(str(path), Verdict(str(path), 1, 0.1, failure))).file_line == 1
