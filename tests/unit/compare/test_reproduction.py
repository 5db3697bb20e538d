"""Whether a run that repeats another gave the same."""

import json
import math
from pathlib import Path
from typing import Any

import pytest

from nbtrack.compare.comparison import compare
from nbtrack.compare.model import Side
from nbtrack.compare.reproduction import (
    CLOSE,
    DIFFERENT,
    SAME,
    Closeness,
    Verdict,
    judge,
)
from nbtrack.compare.verdict_words import verdict_lines, verdict_to_json
from nbtrack.notebook.document import Notebook
from nbtrack.store.blobs import Blobs
from nbtrack.store.record import Artifact, RunRecord
from nbtrack.store.series import Series, pack
from nbtrack.store.statuses import FAILED
from tests.making import code, notebook, stream
from tests.unit.store.recording import finished

EXACTLY = Closeness()


@pytest.fixture
def blobs(tmp_path: Path) -> Blobs:
    return Blobs(str(tmp_path))


def logged(blobs: Blobs, *values: float, first_s: float = 0.0, **more: Any) -> RunRecord:
    """Make the record of a run that logged a loss at each step."""
    series = Series()
    for step, value in enumerate(values):
        series.append(value, first_s + step, step)
    blob = blobs.put(pack({"loss": series}))
    return finished(metrics={"loss": series.summary()}, series=blob, **more)


def verdict(
    old: RunRecord,
    new: RunRecord,
    blobs: Blobs,
    close: Closeness = EXACTLY,
    books: tuple[Notebook, Notebook] | None = None,
) -> Verdict:
    before, after = books or (notebook(), notebook())
    return judge(old, new, compare(Side(old, before, {}), Side(new, after, {})), blobs, close)


def test_equal_points_are_the_same_whenever_they_were_logged(blobs: Blobs) -> None:
    old, new = logged(blobs, 0.5, math.nan, 0.25), logged(blobs, 0.5, math.nan, 0.25, first_s=100.0)
    assert verdict(old, new, blobs).kind == SAME


def test_the_last_bit_makes_a_difference(blobs: Blobs) -> None:
    found = verdict(logged(blobs, 0.1), logged(blobs, math.nextafter(0.1, 1)), blobs)
    assert found.kind == DIFFERENT
    assert found.metrics[0].off == pytest.approx(1.4e-16, rel=0.1)


def test_a_zero_of_another_sign_is_equal_though_not_to_the_bit(blobs: Blobs) -> None:
    assert verdict(logged(blobs, 0.0), logged(blobs, -0.0), blobs).kind == CLOSE


@pytest.mark.parametrize(
    ("close", "kind"),
    [
        (Closeness(relative=0.02), CLOSE),
        (Closeness(absolute=0.02), CLOSE),
        (Closeness(relative=0.005), DIFFERENT),
        (Closeness(absolute=0.005), DIFFERENT),
    ],
)
def test_a_tolerance_takes_what_is_close(blobs: Blobs, close: Closeness, kind: str) -> None:
    assert verdict(logged(blobs, 1.0, 1.0), logged(blobs, 1.0, 1.01), blobs, close).kind == kind


def test_a_point_on_the_way_counts_as_much_as_the_last(blobs: Blobs) -> None:
    assert verdict(logged(blobs, 0.9, 0.5), logged(blobs, 0.8, 0.5), blobs).kind == DIFFERENT


def test_another_number_of_points_is_different_whatever_the_tolerance(blobs: Blobs) -> None:
    found = verdict(logged(blobs, 1.0, 1.0), logged(blobs, 1.0), blobs, Closeness(relative=1.0))
    assert (found.kind, found.metrics[0].off) == (DIFFERENT, None)


def test_a_metric_that_is_missing_is_different(blobs: Blobs) -> None:
    assert verdict(logged(blobs, 1.0), finished(), blobs).kind == DIFFERENT
    assert verdict(finished(), logged(blobs, 1.0), blobs).kind == DIFFERENT


def test_another_end_is_different(blobs: Blobs) -> None:
    found = verdict(logged(blobs, 1.0), logged(blobs, 1.0, status=FAILED), blobs)
    assert (found.kind, found.ends) == (DIFFERENT, ("finished", "failed"))


def shown(text: str) -> Notebook:
    return notebook(code("x = 1"), code("print(x)", outputs=[stream(text)], count=1))


def test_without_metrics_the_outputs_decide(blobs: Blobs) -> None:
    same = verdict(finished(), finished(), blobs, books=(shown("1\n"), shown("1\n")))
    other = verdict(finished(), finished(), blobs, books=(shown("one\n"), shown("two\n")))
    assert (same.kind, same.by_outputs, same.cell) == (SAME, True, None)
    assert (other.kind, other.by_outputs, other.cell) == (DIFFERENT, True, 2)


def test_with_metrics_other_outputs_are_told_and_do_not_decide(blobs: Blobs) -> None:
    books = shown("one\n"), shown("two\n")
    found = verdict(logged(blobs, 1.0), logged(blobs, 1.0), blobs, books=books)
    assert (found.kind, found.same_outputs, found.cell) == (SAME, False, 2)


def test_what_a_script_printed_is_its_output(blobs: Blobs) -> None:
    def printing(text: bytes) -> RunRecord:
        return finished(artifacts={"output.txt": Artifact(blobs.put(text), len(text), "text/plain")})

    assert verdict(printing(b"1"), printing(b"1"), blobs).kind == SAME
    assert verdict(printing(b"1"), printing(b"2"), blobs).kind == DIFFERENT


def test_the_time_and_the_folder_of_a_script_are_not_what_it_printed(blobs: Blobs) -> None:
    def printing(text: bytes) -> RunRecord:
        return finished(artifacts={"output.txt": Artifact(blobs.put(text), len(text), "text/plain")})

    old = printing(b"2026-11-24 10:00:00 read /home/ann/digits/train.csv in 0.2 s\n")
    new = printing(b"2026-11-25 11:30:00 read /tmp/x/digits/train.csv in 0.2 s\n")
    other = printing(b"2026-11-25 11:30:00 read /tmp/x/digits/test.csv in 0.2 s\n")
    assert verdict(old, new, blobs).kind == SAME
    assert verdict(old, other, blobs).kind == DIFFERENT


def test_a_verdict_is_sound_json(blobs: Blobs) -> None:
    found = verdict(logged(blobs, 0.0), logged(blobs, 1.0), blobs)
    written = json.loads(json.dumps(verdict_to_json(found), allow_nan=False))
    assert (written["verdict"], written["metrics"][0]["off"]) == ("different", None)


def test_what_differs_is_told_first(blobs: Blobs) -> None:
    loss, half, more = (logged(blobs, value).metrics["loss"] for value in (1.0, 0.5, 0.75))
    old = finished(metrics={"loss": loss, "accuracy": half})
    new = finished(metrics={"loss": loss, "accuracy": more})
    assert list(verdict_lines(verdict(old, new, blobs))) == [
        "accuracy: 0.5 → 0.75, different: off by 0.5 of the value at most",
        "loss: 1.0, the same to the bit",
    ]
