"""Cells whose tags say that they may raise, or that they are not run."""

from __future__ import annotations

import subprocess
import sys

from nbtrack.script.extract import extract
from tests.making import code, notebook

MAY_RAISE = {"tags": ["raises-exception"]}
SKIPPED = {"tags": ["skip-execution"]}


def test_what_a_cell_that_may_raise_raises_is_printed_and_the_script_goes_on() -> None:
    cells = code("'''a\nb'''\n1 / 0", metadata=MAY_RAISE), code("f(", metadata=MAY_RAISE), code("print('on')")
    script = extract(notebook(*cells))
    assert "with _nb_may_raise():\n    '''a\nb'''\n    1 / 0\n" in script.source
    ran = subprocess.run([sys.executable, "-c", script.source], capture_output=True, text=True, check=True)
    assert ran.stdout == "on\n"
    assert "ZeroDivisionError" in ran.stderr
    assert "SyntaxError: cell 2, line 1" in ran.stderr


def test_a_cell_that_may_raise_and_does_nothing_stays_as_it_is() -> None:
    assert extract(notebook(code("# 1 / 0", metadata=MAY_RAISE))).source.endswith("# %% cell 1\n# 1 / 0\n")


def test_a_cell_that_is_not_run_becomes_comments_and_says_why() -> None:
    script = extract(notebook(code("x = 1"), code("x = 2\n%nosuch", metadata=SKIPPED)))
    assert script.source.endswith("# %% cell 2\n# x = 2\n# %nosuch\n")
    assert [(entry.cell, entry.verdict) for entry in script.ledger] == [(2, "dropped")]
