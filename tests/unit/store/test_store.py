"""A run is journalled, sealed and listed; nothing that was said is lost, whatever is killed or torn."""

import json
import os
import signal
import subprocess
import sys
import textwrap
from dataclasses import replace
from pathlib import Path

import pytest

from nbtrack.errors import StoreError
from nbtrack.notebook.document import parse
from nbtrack.notebook.executed import Outcome
from nbtrack.record.project_store import find_store
from nbtrack.store.attached import series_of
from nbtrack.store.notebooks import get_notebook, put_notebook
from nbtrack.store.points import Framing
from nbtrack.store.record import CellRun, GitState, Parameter, RecordedNotebook
from nbtrack.store.statuses import FINISHED, INTERRUPTED, LOST, RUNNING
from nbtrack.store.store import Store
from tests.making import code, notebook_b, stream
from tests.unit.store.recording import finished, running


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(str(tmp_path / ".nbtrack"))


def test_a_run_is_listed_while_it_runs_and_sealed_when_it_ends(store: Store) -> None:
    run = store.begin(running())
    assert [found.status for found in store.runs()] == [RUNNING]
    sealed = run.seal(status=FINISHED, duration_s=1.5)
    assert store.runs() == [sealed] == [store.get(run.id)]
    assert not os.path.exists(run.folder)


def test_parts_are_merged_field_by_field_and_cells_by_number(store: Store) -> None:
    run = store.begin(running())
    run.append(git=GitState(commit="c0ffee"))
    run.append(cells=(CellRun(2, RUNNING, started="now"),))
    run.append(cells=(CellRun(2, FINISHED, duration_s=0.5), CellRun(3, FINISHED)))
    record = run.seal(status=FINISHED)
    assert record.git == GitState(commit="c0ffee")
    assert record.cells == (CellRun(2, FINISHED, started="now", duration_s=0.5), CellRun(3, FINISHED))


def test_a_field_that_records_do_not_have_is_refused(store: Store) -> None:
    with pytest.raises(TypeError, match="colour"):
        store.begin(running()).append(colour="red")


def test_points_of_all_processes_become_one_series(store: Store) -> None:
    run = store.begin(running())
    run.log({"loss": 0.5}, step=1)
    Path(run.folder, "points-1.bin").write_bytes(Framing().frame({"loss": 0.75, "acc": 0.1}, 0, 1.0))
    record = run.seal(status=FINISHED)
    table = series_of(record, store.blobs)
    assert [(step, value) for step, _, value in table["loss"].points()] == [(0, 0.75), (1, 0.5)]
    assert (record.metrics["loss"].last, record.metrics["acc"].count) == (0.5, 1)


def test_the_executed_notebook_is_the_one_that_ran_with_the_last_outcome_of_each_cell(store: Store) -> None:
    run = store.begin(running())
    as_run = notebook_b(code("print(1)"), code("print(2)", outputs=[stream("old")]))
    run.append(notebook=RecordedNotebook(as_run=put_notebook(store.blobs, as_run)))
    run.keep(1, Outcome([stream("ha")], None))
    run.keep(1, Outcome([stream("hallo")], 1))
    record = run.seal(status=FINISHED)
    assert record.notebook.executed
    came_out = parse(get_notebook(store.blobs, record.notebook.executed))
    assert [cell.outputs for cell in came_out.cells] == [[stream("hallo")], []]
    assert [cell.count for cell in came_out.cells] == [1, None]


def test_a_torn_line_costs_only_itself(store: Store) -> None:
    run = store.begin(running())
    run.log({"loss": 0.5})
    for name in os.listdir(run.folder):
        if name.endswith((".jsonl", ".bin")):
            with open(os.path.join(run.folder, name), "ab") as file:
                file.write(b'\x02{"at": 1.0, "va')
    assert store.get(run.id).metrics["loss"].last == 0.5


