"""Compare what the script prints with what the notebook has."""

from pathlib import Path
from typing import Any

import pytest

from nbtrack.diff.noise.tolerance import Tolerance
from nbtrack.notebook.document import parse
from nbtrack.smoke.preparing import trial_of
from nbtrack.smoke.verdict import DIFFERS, Verdict
from tests.making import code, notebook_b, result, stream
from tests.unit.smoke.conditions import run_one, under


def verified(folder: Path, *cells: dict[str, Any], rtol: float = 0.0, **conditions: Any) -> Verdict:
    book = parse(notebook_b(*cells), str(folder / "test.ipynb"))
    return run_one(trial_of(book, under(verify=Tolerance(rtol), **conditions)))


def compared(verdict: Verdict) -> tuple[int, ...]:
    assert verdict.failure is None
    assert verdict.comparison is not None
    return verdict.comparison.cells


def ran(source: str, *outputs: dict[str, Any]) -> dict[str, Any]:
    return code(source, outputs=list(outputs), count=1)


def test_cells_that_print_the_same_are_counted(tmp_path: Path) -> None:
    cells = ran("print('a')", stream("a\n")), ran("x = 1"), ran("print('b')", stream("b\n"))
    assert compared(verified(tmp_path, *cells)) == (1, 3)


def test_the_first_line_that_differs_is_told(tmp_path: Path) -> None:
    verdict = verified(tmp_path, ran("x = 1"), ran("print('a\\nb')", stream("a\nc\n")))
    assert verdict.failure is not None
    assert (verdict.failure.cell, verdict.failure.kind) == (2, DIFFERS)
    assert verdict.failure.what == "prints `b`, and the notebook has `c`, in line 2 of the output"


def test_a_cell_that_printed_nothing_must_print_nothing(tmp_path: Path) -> None:
    verdict = verified(tmp_path, ran("print('a')"))
    assert verdict.failure is not None
    assert "prints `a`, and the notebook has nothing" in verdict.failure.what


@pytest.mark.parametrize(
    ("prints", "stored"),
    [
        ("took 0.1 s", "took 9.3 s\n"),
        ("<object object at 0x7f0000001234>", "<object object at 0x7f9999991234>\n"),
        ("2024-01-01 10:00:00 saved", "2023-12-31 11:30:00 saved\n"),
        ("[np.float64(1.5), np.int8(-1), np.True_]", "[1.5, -1, True]\n"),
        ("{'a': 2}", "{'a': np.int64(2)}\n"),
        ("50%|#####     | 1/2 [00:01<00:01]", "50%|#####     | 1/2 [00:09<00:09]\n"),
    ],
)
def test_noise_is_no_difference(tmp_path: Path, prints: str, stored: str) -> None:
    assert compared(verified(tmp_path, ran(f"print({prints!r})", stream(stored)))) == (1,)


def test_numbers_may_be_as_far_apart_as_is_said(tmp_path: Path) -> None:
    cell = ran("print('loss', 0.1001)", stream("loss 0.1000\n"))
    assert verified(tmp_path, cell).failure is not None
    assert compared(verified(tmp_path, cell, rtol=0.01)) == (1,)


def test_another_value_of_a_numpy_scalar_is_a_difference(tmp_path: Path) -> None:
    verdict = verified(tmp_path, ran("print('[np.float64(1.5)]')", stream("[1.4]\n")))
    assert verdict.failure is not None
    assert verdict.failure.what == "prints `[1.5]`, and the notebook has `[1.4]`, in line 1 of the output"


@pytest.mark.parametrize(
    ("value", "stored"), [("3", "3"), ("'a'", "'a'"), ("0.5", "np.float64(0.5)"), ("True", "True")]
)
def test_plain_values_of_last_expressions_are_compared(tmp_path: Path, value: str, stored: str) -> None:
    cell = ran(f"x = {value}\nx", result({"text/plain": stored}))
    assert compared(verified(tmp_path, cell)) == (1,)
    other = ran(f"x = {value}\nx", result({"text/plain": "other"}))
    failure = verified(tmp_path, other).failure
    assert failure is not None
    assert failure.what == f"its value is `{value}`, and the notebook has `other`"


def test_what_cannot_be_compared_is_counted(tmp_path: Path) -> None:
    frame = ran("object()", result({"text/plain": "   a\n0  1", "text/html": "<table>"}))
    shown = ran("display(1)", result({"text/plain": "1"}))
    verdict = verified(tmp_path, frame, shown)
    assert compared(verdict) == ()
    assert verdict.comparison is not None
    assert verdict.comparison.left_out == 2


@pytest.mark.parametrize("source", ["%pip list", "%pip install x", "%timeit 1", "!rm -rf nothing"])
def test_what_a_script_leaves_out_or_says_in_other_words_is_not_compared(tmp_path: Path, source: str) -> None:
    assert compared(verified(tmp_path, ran(f"{source}\nprint(1)", stream("other\n1\n")))) == ()


def test_a_cell_that_nobody_ran_says_nothing(tmp_path: Path) -> None:
    assert compared(verified(tmp_path, code("print('a')"))) == ()


def test_metrics_of_a_recorded_run_are_compared(tmp_path: Path) -> None:
    cell = code("accuracy = 0.9\nmodel = object()")
    verdict = verified(tmp_path, cell, expected={"accuracy": 0.9, "model": 1.0, "elsewhere": 2.0})
    assert verdict.failure is None
    assert verdict.comparison is not None
    assert verdict.comparison.names == ("accuracy",)
    failure = verified(tmp_path, cell, expected={"accuracy": 0.8}).failure
    assert failure is not None
    assert failure.what == "in the end `accuracy` is 0.9, and the recorded run has 0.8"
