"""Unusual values reach the notebook and the record as they are, or are refused, beside papermill."""

from __future__ import annotations

import math
import os
from typing import Any, NamedTuple

import pytest

from nbtrack.errors import RunError
from nbtrack.notebook.parameters.binding import bind
from nbtrack.notebook.parameters.given import read_words
from nbtrack.notebook.parameters.injection import assignments
from nbtrack.record.provenance import recorded_parameters
from nbtrack.store.record import RunRecord
from nbtrack.store.record_json import record_of, to_json
from nbtrack.store.seal import sealed_bytes, sealed_json
from nbtrack.store.statuses import RUNNING
from tests.making import code, notebook

IMPORTS = """
import datetime, decimal, fractions, math, os, pathlib, uuid
import numpy as np
from datetime import date
from decimal import Decimal
from pathlib import Path
base = 3
"""
HUGE = "123456789012345678901234567890"
REFUSED = "refused"
PYTHON = {"kernelspec": {"name": "python3", "language": "python", "display_name": "Python 3"}}


class Case(NamedTuple):
    """What a notebook says, what somebody types, what it is then, and what papermill sets."""

    title: str
    default: str
    typed: str
    value: str  # as Python writes it, or REFUSED
    papermill: str

    @property
    def row(self) -> str:
        """Return the case as it stands in the documentation."""
        nbtrack = self.value if self.value == REFUSED else f"`{self.value}`"
        shown = self.typed.replace("\n", "\\n").encode("utf-8", "backslashreplace").decode()
        cells = (self.title, f"`x = {self.default}`", f"`{shown}`", nbtrack, f"`{self.papermill}`")
        return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


CASES = (
    Case("None", "None", "None", "None", "None"),
    Case("text, or None", "'a'", "None", "'None'", "None"),
    Case("text of digits", "'0'", "007", "'007'", "7"),
    Case("version", "'1.2'", "0.10", "'0.10'", "0.1"),
    Case("truth in words", "False", "yes", "True", "'yes'"),
    Case("truth in lower case", "False", "true", "True", "'true'"),
    Case("negative number", "1", "-3", "-3", "-3"),
    Case("negative zero", "1.0", "-0.0", "-0.0", "-0.0"),
    Case("NaN", "1.0", "nan", "nan", "nan"),
    Case("infinity", "1.0", "-inf", "-inf", "-inf"),
    Case("too large a float", "1.0", "1e400", REFUSED, "inf"),
    Case("too small a float", "1.0", "1e-400", REFUSED, "0.0"),
    Case("huge int", "1", HUGE, HUGE, HUGE),
    Case("int that is no float", "1.0", "9007199254740993", REFUSED, "9007199254740993"),
    Case("float for an int", "1", "1.5", REFUSED, "1.5"),
    Case("expression", "1e-3*2", "1e-4", "0.0001", "0.0001"),
    Case("tuple", "(1, 2)", "(3, 4)", "(3, 4)", "'(3, 4)'"),
    Case("list", "[1]", "[1, [2.5, None]]", "[1, [2.5, None]]", "'[1, [2.5, None]]'"),
    Case("empty list", "[1]", "[]", "[]", "'[]'"),
    Case("set", "{1}", "{3, 2}", "{2, 3}", "'{3, 2}'"),
    Case("empty set", "{1}", "set()", "set()", "'set()'"),
    Case("frozen set", "frozenset({1})", "{3, 2}", "frozenset({2, 3})", "'{3, 2}'"),
    Case("dict with keys of numbers", "{1: 'a'}", "{2: {3: (4,)}}", "{2: {3: (4,)}}", "'{2: {3: (4,)}}'"),
    Case("key that stands twice", "{}", '{"a": 1, "a": 2}', REFUSED, '\'{"a": 1, "a": 2}\''),
    Case("set for a list", "[1]", "{2, 3}", REFUSED, "'{2, 3}'"),
    Case("bytes", "b'a'", "b'\\x00\\xff'", "b'\\x00\\xff'", "\"b'\\\\x00\\\\xff'\""),
    Case("complex", "1j", "1-0j", "(1-0j)", "'1-0j'"),
    Case("date", "date(2024, 1, 31)", "2024-02-29", "datetime.date(2024, 2, 29)", "'2024-02-29'"),
    Case("no date", "date(2024, 1, 31)", "2023-02-29", REFUSED, "'2023-02-29'"),
    Case(
        "date and time",
        "datetime.datetime(2024, 1, 31)",
        "2024-02-29T12:30",
        "datetime.datetime(2024, 2, 29, 12, 30)",
        "'2024-02-29T12:30'",
    ),
    Case("span of time", "datetime.timedelta(hours=1)", "2h", REFUSED, "'2h'"),
    Case("path", "Path('data')", "it's", 'PosixPath("it\'s")', '"it\'s"'),
    Case("Decimal", "Decimal('1')", "0.10", "Decimal('0.10')", "0.1"),
    Case("number of numpy's", "np.float32(1)", "0.1", "np.float32(0.1)", "0.1"),
    Case("f-string", "f'run-{base}'", "run-4", "'run-4'", "'run-4'"),
    Case("made of another", "base * 2", "7", "7", "7"),
    Case("text of two lines", "'''a\nb'''".replace("\n", "\\n"), "c\nd", "'c\\nd'", "'c\\nd'"),
    Case("text with quotes", "''", "\"'\\", "'\"\\'\\\\'", "'\"\\'\\\\'"),
    Case("text beyond ASCII", "''", "Größe 😀", "'Größe 😀'", "'Größe 😀'"),
    Case("name of bytes", "''", "\udcff", "'\\udcff'", "'\\udcff'"),
)
pytestmark = pytest.mark.filterwarnings("ignore")  # of papermill's imports and nbformat
NAMES = [case.title for case in CASES]


