"""Findings as SARIF 2.1.0 (https://docs.oasis-open.org/sarif/sarif/v2.1.0/), which code scanning reads.

The physical location is the line of the file, for machines; the logical one is the cell, for people.
"""

from __future__ import annotations

from nbtrack.report.fingerprint import fingerprints
from nbtrack.terminal import safe_line
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
    rules = [used[code] for code in sorted(used)]
    run = {
        "tool": {
            "driver": {"name": "nbtrack", "version": __version__, "rules": [_rule(rule) for rule in rules]}
        },
        "columnKind": "unicodeCodePoints",
        "results": [result for file in report.files for result in _results(file, sorted(used))],
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


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
            "message": {"text": safe_line(finding.message)},
            "locations": [_location(file.path, finding, line)],
            "partialFingerprints": {"nbtrack/v1": digest},
        }


def _location(path: str, finding: Finding, line: int) -> dict[str, Any]:
    from urllib.parse import quote

    uri = quote(path.removeprefix("./").encode("utf-8", "surrogateescape"))
    location: dict[str, Any] = {
        "physicalLocation": {"artifactLocation": {"uri": uri}, "region": {"startLine": line}}
    }
    place = finding.place
    if place.cell is not None:
        name = f"cell {place.cell}" + (f", line {place.line}" if place.line else "")
        qualified = f"cells/{place.cell_id or place.cell}"
        location["logicalLocations"] = [{"name": name, "fullyQualifiedName": qualified, "kind": "element"}]
    return location
