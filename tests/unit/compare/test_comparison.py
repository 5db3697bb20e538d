"""Two runs are compared by what they were given, what came out and where they ran."""

import math
from typing import Any

import pytest

from nbtrack.compare.comparison import compare
from nbtrack.compare.comparison_json import comparison_from_json, comparison_to_json
from nbtrack.compare.model import Change, Comparison, Side
from nbtrack.compare.text import render_comparison, render_summary
from nbtrack.compare.why.model import Cause
from nbtrack.store.canonical import dump, load
from nbtrack.store.record import CellRun, DataUse, Environment, Failure, GitState, Metric, Parameter
from nbtrack.store.statuses import FAILED, SNAPSHOT
from tests.making import code, markdown, notebook, stream
from tests.unit.store.recording import finished


def side(*cells: dict[str, Any], packages: dict[str, str] | None = None, **values: Any) -> Side:
    return Side(finished(**values), notebook(*cells), packages or {})


def metric(value: float) -> Metric:
    return Metric(value, value, value)


OLD = side(
    markdown("# Title"),
    code("x = 1", outputs=[stream("1\n")]),
    packages={"numpy": "1.26", "scipy": "1.0"},
    parameters={"lr": Parameter(0.1, "default"), "seed": Parameter(1, "default")},
    metrics={"acc": metric(0.8), "loss": metric(math.nan)},
    git=GitState(commit="a" * 40, branch="main"),
    environment=Environment(python="3.11.7", platform="Linux"),
)
NEW = side(
    markdown("# Title"),
    code("x = 2", outputs=[stream("2\n")]),
    packages={"numpy": "2.0"},
    parameters={"lr": Parameter(0.2, "command line"), "seed": Parameter(1, "default")},
    metrics={"acc": metric(0.9), "loss": metric(math.nan)},
    git=GitState(commit="b" * 40, branch="main"),
    environment=Environment(python="3.11.7", platform="Linux"),
)
CHANGED = compare(OLD, NEW)


def text(comparison: Comparison) -> list[str]:
    return [" ".join(line.split()) for line in render_summary(comparison, lambda words, *styles: words)]


def test_only_what_changed_is_listed_except_for_metrics() -> None:
    assert CHANGED.parameters == (Change("lr", 0.1, 0.2),)
    assert [change.name for change in CHANGED.metrics] == ["acc", "loss"]
    assert CHANGED.environment == (Change("numpy", "1.26", "2.0"), Change("scipy", "1.0", None))
    assert CHANGED.git == (Change("commit", "a" * 40, "b" * 40),)
    assert [cell.kind for cell in CHANGED.notebook.cells] == ["same", "changed"]


def test_variables_of_the_environment_are_compared_where_both_runs_have_them() -> None:
    old, new = (side()._replace(variables={"TZ": zone, "PYTHONPATH": zone}) for zone in ("UTC", "CET"))
    assert compare(old, new).environment == (Change("$TZ", "UTC", "CET"),)
    assert compare(old, side()).environment == ()


