"""Every format says the same findings; what it prints is kept beside this file, in `golden`.

Set `WRITE_GOLDEN=1` to write the files anew, and read the diff.
"""

from __future__ import annotations

import importlib
import json
import os
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from nbtrack.report.result import Report
from nbtrack.version import __version__
from tests.unit.report.samples import hostile, marked, plain, sample

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
    return text


@pytest.mark.parametrize("name", FILES)
def test_a_report_looks_as_it_did(name: str) -> None:
    text = rendered(name, sample()).replace(f'"{__version__}"', '"VERSION"')
    path = GOLDEN / FILES[name]
    if WRITES:
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", FILES)
def test_a_report_on_nothing_is_still_a_report(name: str) -> None:
    text = rendered(name, Report([]))
    if name in ("json", "sarif", "gitlab"):
        json.loads(text)
    if name == "junit":
        ElementTree.fromstring(text)


@pytest.mark.parametrize("name", ["text", "concise", "github", "markdown", "junit", "statistics"])
def test_nothing_hostile_reaches_a_reader(name: str) -> None:
    text = rendered(name, hostile())
    assert not [c for c in text if not c.isprintable() and c != "\n"]
    text.encode("utf-8")


@pytest.mark.parametrize("name", ["text", "concise", "github", "statistics"])
def test_no_line_is_a_command_of_the_notebook(name: str) -> None:
    lines = rendered(name, hostile()).splitlines()
    commands = [line for line in lines if line.lstrip().startswith(("::", "##["))]
    assert not [line for line in commands if name != "github" or "title=NBT" not in line]


def test_a_github_property_cannot_end_early() -> None:
    for line in rendered("github", hostile()).splitlines()[:-1]:
        _, properties, _ = line.split("::", 2)
        assert [part.partition("=")[0] for part in properties.split(" ", 1)[1].split(",")] == [
            "file",
            "line",
            "title",
        ]


def test_github_says_the_worst_first() -> None:
    words = [line.split(" ")[0] for line in rendered("github", sample()).splitlines() if line[:2] == "::"]
    assert words == sorted(words, key=["::error", "::warning", "::notice"].index)


def test_markup_is_shown_and_not_obeyed() -> None:
    text = rendered("markdown", hostile())
    assert "<img" not in text
    assert "@all" not in text
    assert "[l]" not in text
    rows = [line for line in text.splitlines() if line.startswith("|")]
    assert {row.replace("\\|", "").count("|") for row in rows} == {4}


def test_junit_is_well_formed_and_says_the_message() -> None:
    root = ElementTree.fromstring(rendered("junit", hostile()))
    messages = [failure.get("message", "") for failure in root.iter("failure")]
    assert len(messages) == int(root.get("failures", "0")) > 0
    assert any("<img src=x onerror=y> @all | `c` [l](u) \"q\" 'p' & ]]>" in message for message in messages)


@pytest.mark.parametrize("name", ["json", "sarif", "gitlab"])
def test_json_is_json_for_strict_readers_too(name: str) -> None:
    text = rendered(name, hostile())
    assert text.isascii() or text.encode("utf-8")
    json.loads(text)


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