KILLED = """
    import os, signal, sys
    from nbtrack.store.store import Store
    from nbtrack.store.record import CellRun
    from nbtrack.store.statuses import RUNNING
    from tests.unit.store.recording import running
    run = Store(sys.argv[1]).begin(running(id="00112233445566aa"))
    run.append(cells=(CellRun(1, RUNNING),))
    run.log({"loss": 0.25}, step=7)
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_killed_recorder_leaves_an_interrupted_run_with_all_it_said(store: Store) -> None:
    done = subprocess.run([sys.executable, "-c", textwrap.dedent(KILLED), store.root], check=False)
    assert done.returncode == -signal.SIGKILL
    before_sealing = store.get("00112233445566aa")
    (listed,) = store.runs()
    record = store.get(listed.id)
    assert record == replace(before_sealing, series=record.series, attached=record.attached)
    assert (record.status, record.cells[0].status) == (LOST, INTERRUPTED)
    assert record.metrics["loss"].last == 0.25
    assert record.error
    assert record.error.name == "RecorderDied"
    assert not os.listdir(os.path.join(store.root, "live"))


@pytest.mark.parametrize("is_older", [False, True])
def test_a_run_of_another_machine_is_not_sealed_and_lost_after_long_silence(
    store: Store, is_older: bool
) -> None:
    run = store.begin(running())
    events = Path(run.folder, "events.jsonl")
    _, *rest = events.read_text().splitlines(keepends=True)
    elsewhere = {"host": "elsewhere", "pid": os.getpid()}
    if is_older:
        Path(run.folder, "owner.json").write_text(json.dumps(elsewhere))
        events.write_text("".join(rest))
    else:
        events.write_text("".join((json.dumps({"owner": elsewhere}) + "\n", *rest)))
    assert [found.status for found in store.runs()] == [RUNNING]
    for name in os.listdir(run.folder):
        os.utime(os.path.join(run.folder, name), (0, 0))
    assert [found.status for found in store.runs()] == [LOST]


def test_what_a_thread_left_of_a_journal_that_is_deleted_goes(store: Store) -> None:
    run = store.begin(running())
    record = run.seal(status=FINISHED)
    os.mkdir(run.folder)
    Path(run.folder, "points-1.bin").touch()
    assert store.runs() == [record]
    assert not os.path.exists(run.folder)


@pytest.mark.parametrize("left", [b"", b"\0" * 512])
def test_a_journal_whose_beginning_a_power_failure_took_is_no_run(store: Store, left: bytes) -> None:
    run = store.begin(running())
    Path(run.folder, "events.jsonl").write_bytes(left)
    assert store.in_progress() == []
    assert store.runs() == []
    assert not os.path.exists(run.folder)


def test_runs_are_listed_where_no_index_can_be_written(store: Store) -> None:
    record = store.begin(running()).seal(status=FINISHED)
    os.mkdir(os.path.join(store.root, "index.db"))
    assert [run.id for run in store.runs()] == [record.id]
    assert store.begin(running(id="00112233445566aa")).seal(status=FINISHED).status == FINISHED
    assert len(store.runs()) == 2


def test_listing_makes_no_store(store: Store) -> None:
    assert store.runs() == []
    assert not os.path.exists(store.root)


def test_the_index_is_disposable(store: Store) -> None:
    records = [finished(started=f"2026-11-2{day}T00:00:00.000000Z") for day in range(1, 5)]
    for record in records:
        store.records.put(record)
    assert [run.id for run in store.runs()] == [record.id for record in reversed(records)]
    Path(store.root, "index.db").write_bytes(b"not a database, and long enough to be read as one" * 50)
    assert len(store.runs()) == 4
    assert store.reindex() == 4


def test_copying_one_store_over_another_merges_them(store: Store, tmp_path: Path) -> None:
    other = Store(str(tmp_path / "other"))
    mine, theirs = finished(), finished()
    store.records.put(mine)
    other.records.put(theirs)
    assert len(store.runs()) == len(other.runs()) == 1
    os.makedirs(os.path.dirname(store.records.path(theirs.id)), exist_ok=True)
    os.link(other.records.path(theirs.id), store.records.path(theirs.id))
    assert {run.id for run in store.runs()} == {mine.id, theirs.id}


def test_a_record_that_was_changed_is_an_error(store: Store) -> None:
    record = finished(parameters={"lr": Parameter(0.1, "default")})
    store.records.put(record)
    path = Path(store.records.path(record.id))
    path.write_bytes(path.read_bytes().replace(b"0.1", b"0.2"))
    with pytest.raises(StoreError, match="does not fit its seal"):
        store.records.get(record.id)


def test_one_damaged_record_does_not_hide_the_others(store: Store) -> None:
    good, bad = finished(), finished()
    store.records.put(good)
    store.records.put(bad)
    Path(store.records.path(bad.id)).write_bytes(b"{")
    assert store.runs() == [good]
    assert store.damaged == [bad.id]


def test_a_record_is_never_written_twice(store: Store) -> None:
    record = finished(note="first")
    store.records.put(record)
    store.records.put(replace(record, note="second"))
    assert store.records.get(record.id).note == "first"


def test_fields_of_a_newer_version_survive() -> None:
    from nbtrack.store.record_json import from_json, to_json

    found = to_json(finished()) | {"weather": "rain"}
    assert to_json(from_json(found)) == found


def test_the_store_ignores_itself_in_git(store: Store) -> None:
    store.begin(running())
    assert Path(store.root, ".gitignore").read_text().endswith("*\n")


def test_listing_an_empty_store_is_no_error(store: Store) -> None:
    assert store.runs() == []


@pytest.mark.parametrize(
    ("variable", "setting", "expected"),
    [("", "", "project/.nbtrack"), ("", "../shared", "shared"), ("elsewhere", "../shared", "elsewhere")],
)
def test_where_the_store_is(
    variable: str, setting: str, expected: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "project" / "notebooks"
    folder.mkdir(parents=True)
    (tmp_path / "project" / "nbtrack.toml").write_text(f'[store]\npath = "{setting}"\n')
    monkeypatch.setenv("NBTRACK_STORE", str(tmp_path / variable) if variable else "")
    assert find_store(str(folder / "train.ipynb")).root == str(tmp_path / expected)


def test_a_run_that_was_put_together_is_sealed_with_what_was_said_last(store: Store) -> None:
    run = store.begin(running(git=GitState("c", dirty=True)))
    run.log({"loss": 0.5})
    run.append(status=FINISHED, duration_s=1.5)
    whole = run.whole()
    assert whole.metrics["loss"].last == 0.5
    sealed = run.seal(previous="a" * 16, diff=None)
    assert sealed == replace(whole, previous="a" * 16) == store.get(run.id)


def test_the_stamp_changes_with_all_that_is_kept_and_there_is_none_while_a_run_is_in_progress(
    store: Store,
) -> None:
    store.records.put(finished(id="0" * 16))
    first = _stamp(store)
    assert store.stamp() == first
    store.annotate("0" * 16, note="why")
    noted = store.stamp()
    assert noted != first
    store.records.put(finished(id="0" * 15 + "1"))
    assert _stamp(store) not in (first, noted)
    store.begin(running())
    assert store.stamp() is None


def _stamp(store: Store) -> tuple[str, frozenset[str]]:
    """Return the stamp as soon as the folders have been left alone for a tick of their clock."""
    while (found := store.stamp()) is None:
        pass
    return found
