"""Nothing in a notebook or its name is obeyed by whoever reads a report: real readers judge."""

from __future__ import annotations

import json
import re
import unicodedata
from xml.etree import ElementTree

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from junitparser import Error, Failure, JUnitXml
from markdown_it import MarkdownIt

from nbtrack.notebook.document import parse
from nbtrack.report.result import Checked, Report
from nbtrack.rules.finding import Finding
from nbtrack.rules.place import Place, in_notebook
from nbtrack.rules.registry import RULES
from tests.making import raw_notebooks
from tests.unit.report.samples import checked, hostile, sample
from tests.unit.report.sarif_schema import SARIF_SCHEMA
from tests.unit.report.test_formats import FILES, rendered

FOR_LOGS = ("text", "concise", "github", "statistics", "markdown", "junit")
_WARNING = next(rule for rule in RULES if rule.level == "warning")
_ERROR = next(rule for rule in RULES if rule.level == "error")


def saying(*messages: str, path: str = "a.ipynb") -> Report:
    """Make a report of findings that say these things."""
    return Report([Checked(path, [Finding(_WARNING, in_notebook(), message) for message in messages])])


@pytest.mark.parametrize("name", FOR_LOGS)
def test_no_control_or_bidirectional_character_is_printed(name: str) -> None:
    text = rendered(name, hostile())
    odd = [c for c in text if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp") and c != "\n"]
    assert not odd


@pytest.mark.parametrize("name", ["json", "sarif", "gitlab"])
def test_json_is_ascii_and_readable_by_the_strictest(name: str) -> None:
    text = rendered(name, hostile())
    assert text.isascii()
    assert orjson.loads(text) == json.loads(text)


def commands(text: str) -> list[str]:
    """Find what the runners of GitHub (`ActionCommand.cs` in actions/runner), Azure and TeamCity obey."""
    return [
        line
        for line in text.splitlines()
        if line.lstrip().startswith("::") or re.search(r"##(?:vso|teamcity)?\[", line)
    ]


@pytest.mark.parametrize("name", [name for name in FILES if name != "github"])
def test_a_log_holds_no_command_of_a_notebook(name: str) -> None:
    report = saying(
        *("##[error]x", "##vso[task.complete]", "##teamcity[buildStop]", "::error::x\n::error::y"),
        path="::error::a\n##[error]b",
    )
    place = Place(("cells", 0), cell=1, cell_id="##[error]", line=1, column=1, snippet="##[error]c ##vso[a]")
    report.files[0].findings = [*report.files[0].findings, Finding(_ERROR, place, "x")]
    report.files[0].file_lines = [1] * 5
    assert not commands(rendered(name, report))


def test_github_runs_only_commands_of_ours() -> None:
    report = saying(
        *["::error::x\n::stop-commands::y %0A::error::z ##[error]a"] * 12, path="::error::,b:\n##[c]"
    )
    found = commands(rendered("github", report))
    assert len(found) == 10
    for line in found:
        assert re.fullmatch(r"::warning file=[^,:]*,line=1,title=[^,:]*::.*", line)
        assert "%0A" not in line.replace("%250A", "")


def test_github_gets_ten_of_a_level_worst_first_and_the_rest_as_lines() -> None:
    findings = [Finding(_WARNING, in_notebook(), f"w{n}") for n in range(12)]
    findings += [Finding(_ERROR, in_notebook(), "e")]
    lines = rendered("github", Report([Checked("a.ipynb", findings)])).splitlines()
    assert [line.partition(" ")[0] for line in lines[:11]] == ["::error", *["::warning"] * 10]
    assert lines[11:14] == [
        "2 findings more than GitHub shows as annotations of one step:",
        f"- a.ipynb:1: {_WARNING.code} w10",
        f"- a.ipynb:1: {_WARNING.code} w11",
    ]


@pytest.mark.parametrize("report", [hostile(), sample(), Report([])], ids=["hostile", "sample", "nothing"])
def test_sarif_is_valid(report: Report) -> None:
    log = json.loads(rendered("sarif", report))
    Draft202012Validator(SARIF_SCHEMA).validate(log)
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert all(rules[result["ruleIndex"]]["id"] == result["ruleId"] for result in run["results"])
    assert len({rule["id"] for rule in rules}) == len(rules)
    assert run["invocations"][0]["executionSuccessful"] == (not report.failed)


def test_sarif_makes_no_link_of_a_message() -> None:
    (result,) = json.loads(rendered("sarif", saying("see [here](https://evil.example)")))["runs"][0][
        "results"
    ]
    assert result["message"]["text"] == "see \\[here\\](https://evil.example)"


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("./a b.ipynb", "a%20b.ipynb"),
        ("a:b#c?.ipynb", "a%3Ab%23c%3F.ipynb"),
        ("/x/\udcff.ipynb", "file:///x/%FF.ipynb"),
        ("../up.ipynb", "../up.ipynb"),
        ("\ud800.ipynb", "%ED%A0%80.ipynb"),
    ],
)
def test_sarif_names_files_by_uri(path: str, uri: str) -> None:
    (result,) = json.loads(rendered("sarif", saying("x", path=path)))["runs"][0]["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == uri


def test_junit_is_read_by_the_readers_of_junit() -> None:
    report = hostile()
    suites = list(JUnitXml.fromstring(rendered("junit", report).encode()))
    assert len(suites) == 2
    results = [(suite, case, outcome) for suite in suites for case in suite for outcome in case.result]
    assert {type(outcome) for suite, _, outcome in results if suite is suites[0]} == {Failure}
    assert {type(outcome) for suite, _, outcome in results if suite is suites[1]} == {Error}
    assert [suite.tests for suite in suites] == [len(file.findings) for file in report.files]
    assert [suite.failures for suite in suites] == [len(report.files[0].findings), 0]
    assert [suite.errors for suite in suites] == [0, 1]
    names = [(case.classname, case.name) for _, case, _ in results]
    assert len(set(names)) == len(names)


def test_junit_says_what_was_found_to_the_letter() -> None:
    root = ElementTree.fromstring(rendered("junit", saying("]]> & <b> \"q\" 'p' `c`")))
    (failure,) = root.iter("failure")
    assert failure.get("message") == "]]> & <b> \"q\" 'p' `c`"


def test_markdown_is_tables_of_plain_text() -> None:
    report = hostile()
    tokens = MarkdownIt("commonmark").enable("table").parse(rendered("markdown", report))
    inline = [child for token in tokens for child in token.children or ()]
    allowed = {"text", "text_special", "softbreak", "strong_open", "strong_close", "em_open", "em_close"}
    other = [child for child in inline if child.type not in allowed]
    assert {(child.type, child.content) for child in other} <= {("html_inline", "<!-- -->")}
    assert {token.type for token in tokens} <= {
        *("paragraph_open", "inline", "paragraph_close", "heading_open", "heading_close"),
        *("table_open", "table_close", "thead_open", "thead_close", "tbody_open", "tbody_close"),
        *("tr_open", "tr_close", "th_open", "th_close", "td_open", "td_close"),
    }
    rows = sum(token.type == "tr_open" for token in tokens) - 2  # without the two heads
    assert rows == sum(len(file.findings) for file in report.files)
    cells = sum(token.type == "td_open" for token in tokens)
    assert cells == 4 * rows


@pytest.mark.parametrize("linked", ["https://evil.example/x", "www.evil.example", "a@evil.example", "@you"])
def test_markdown_makes_no_link_of_a_message(linked: str) -> None:
    text = rendered("markdown", saying(f"see {linked}"))
    assert linked not in text
    assert linked in text.replace("<!-- -->", "")


def test_markdown_fits_a_comment_and_says_what_is_left_out() -> None:
    text = rendered("markdown", saying(*[f"{'x' * 100} {n}" for n in range(1000)]))
    assert 55_000 < len(text.encode()) < 65_536
    shown = text.count("xxx |") + text.count("x" * 100)
    assert text.endswith(f"\n{1000 - shown} more are not shown.\n")


@pytest.mark.parametrize("name", sorted(set(FILES) - {"text", "statistics"}))
def test_every_format_for_machines_has_both_places(name: str) -> None:
    place = Place(("cells", 2), cell=3, cell_id="5f2c91ab", line=2, column=1, end_column=2, snippet="x")
    checked = Checked("a.ipynb", [Finding(_WARNING, place, "message")], file_lines=[58])
    text = rendered(name, Report([checked]))
    assert all(part in text for part in ("5f2c91ab", "58"))
    assert re.search(r'cell 3|\| 3 \(|"cell": 3', text)
    assert re.search(r'line 2|"line": 2', text)


@settings(deadline=None)
@given(raw_notebooks(), st.text(st.characters(exclude_characters="\x00"), min_size=1))
def test_whatever_a_notebook_holds_every_format_can_be_read(raw_b: bytes, path: str) -> None:
    report = Report([checked(parse(raw_b, path))])
    for name in ("json", "sarif", "gitlab"):
        orjson.loads(rendered(name, report))
    Draft202012Validator(SARIF_SCHEMA).validate(json.loads(rendered("sarif", report)))
    ElementTree.fromstring(rendered("junit", report))
    for name in ("text", "concise", "github", "statistics", "markdown"):
        text = rendered(name, report)
        text.encode("utf-8")
        assert all(c.isprintable() or c in "\n\xa0\u200c\u200d" for c in text)
