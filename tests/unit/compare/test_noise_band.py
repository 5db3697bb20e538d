"""How much a metric differs between runs that were the same."""

import math

from hypothesis import given
from hypothesis import strategies as st

from nbtrack.compare.comparison import compare
from nbtrack.compare.model import Side, Surroundings
from nbtrack.compare.noise_band import FEWEST, MOST, band_of, repeats_of
from nbtrack.store.record import Metric, Parameter, RecordedNotebook, RunRecord
from nbtrack.store.statuses import FAILED
from tests.making import code, notebook
from tests.unit.store.recording import finished


def run(value: float = 0.0, *, lr: float = 0.1, digest: str = "one", **more: object) -> RunRecord:
    return finished(
        parameters={"lr": Parameter(lr, "default")},
        metrics={"acc": Metric(value, value, value)},
        notebook=RecordedNotebook(code=digest),
        **more,
    )


def test_too_few_runs_have_no_band() -> None:
    assert band_of([0.9, 0.91]) is None
    assert band_of([0.9, 0.91, math.nan]) is None


def test_the_band_is_where_the_next_run_falls_19_times_in_20() -> None:
    band = band_of([0.90, 0.91, 0.92])
    assert band is not None
    assert (band.runs, round(band.mean, 4)) == (3, 0.91)
    # Student's t for two degrees of freedom, times the deviation, times the root of 1 + 1/3
    assert round(band.spread, 5) == round(4.303 * 0.01 * math.sqrt(4 / 3), 5)
    assert band.holds(0.95)
    assert not band.holds(0.97)


def test_runs_that_were_all_equal_leave_no_room() -> None:
    band = band_of([0.1 + 0.2] * 4)
    assert band is not None
    assert band.holds(0.3)
    assert not band.holds(0.3001)


@given(st.lists(st.floats(-1e6, 1e6), min_size=FEWEST, max_size=40))
def test_a_band_holds_its_middle_and_counts_the_newest(values: list[float]) -> None:
    band = band_of(values)
    assert band is not None
    assert band.runs == min(len(values), MOST)
    assert band.holds(band.mean)


def test_only_finished_runs_of_the_same_code_and_values_are_repeats() -> None:
    one = run(1)
    others = [run(2), run(3, lr=0.2), run(4, digest="other"), run(5, status=FAILED), run(6, experiment="b")]
    assert [other.metrics["acc"].last for other in repeats_of(one, [one, *others])] == [1, 2]


def test_another_seed_is_no_other_value() -> None:
    code = RecordedNotebook(code="one")
    one, other = (
        finished(parameters={"torch_seed": Parameter(seed, "default")}, notebook=code) for seed in (1, 2)
    )
    assert repeats_of(one, [one, other]) == [one, other]


def test_a_script_is_told_by_its_source_and_a_run_without_code_has_no_repeats() -> None:
    one, other, third = (finished(script=digest) for digest in ("a", "a", "b"))
    assert repeats_of(one, [one, other, third]) == [one, other]
    assert repeats_of(finished(), [finished()]) == []


def test_a_metric_is_compared_with_the_noise_of_the_old_run() -> None:
    old, new = (Side(run(value, lr=lr), notebook(code("x")), {}) for value, lr in ((0.9, 0.1), (0.95, 0.2)))
    earlier = [old.record, run(0.91), run(0.905), run(0.5, lr=0.2)]
    (metric,) = compare(old, new, Surroundings(earlier)).metrics
    assert metric.band is not None
    assert (metric.band.runs, metric.is_noise, metric.is_better) == (3, False, True)