def test_a_local_module_that_changed_explains_what_came_out() -> None:
    module: dict[str, Any] = {"data": DataUse(), "git": GitState(commit="a" * 40, branch="main")}
    old, new = (
        side(code("f()", outputs=[stream(text)]), modules={"steps.py": text}, **module) for text in ("1", "2")
    )
    found = compare(old, new)
    assert found.files == (Change("steps.py", "1", "2"),)
    assert found.why
    assert found.why.causes == (Cause("module", "steps.py", name=""),)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (Parameter([1, 2], "", expression="(1, 2)"), Parameter([1, 2], "")),
        (Parameter([[1], 2], "", expression="[(1,), 2]"), Parameter([[1], 2], "", expression="[{1}, 2]")),
        (Parameter("a", "", expression="Path('a')"), Parameter("a", "")),
        (Parameter("2024-01-31", "", expression="date(2024, 1, 31)"), Parameter("2024-01-31", "")),
        (Parameter("b'a'", "", expression="b'a'"), Parameter("b'a'", "")),
    ],
)
def test_a_parameter_of_another_type_has_changed(old: Parameter, new: Parameter) -> None:
    found = compare(side(parameters={"x": old}), side(parameters={"x": new})).parameters
    assert found == (Change("x", old.expression, new.expression or repr(new.value)),)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (Parameter("a", "", expression='pathlib.Path("a")'), Parameter("a", "", expression="PosixPath('a')")),
        (
            Parameter("2024-01-31", "", expression="date(2024, 1, 31)"),
            Parameter("2024-01-31", "", expression="datetime.date.fromisoformat('2024-01-31')"),
        ),
        (Parameter([1], "", expression="(1.0,)"), Parameter([1], "", expression="(1,)")),
        (Parameter([], "", expression="set()"), Parameter([], "", expression="set()  # none")),
        (Parameter("f()", "", expression="f()"), Parameter("f()", "")),
        (Parameter(math.nan, "", expression="float('nan')"), Parameter(math.nan, "")),
    ],
)
def test_a_parameter_that_is_only_written_otherwise_has_not_changed(old: Parameter, new: Parameter) -> None:
    assert compare(side(parameters={"x": old}), side(parameters={"x": new})).parameters == ()


@pytest.mark.parametrize(
    ("error", "is_named"), [("ImportError", False), ("ValueError", False), ("ModuleNotFoundError", True)]
)
def test_a_module_that_a_failed_run_did_not_get_to_is_behind_it_only_where_it_was_missing(
    error: str, is_named: bool
) -> None:
    script: dict[str, Any] = {"script": "s" * 64, "data": DataUse()}
    old = side(code("f()", outputs=[stream("1")]), modules={"steps.py": "1"}, **script)
    new = side(code("f()", outputs=[stream("2")]), status=FAILED, error=Failure(error), **script)
    why = compare(old, new).why
    assert why is not None
    assert (Cause("module", "steps.py", name="") in why.causes) is is_named


def test_a_run_whose_kernel_did_not_start_has_no_packages_to_compare() -> None:
    dead = side(markdown("# Title"))
    assert compare(OLD, dead).environment == (
        Change("Python", "3.11.7", None),
        Change("platform", "Linux", None),
    )


def test_a_run_equals_itself_although_its_metric_is_nan() -> None:
    assert compare(OLD, OLD).is_empty
    assert not CHANGED.is_empty


def test_true_is_not_one() -> None:
    one, true = (side(parameters={"flag": Parameter(value, "default")}) for value in (1, True))
    assert compare(one, true).parameters


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        (1, 1.0, "x: 1 (int) → 1.0 (float)"),
        ("1", 1, "x: '1' (str) → 1 (int)"),
        ([1], [1.0], "x: [1] → [1.0]"),
        ({"a": 1}, {"a": True}, "x: {'a': 1} → {'a': True}"),
        ("", None, "x: '' (str) → none"),
    ],
)
def test_what_differs_in_type_is_shown_with_it(old: Any, new: Any, shown: str) -> None:
    before, after = (side(parameters={"x": Parameter(value, "")}) for value in (old, new))
    assert f"parameters {shown}" in text(compare(before, after))


def test_a_comparison_survives_the_store() -> None:
    again = comparison_from_json(load(dump(comparison_to_json(CHANGED))))
    assert repr(again) == repr(CHANGED)


def test_another_schema_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown schema"):
        comparison_from_json({"schema": "nbtrack.comparison/99"})


def test_the_summary_reads_well() -> None:
    assert text(CHANGED) == [
        "parameters lr: 0.1 → 0.2",
        "metrics acc 0.8 → 0.9 +0.1 (+12.5%) better",
        "loss nan → nan =",
        "code cell 2 changed (+1 -1 lines)",
        "outputs changed in cell 2",
        "environment numpy: 1.26 → 2.0",
        "scipy: 1.0 → none",
        "git commit: aaaaaaaaaaaa → bbbbbbbbbbbb",
    ]


