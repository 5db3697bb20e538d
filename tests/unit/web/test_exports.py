"""Lists as CSV: a spreadsheet must not take a text for a formula, nor a number for a text."""

from __future__ import annotations

import pytest

from nbtrack.web.exports import csv_of


@pytest.mark.parametrize("text", ["=1+1", "+cmd", "-2+3", "@SUM(A1)", "\t=1", "-"])
def test_what_could_be_a_formula_is_marked_as_a_text(text: str) -> None:
    assert csv_of([[text]], "list").body == f"'{text}\n".encode()


@pytest.mark.parametrize("value", ["-0.25", "+1e-05", "-inf", -0.25, "0.5", "plain"])
def test_numbers_are_as_they_are_also_where_they_are_texts(value: str | float) -> None:
    assert csv_of([[value]], "list").body == f"{value}\n".encode()
