"""Python asks for runs by the words of the command line, and gets values that nothing changes."""

from __future__ import annotations

import json
import os
import pickle
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

import nbtrack
from nbtrack.errors import StoreError, UnknownNameError, UsageError
from nbtrack.record.project_store import find_store
from nbtrack.store.record import GitState, Metric, Parameter, RecordedNotebook, RunRecord
from nbtrack.store.statuses import FAILED
from tests.unit.store.recording import finished, running

if TYPE_CHECKING:
    from pathlib import Path

    from nbtrack.store.store import Store


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "nbtrack.toml").touch()
    monkeypatch.delenv("NBTRACK_STORE", raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def store(project: Path) -> Store:
    return find_store(str(project))


def added(store: Store, number: int, **values: object) -> RunRecord:
    last = number / 10
    given = {
        "started": f"2026-11-24T10:{number // 60:02}:{number % 60:02}.000000Z",
        "duration_s": float(number),
        "parameters": {"lr": Parameter(10.0**-number, "default"), "opt": Parameter("adam", "default")},
        "metrics": {"val_acc": Metric(last, last - 1, last + 1, 3, 2)},
    }
    record = finished(**(given | values))
    store.records.put(record)
    return record


def test_runs_come_newest_first(store: Store) -> None:
    records = [added(store, number) for number in range(3)]
    assert [run.id for run in nbtrack.runs()] == [record.id for record in reversed(records)]


def test_there_are_none_where_there_is_no_store(project: Path) -> None:
    found = nbtrack.runs()
    assert (len(found), repr(found), found._repr_html_()) == (0, "no runs", "<p>no runs</p>")
    assert not (project / ".nbtrack").exists()


def test_a_run_says_what_its_record_says(store: Store) -> None:
    git = GitState("c" * 40, "main")
    added(store, 1, name="first", tags=("a", "b"), note="why", git=git)
    (run,) = nbtrack.runs()
    assert (run.name, run.experiment, run.status, run.kind) == ("first", "train.ipynb", "finished", "run")
    assert (run.started, run.duration_s) == (datetime(2026, 11, 24, 10, 0, 1, tzinfo=UTC), 1.0)
    assert (run.parameters, run.metrics) == ({"lr": 0.1, "opt": "adam"}, {"val_acc": 0.1})
    assert (run.tags, run.note, run.commit) == (("a", "b"), "why", "c" * 40)


def test_what_was_said_since_counts(store: Store) -> None:
    record = added(store, 1, note="old")
    store.annotate(record.id, tags=("later",), note="new")
    (run,) = nbtrack.runs("tag:later")
    assert (run.tags, run.note) == (("later",), "new")


def test_runs_in_progress_are_among_them(store: Store) -> None:
    live = store.begin(running(started="2026-11-25T10:00:00.000000Z"))
    for step in range(3):
        live.log({"loss": 0.5}, step=step)
    (run,) = nbtrack.runs("status = running")
    assert (run.duration_s, run.metrics) == (None, {"loss": 0.5})
    assert run.series("loss").steps == [0, 1, 2]


def test_conditions_order_and_number_are_as_of_the_command_line(store: Store) -> None:
    records = [added(store, number) for number in range(6)]
    found = nbtrack.runs("val_acc > 0.1 and lr < 1", sort="-val_acc", limit=2)
    assert [run.id for run in found] == [records[5].id, records[4].id]
    found = nbtrack.runs(["val_acc > 0.1", "val_acc < 0.4"], sort="val_acc")
    assert [run.id for run in found] == [records[2].id, records[3].id]
    assert [run.id for run in nbtrack.runs(sort="started", limit=1)] == [records[0].id]
    assert len(nbtrack.runs(limit=0)) == 0


def test_a_number_below_nothing_is_refused(store: Store) -> None:
    with pytest.raises(UsageError, match="limit is -1"):
        nbtrack.runs(limit=-1)


def test_an_experiment_is_a_path_from_here_or_what_it_was_called(
    store: Store, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    added(store, 1, experiment="notebooks/train.ipynb")
    added(store, 2, experiment="other")
    (project / "notebooks").mkdir()
    (project / "notebooks" / "train.ipynb").touch()
    monkeypatch.chdir(project / "notebooks")
    for name in ("train.ipynb", project / "notebooks" / "train.ipynb", "notebooks/train.ipynb"):
        assert [run.experiment for run in nbtrack.runs(experiment=name)] == ["notebooks/train.ipynb"]
    assert [run.experiment for run in nbtrack.runs(experiment="other")] == ["other"]
    assert len(nbtrack.runs(experiment="nobody")) == 0


def test_another_store_can_be_asked(store: Store, tmp_path_factory: pytest.TempPathFactory) -> None:
    added(store, 1)
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    os.chdir(elsewhere)
    assert len(nbtrack.runs()) == 0
    for place in (os.path.dirname(store.root), store.root):
        (run,) = nbtrack.runs(store=place)
        assert nbtrack.get("latest", store=place) == run
        assert nbtrack.best("val_acc", store=place) == run
    with pytest.raises(StoreError, match="there is no store in"):
        nbtrack.runs(store=elsewhere)


def test_a_name_that_no_run_has_is_told_with_the_nearest(store: Store) -> None:
    added(store, 1)
    for ask in (
        lambda: nbtrack.runs("val_ac > 1"),
        lambda: nbtrack.runs(sort="-val_ac"),
        lambda: nbtrack.runs().column("val_ac"),
        lambda: nbtrack.get()["val_ac"],
    ):
        with pytest.raises(UnknownNameError) as raised:
            ask()
        assert str(raised.value) == "no run has 'val_ac'"
        assert raised.value.hint == 'did you mean "val_acc"?'
        assert raised.value.__notes__ == ['hint: did you mean "val_acc"?']
        assert isinstance(raised.value, KeyError)


def test_the_best_is_what_the_name_or_the_asker_says(store: Store) -> None:
    records = [added(store, number) for number in range(3)]
    added(store, 9, status=FAILED)
    assert nbtrack.best("val_acc").id == records[2].id
    assert nbtrack.best("metric:val_acc", minimize=True).id == records[0].id
    assert nbtrack.best("val_acc", where="lr > 0.01").id == records[1].id


def test_there_is_no_best_without_a_finished_run_or_a_direction(store: Store) -> None:
    added(store, 1, status=FAILED)
    with pytest.raises(StoreError, match="there is no finished run with val_acc"):
        nbtrack.best("val_acc")
    added(store, 2, metrics={"drift": Metric(1, 1, 1)})
    with pytest.raises(UsageError, match="nobody says whether more or less of drift") as raised:
        nbtrack.best("drift")
    assert "minimize=True" in (raised.value.hint or "")


def test_get_takes_what_the_command_line_takes(store: Store) -> None:
    records = [added(store, number, name=f"r{number}") for number in range(3)]
    for word, number in (("latest", 2), ("latest~2", 0), ("r1", 1), ("train.ipynb", 2)):
        assert nbtrack.get(word).id == records[number].id
    assert nbtrack.get(records[0].id[:8]).name == "r0"
    assert nbtrack.get().name == "r2"
    with pytest.raises(StoreError, match="there is no run 'nothing'"):
        nbtrack.get("nothing")


def test_a_run_is_a_mapping_of_the_names_of_conditions(store: Store) -> None:
    added(store, 1, parameters={"lr": Parameter(0.1, "default"), "seed": Parameter(None, "default")})
    added(store, 2, metrics={"loss": Metric(0.3, 0.2, 0.9)})
    new, old = nbtrack.runs()
    assert (new["loss"], new["loss.min"], new["metric:loss"], new["took"]) == (0.3, 0.2, 0.3, 2.0)
    assert (old["seed"], "seed" in old, old.parameters) == (None, True, {"lr": 0.1, "seed": None})
    assert "loss" not in old
    assert old.get("loss", "none") == "none"
    with pytest.raises(UnknownNameError, match="has no 'loss'"):
        old["loss"]
    assert len(dict(new)) == len(new)


def test_a_name_that_means_several_things_says_which(store: Store) -> None:
    values = {"loss": Parameter("mse", "default"), "status": Parameter(1, "default")}
    added(store, 1, parameters=values, metrics={"loss": Metric(0.3, 0.2, 0.9), "name": Metric(1, 1, 1)})
    (run,) = nbtrack.runs()
    assert (run["loss"], run["param:loss"]) == (0.3, "mse")
    assert (run["status"], run["param:status"], run["metric:name"]) == ("finished", 1, 1)
    assert {"loss", "param:loss", "status", "param:status", "metric:name"} <= set(run)


def test_what_was_asked_for_stays_as_it_was(store: Store) -> None:
    record = added(store, 1)
    found = nbtrack.runs()
    added(store, 2)
    store.records.remove([record.id])
    assert [run.metrics for run in found] == [{"val_acc": 0.1}]
    with pytest.raises(StoreError):
        found[0].series("val_acc")


def test_many_runs_are_read_from_columns_as_few_are_from_rows(store: Store) -> None:
    for number in range(300):
        added(store, number)
    many, few = nbtrack.runs(), nbtrack.runs(limit=5)
    assert [dict(run) for run in many[:5]] == [dict(run) for run in few]
    assert many.column("val_acc.max")[:5] == few.column("val_acc.max")
    assert [run.id for run in many[298:]] == [run.id for run in many][298:]


def test_runs_are_equal_where_they_are_the_same_run(store: Store) -> None:
    added(store, 1)
    assert nbtrack.get() == nbtrack.runs()[0]
    assert len({nbtrack.get(), nbtrack.get()}) == 1
    kept = pickle.loads(pickle.dumps(nbtrack.runs()))
    assert (kept[0], kept[0].metrics) == (nbtrack.get(), {"val_acc": 0.1})


def test_what_a_run_lacks_is_told_with_what_it_has(store: Store) -> None:
    added(store, 1, notebook=RecordedNotebook())
    run = nbtrack.get()
    for ask in (lambda: run.series("x"), lambda: run.artifact("x"), lambda: run.notebook()):
        with pytest.raises(StoreError):
            ask()


def test_more_runs_than_two_are_compared_side_by_side(store: Store) -> None:
    records = [added(store, number, name=f"r{number}") for number in range(3)]
    found = nbtrack.compare_runs("r0", nbtrack.get("r1"), "latest")
    assert (found["schema"], found["runs"]) == ("nbtrack.table/1", [record.id for record in records])
    assert json.dumps(dict(found))
    assert "val_acc" in repr(found)
    assert "<table>" in found._repr_html_()
    assert repr(nbtrack.compare_runs("r0", "r0", "r0")) == "the runs do not differ"


def test_two_runs_of_which_no_code_is_known_stand_side_by_side(store: Store) -> None:
    added(store, 1)
    added(store, 2)
    assert nbtrack.compare_runs("latest~1", "latest")["schema"] == "nbtrack.table/1"


def test_damaged_records_are_left_out_with_a_warning(store: Store) -> None:
    good, bad = added(store, 1), added(store, 2)
    path = store.records.path(bad.id)
    with open(path, "rb") as file:
        raw = file.read()
    with open(path, "wb") as file:
        file.write(raw.replace(b"adam", b"evil"))
    with pytest.warns(RuntimeWarning, match="damaged records are left out: 1") as warned:
        found = nbtrack.runs()
    assert [run.id for run in found] == [good.id]
    assert warned[0].filename == __file__