@pytest.mark.parametrize(("took_s", "pace"), [(7.04, "the same"), (9.0, "slower"), (5.0, "faster")])
def test_a_run_that_took_as_long_to_a_reader_is_neither_slower_nor_faster(took_s: float, pace: str) -> None:
    cells = [
        (CellRun(1, "finished", duration_s=first_s), CellRun(2, "finished", duration_s=7.0 - first_s))
        for first_s in (1.0, 6.0)
    ]
    old, new = (
        side(code("a = 1"), code("b = 2"), cells=ran, duration_s=whole_s)
        for ran, whole_s in zip(cells, (7.0, took_s), strict=True)
    )
    assert f"time whole run 7.0 s → {took_s:.1f} s {pace}" in text(compare(old, new))


def test_a_run_that_failed_says_so() -> None:
    failed = side(status=FAILED, error=Failure("ValueError", "no"))
    assert text(compare(side(), failed))[:2] == [
        "ends status: finished → failed",
        "error: none → ValueError: no",
    ]


def test_the_whole_comparison_shows_each_line() -> None:
    lines = [line.strip() for line in render_comparison(CHANGED, lambda words, *styles: words)]
    assert [line for line in lines if line.startswith(("-", "+"))] == ["- x = 1", "+ x = 2", "- 1", "+ 2"]


def scripted(lr: float = 1.0, **metrics: float) -> Side:
    """Return a run of a script that prints nothing."""
    values = {name: metric(value) for name, value in metrics.items()}
    return side(code("a = 1"), script="0" * 64, parameters={"lr": Parameter(lr, "file")}, metrics=values)


def test_metrics_of_a_silent_script_are_explained_and_come_back() -> None:
    found = compare(scripted(loss=1.0), scripted(loss=2.0))
    assert found.why
    assert found.why.metrics
    assert comparison_from_json(load(dump(comparison_to_json(found)))).why == found.why


@pytest.mark.parametrize(
    "other",
    [
        scripted(loss=math.nan, seconds=1.0),
        scripted(loss=math.nan, seconds=2.0),
        scripted(lr=2.0, loss=1.0, seconds=1.0),
        scripted(seconds=1.0),
    ],
)
def test_what_a_run_took_or_was_given_and_what_is_gone_needs_no_explanation(other: Side) -> None:
    assert compare(scripted(loss=math.nan, seconds=1.0), other).why is None


def test_what_was_cut_short_says_nothing_of_the_time_that_a_run_takes() -> None:
    def ran(status: str, seconds: float) -> Side:
        cells = (CellRun(1, status, duration_s=seconds),)
        return side(code("a = 1"), cells=cells, duration_s=seconds, status=status)

    found = compare(ran("interrupted", 3.0), ran("finished", 30.0))
    assert (found.times, found.duration[0].old, found.duration[0].new) == ((), None, 30.0)
    assert compare(ran("finished", 3.0), ran("finished", 30.0)).times


def test_of_a_version_that_never_ran_only_the_code_is_compared() -> None:
    kept = side(markdown("# Title"), code("x = 2"), kind=SNAPSHOT, status=SNAPSHOT, git=OLD.record.git)
    for comparison in (compare(OLD, kept), compare(kept, OLD)):
        assert [cell.kind for cell in comparison.notebook.cells] == ["same", "changed"]
        assert comparison.why is None
        assert not comparison.notebook.cells[1].outputs
        again = comparison_from_json(load(dump(comparison_to_json(comparison))))
        assert [line.split()[0] for line in text(again)] == ["ends", "code"]
    assert text(compare(OLD, kept)) == [
        "ends status: finished → snapshot",
        "code cell 2 changed (+1 -1 lines)",
    ]
