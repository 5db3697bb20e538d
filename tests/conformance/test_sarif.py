"""Reports for code scanning are valid by the schema that the standard's makers publish."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft4Validator, FormatChecker

from nbtrack.cli.main import main
from nbtrack.report.result import Checked, Report
from nbtrack.report.sarif import render
from nbtrack.rules.finding import Finding
from nbtrack.rules.place import Place, in_notebook
from nbtrack.rules.registry import RULES
from tests.conformance.sarif_schema import sarif_schema
from tests.making import code, markdown, notebook_b, stream
from tests.unit.report.samples import HOSTILE, HOSTILE_PATH, hostile, sample

if TYPE_CHECKING:
    from collections.abc import Callable

    Validate = Callable[[str], dict[str, Any]]

STRANGE = ("a b#c?.ipynb", "100%.ipynb", "größe/漢字 📓.ipynb", "a:b.ipynb", "[x](y).ipynb", '"q"\\.ipynb')
TOKEN = "ghp_" + "0aB1cD2eF3gH4iJ5kL6mN7oP8qR9sT0uV1wX"


@pytest.fixture(scope="session")
def validate(tmp_path_factory: pytest.TempPathFactory) -> Validate:
    """Return what takes a report only where it is valid."""
    schema = sarif_schema(tmp_path_factory.mktemp("sarif"))
    Draft4Validator.check_schema(schema)
    validator = Draft4Validator(schema, format_checker=FormatChecker())

    def validated(text: str) -> dict[str, Any]:
        log: dict[str, Any] = json.loads(text)
        errors = [f"{error.json_path}: {error.message[:300]}" for error in validator.iter_errors(log)]
        assert not errors
        return log

    return validated


def every_rule() -> Report:
    """Return a report in which each rule found something, in a notebook whose every word is hostile."""
    where = ("cells", 0, "source")
    cell = Place(where, cell=1, cell_id=HOSTILE, line=1, column=1, end_column=2, snippet=HOSTILE)
    findings = [Finding(rule, place, HOSTILE) for rule in RULES for place in (cell, in_notebook())]
    return Report([Checked(path, findings) for path in (HOSTILE_PATH, "/abs/ö.ipynb", "../up.ipynb")])


@pytest.mark.parametrize(
    "report",
    [sample(), hostile(), every_rule(), Report([])],
    ids=["sample", "hostile", "every rule", "nothing"],
)
def test_a_report_is_valid(report: Report, validate: Validate) -> None:
    (run,) = validate(render(report))["runs"]
    assert len(run["results"]) == sum(len(file.findings) for file in report.files)


def test_what_check_prints_of_strangely_named_notebooks_is_valid(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfdbinary: pytest.CaptureFixture[bytes],
    validate: Validate,
) -> None:
    monkeypatch.chdir(tmp_path)
    found_b = notebook_b(
        code("import os\nprint(größe, '漢字')", outputs=[stream(f"/home/ana/ö {TOKEN}")], count=2),
        code("%matplotlib inline\n!ls\ninput()", count=1, metadata={"collapsed": True}),
        code("open('/data/📓.csv')", id="cell-1"),
        markdown("<<<<<<< HEAD\na\n=======\nb\n>>>>>>> c\n"),
    )
    for name in STRANGE:
        Path(name).parent.mkdir(exist_ok=True)
        Path(name).write_bytes(found_b)
    Path("broken.ipynb").write_bytes(b"\xff\xfe{")
    assert main(["check", "--select", "ALL", "--format", "sarif", "."]) == 2
    (run,) = validate(capfdbinary.readouterr().out.decode("utf-8"))["runs"]
    places = [place["physicalLocation"] for result in run["results"] for place in result["locations"]]
    assert len({place["artifactLocation"]["uri"] for place in places}) == len(STRANGE) + 1
    assert {result["ruleId"] for result in run["results"]} > {"NBT001", "NBT101", "NBT201", "NBT305"}