def ran(*sources: str) -> Any:
    names: dict[str, Any] = {}
    exec("\n".join((IMPORTS, *sources)), names)
    return names["x"]


def book(default: str) -> Any:
    return notebook(code(f"x = {default}", metadata={"tags": ["parameters"]}))


def recorded(bound: Any) -> Any:
    """Return the parameter as it comes back from the file of a record."""
    record = RunRecord(
        id="0" * 16, experiment="a", started="", status=RUNNING, parameters=recorded_parameters(bound)
    )
    return record_of(sealed_json(sealed_bytes(to_json(record)), record.id)).parameters["x"]


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_what_is_typed_reaches_the_notebook_as_it_is_or_not_at_all(case: Case) -> None:
    given = read_words([f"x={case.typed}"])
    if case.value == REFUSED:
        with pytest.raises(RunError, match=r"parameter 'x' of test\.ipynb is of kind") as raised:
            bind(book(case.default), given)
        assert "is not" in raised.value.message
        return
    bound = bind(book(case.default), given)
    assert repr(ran(*assignments(bound))) == case.value


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_the_record_says_the_value_and_what_json_cannot_say_of_it(case: Case) -> None:
    given = [] if case.value == REFUSED else read_words([f"x={case.typed}"])
    for bound in (bind(book(case.default), ()), bind(book(case.default), given)):
        kept = recorded(bound)
        value = ran(f"x = {kept.expression}") if kept.expression else kept.value
        expected = ran(*(assignments(bound) or [f"x = {case.default}"]))
        assert repr(value) == repr(expected)


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_papermill_makes_of_it_what_the_table_says(case: Case) -> None:
    pytest.importorskip("papermill")
    from nbformat import from_dict
    from papermill.cli import _resolve_type
    from papermill.parameterize import parameterize_notebook

    (cell,) = book(case.default).data["cells"]
    given = from_dict(  # type: ignore[no-untyped-call]
        {"cells": [cell], "metadata": PYTHON | {"papermill": {}}, "nbformat": 4, "nbformat_minor": 5}
    )
    found = parameterize_notebook(given, {"x": _resolve_type(case.typed)})
    value = ran(found.cells[1].source)
    assert repr(value) == case.papermill


@pytest.mark.parametrize(
    ("default", "value"),
    [
        ("None", None),
        ("float('nan')", math.nan),
        ("-0.0", -0.0),
        ("True", True),
        ("[]", []),
        (HUGE, int(HUGE)),
    ],
)
def test_a_default_is_recorded_with_its_type(default: str, value: Any) -> None:
    kept = recorded(bind(book(default), ()))
    assert (repr(kept.value), kept.expression) == (repr(value), None)


def test_what_only_the_notebook_can_work_out_is_recorded_as_its_source() -> None:
    kept = recorded(bind(book("os.getcwd()"), ()))
    assert (kept.value, kept.expression) == ("os.getcwd()", "os.getcwd()")


def test_every_case_stands_in_the_documentation() -> None:
    page = os.path.join(os.path.dirname(__file__), "..", "..", "docs", "reference", "params.md")
    with open(page, encoding="utf-8") as file:
        text = file.read()
    missing = [case.row for case in CASES if case.row not in text]
    assert not missing, "\n".join(missing)
