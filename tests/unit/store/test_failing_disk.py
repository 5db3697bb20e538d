"""Whichever call to the disk fails or is the last: what was said is kept, nothing half-written is seen."""

import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from nbtrack.store.attached import series_of
from nbtrack.store.record import RunRecord
from nbtrack.store.statuses import FINISHED, LOST
from nbtrack.store.store import Store
from nbtrack.store.verify import verify
from tests.unit.store.failing import is_killed, record

RUN, UNWANTED = "00112233445566aa", "f" * 16  # the second is deleted in the end
SHARES = 6  # the calls are shared out to so many tests, so that workers have something to share


def calls(folder: Path) -> int:
    said, code, count = record(folder, "never", 0)
    assert (said[-1], code) == ("packed", 0)
    return int(count)


def holds(store: Store, said: list[str]) -> None:
    """Hold a store to what its recorder was told."""
    ids = {run.id for run in store.runs()}
    assert ids - {UNWANTED} in ({RUN}, {*()}) if "begun" not in said else ids - {UNWANTED} == {RUN}
    assert UNWANTED in ids or said[:1] != ["unwanted"] or said[-1] == "packed"
    assert store.damaged == []
    assert list(verify(store)) == []
    if "begun" in said:
        holds_run(store, store.get(RUN), said)
    before = [(run.id, run) for run in store.runs()]
    store.reindex()
    assert [(run.id, run) for run in store.runs()] == before


def holds_run(store: Store, run: RunRecord, said: list[str]) -> None:
    assert run.name == "first"
    assert run.note == ("why" if "noted" in said else run.note)
    for line in said:
        word, _, rest = line.partition(" ")
        if word == "kept":
            assert store.blobs.get(rest) == b"a figure" * 2000
        if word == "named":
            assert run.error
            assert (run.error.traceback or "none") in store.blobs
        if word == "logged":
            steps = {step: value for step, _, value in series_of(run, store.blobs)["loss"].points()}
            assert steps[int(rest)] == 1 / (int(rest) + 1)
    assert run.status == (FINISHED if "sealed" in said else run.status)
    assert run.status in (FINISHED, LOST)


@pytest.mark.parametrize("share", range(SHARES))
@pytest.mark.parametrize("how", ["kill", "full", "torn"])
def test_nothing_that_was_said_is_lost(how: str, share: int, tmp_path: Path) -> None:
    count = calls(tmp_path / "whole")
    assert count > 20
    for number in range(1 + share, count + 1, SHARES):
        store = Store(str(tmp_path / str(number)))
        said, code, _ = record(Path(store.root), how, number)
        assert is_killed(code) == (how == "kill")
        holds(store, said)


MANY = """
    import sys
    from nbtrack.store.store import Store
    from nbtrack.store.statuses import FINISHED
    from tests.unit.store.recording import running
    store = Store(sys.argv[1])
    for number in range(6):
        run = store.begin(running(name=f"{sys.argv[2]}-{number}"))
        for step in range(20):
            run.append(note=str(step))
        run.log({"loss": float(number)}, step=number)
        if number == 5 and sys.argv[2] == "7":
            sys.stdout.flush()
            import os, signal
            os.kill(os.getpid(), signal.SIGKILL)
        run.seal(status=FINISHED)
        store.runs()
"""


def test_sixteen_processes_record_at_once(tmp_path: Path) -> None:
    store = Store(str(tmp_path / "store"))
    command = [sys.executable, "-c", textwrap.dedent(MANY), store.root]
    workers = [subprocess.Popen([*command, str(worker)]) for worker in range(16)]
    codes = [worker.wait() for worker in workers]
    assert [code for code in codes if code] == [codes[7]]
    runs = store.runs()
    assert sorted(run.name or "" for run in runs) == sorted(f"{w}-{n}" for w in range(16) for n in range(6))
    assert [run.name for run in runs if run.status != FINISHED] == ["7-5"]
    assert all(run.metrics["loss"].last == float((run.name or "")[-1]) for run in runs)
    assert list(verify(store)) == []
    assert not os.listdir(os.path.join(store.root, "live"))
    store.reindex()
    assert store.runs() == runs
