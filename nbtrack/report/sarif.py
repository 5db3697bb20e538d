"""Findings as SARIF 2.1.0 (https://docs.oasis-open.org/sarif/sarif/v2.1.0/), which code scanning reads.

The physical location is the line of the file, for machines; the logical one is the cell, for people. There is
no `informationUri`, as nbtrack has no page on the web to name; each rule brings its manual page along.
"""

from __future__ import annotations

from nbtrack.report.fingerprint import fingerprints
from nbtrack.report.where import cell_words, led_by_cell, path_from_here, stray_bytes_only
from nbtrack.terminal import safe_json, safe_line
from nbtrack.version import __version__

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from nbtrack.report.result import Checked, Report
    from nbtrack.rules.finding import Finding
    from nbtrack.rules.rule import Rule

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def render(report: Report) -> str:
    """Return a SARIF log of one run."""
    import json

    used = {f.rule.code: f.rule for file in report.files for f in file.findings}
    codes = sorted(used)
    driver = {"name": "nbtrack", "version": __version__, "rules": [_rule(used[code]) for code in codes]}
    run = {
        "tool": {"driver": driver},
        "invocations": [{"executionSuccessful": not report.failed}],
        "columnKind": "unicodeCodePoints",
        "results": [result for file in report.files for result in _results(file, codes)],
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return safe_json(json.dumps(log, indent=2)) + "\n"


def _rule(rule: Rule) -> dict[str, Any]:
    page = rule.page()
    return {
        "id": rule.code,
        "name": "".join(part.capitalize() for part in rule.name.split("-")),
        "shortDescription": {"text": page.partition("\n")[0]},
        "help": {"text": page, "markdown": page},
        "defaultConfiguration": {"level": rule.level},
    }


def _results(file: Checked, codes: list[str]) -> Iterator[dict[str, Any]]:
    digests = fingerprints(file.path, file.findings)
    for (finding, line), digest in zip(file.located(), digests, strict=True):
        yield {
            "ruleId": finding.rule.code,
            "ruleIndex": codes.index(finding.rule.code),
            "level": finding.rule.level,
            "message": {"text": _message(finding)},
            "locations": [_location(file.path, finding, line)],
            # The first is what GitHub tells alerts apart by; without it, it would hash the line's text.
            "partialFingerprints": {"primaryLocationLineHash": f"{digest}:1", "nbtrack/v1": digest},
        }


def _message(finding: Finding) -> str:
    """Escape what a viewer would make a link of, `[text](target)` (section 3.11.6)."""
    text = safe_line(led_by_cell(finding.place, finding.message))
    return text.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]") if "](" in text else text


def _location(path: str, finding: Finding, line: int) -> dict[str, Any]:
    location: dict[str, Any] = {
        "physicalLocation": {"artifactLocation": {"uri": _uri(path)}, "region": {"startLine": line}}
    }
    place = finding.place
    if place.cell is not None:
        qualified = f"cells/{safe_line(place.cell_id) if place.cell_id else place.cell}"
        location["logicalLocations"] = [
            {"name": cell_words(place), "fullyQualifiedName": qualified, "kind": "element"}
        ]
    return location


def _uri(path: str) -> str:
    from urllib.parse import quote

    path = path_from_here(path)
    uri = quote(path.encode("utf-8", "surrogateescape" if stray_bytes_only(path) else "surrogatepass"))
    return f"file://{uri}" if path.startswith("/") else uri
