"""Every format says the same findings; what it prints is kept beside this file, in `golden`.

Set `WRITE_GOLDEN=1` to write the files anew, and read the diff.
"""

from __future__ import annotations

import importlib
import json
import os
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from nbtrack.report.result import Checked, Report
from nbtrack.rules.finding import Finding
from nbtrack.rules.place import Place
from nbtrack.version import __version__
from tests.unit.report.samples import marked, plain, sample

GOLDEN = Path(__file__).parent / "golden"
WRITES = "WRITE_GOLDEN" in os.environ  # read here: tests have an environment of their own
FOR_PEOPLE = ("text", "concise", "statistics")
FILES = {
    "text": "report.txt",
    "concise": "concise.txt",
    "statistics": "statistics.txt",
    "json": "report.json",
    "sarif": "report.sarif",
    "github": "github.txt",
    "gitlab": "gitlab.json",
    "junit": "junit.xml",
    "markdown": "report.md",
}


def rendered(name: str, report: Report) -> str:
    render: Any = importlib.import_module(f"nbtrack.report.{name}").render
    if name in FOR_PEOPLE:
        return "".join(f"{line}\n" for line in render(report, plain))
    text: str = render(report)
    return _without_pages(text)


def _without_pages(text: str) -> str:
    """Put a word for each rule's manual page, which has tests of its own."""
    return re.sub(r'"[^"\\]*\\n\\n## What it does(?:[^"\\]|\\.)*"', '"PAGE"', text)


@pytest.mark.parametrize("name", FILES)
def test_a_report_looks_as_it_did(name: str) -> None:
    text = rendered(name, sample()).replace(f'"{__version__}"', '"VERSION"')
    path = GOLDEN / FILES[name]
    if WRITES:
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        *((name, "") for name in FOR_PEOPLE),
        ("github", "no findings in 0 notebooks\n"),
        ("markdown", "**nbtrack check**: no findings in 0 notebooks\n"),
        ("gitlab", "[]\n"),
    ],
)
def test_a_report_on_nothing_says_so(name: str, said: str) -> None:
    assert rendered(name, Report([])) == said


def test_a_report_on_nothing_is_still_a_document() -> None:
    nothing = Report([])
    assert json.loads(rendered("json", nothing))["findings"] == []
    assert json.loads(rendered("sarif", nothing))["runs"][0]["results"] == []
    assert ElementTree.fromstring(rendered("junit", nothing)).attrib["tests"] == "0"


def test_github_says_the_worst_first() -> None:
    words = [line.split(" ")[0] for line in rendered("github", sample()).splitlines() if line[:2] == "::"]
    assert words == sorted(words, key=["::error", "::warning", "::notice"].index)


def test_fingerprints_tell_findings_apart() -> None:
    found = json.loads(rendered("json", sample()))["findings"]
    prints = [finding["fingerprint"] for finding in found]
    assert len(set(prints)) == len(prints)


def test_the_physical_line_is_where_the_value_stands() -> None:
    report = sample()
    (finding,) = [f for f in json.loads(rendered("json", report))["findings"] if f["code"] == "NBT305"]
    assert (finding["cell"], finding["line"], finding["column"]) == (1, 2, 5)
    assert finding["file_line"] > 10


def test_what_fits_no_line_has_a_mark_of_its_own_in_colour() -> None:
    render: Any = importlib.import_module("nbtrack.report.text").render
    text = "\n".join(render(sample(), marked))
    assert "<red+bold:NBT202>" in text or "<yellow+bold:NBT202>" in text
    assert "<cyan:[fixable]>" in text


def test_the_caret_stands_below_what_it_means_behind_wide_characters() -> None:
    finding = next(f for f in sample().findings if f.rule.code == "NBT305")
    place = Place(
        finding.place.pointer, cell=1, line=1, column=10, end_column=11, snippet="a = '漢\u0301'\ty"
    )
    report = Report([Checked("a.ipynb", [Finding(finding.rule, place, "x")])])
    _, code_, caret = rendered("text", report).splitlines()
    assert code_ == "  1 | a = '漢\u0301' y"
    assert caret == "    | " + " " * 9 + "^"
