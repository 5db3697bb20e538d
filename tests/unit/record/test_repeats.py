"""Runs that repeat another are found among many without reading all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nbtrack.compare.noise_band import repeats_of
from nbtrack.record.repeats import likely_repeats
from nbtrack.store.record import Parameter, RecordedNotebook
from nbtrack.store.statuses import FAILED, FINISHED
from nbtrack.store.store import Store
from tests.unit.store.recording import finished

if TYPE_CHECKING:
    from pathlib import Path

    from nbtrack.store.record import RunRecord

MANY = 200


def record(number: int, **values: Any) -> RunRecord:
    """Return a run; each tenth has the same code, and repeats others of the same learning rate."""
    parameters = {"lr": 0.1 if number % 20 else 1, "seed": number, "same": "x"}
    return finished(
        id=f"{number:016x}",
        started=f"2026-11-24T{10 + number // 60:02}:{number % 60:02}:00.000000Z",
        status=FAILED if number == MANY - 10 else FINISHED,
        parameters={name: Parameter(value, "default") for name, value in parameters.items()},
        notebook=RecordedNotebook(code=f"code {number % 10}"),
        **values,
    )


def test_all_that_repeat_a_run_are_found_and_few_others_are_read(tmp_path: Path) -> None:
    store = Store(str(tmp_path / ".nbtrack"))
    runs = [record(number) for number in range(MANY)]
    for run in runs:
        store.records.put(run)
    store.annotate(runs[50].id, note="spoken of")
    old, new = runs[110], runs[195]
    found = likely_repeats(store, old, new)
    expected = [run.id for run in reversed(runs) if run.started <= new.started and run.id != new.id]
    assert [run.id for run in repeats_of(old, found)] == [
        run.id for run in repeats_of(old, [store.get(one) for one in expected])
    ]
    assert [int(run.id, 16) for run in repeats_of(old, found)] == [170, 150, 130, 110, 90, 70, 50, 30, 10]
    assert len(found) <= 50
