"""Threads log into one run: each point is there once and in its order, also while the run ends."""

import json
import subprocess
import sys
from pathlib import Path

from nbtrack.store.attached import series_of
from nbtrack.store.record import RunRecord
from nbtrack.store.store import Store

THREADS, STEPS, RUNS = 8, 2000, 6
APART = 10**9  # more steps than a thread gets to, which takes millions a second where nothing is recorded
HEAD = f"""
import json, sys, threading, time
import nbtrack
THREADS, STEPS, RUNS, APART = {THREADS}, {STEPS}, {RUNS}, {APART}
logged = [0] * THREADS
over = False
def work(number, steps):
    for step in range(steps):
        if over:
            return
        nbtrack.log({{"all": number * APART + step, f"t{{number}}": step}}, step=step)
        logged[number] = step + 1
def working(steps):
    threads = [threading.Thread(target=work, args=(number, steps)) for number in range(THREADS)]
    for thread in threads:
        thread.start()
    return threads
def wait_for_more():
    before = logged[:]
    while min(now - then for now, then in zip(logged, before)) < 100:
        time.sleep(0.001)
sys.setswitchinterval(1e-5)  # threads take turns within a call
"""


def made(folder: Path, source: str) -> tuple[str, list[RunRecord], Store]:
    """Run a script, and return what it printed and its records, the oldest first."""
    (folder / "pyproject.toml").touch()
    (folder / "train.py").write_text(HEAD + source)
    done = subprocess.run(
        [sys.executable, "train.py"], cwd=folder, capture_output=True, text=True, check=True, timeout=120
    )
    assert done.stderr == ""
    store = Store(str(folder / ".nbtrack"))
    return done.stdout, [store.get(run.id) for run in reversed(store.runs())], store


def values(record: RunRecord, store: Store) -> dict[str, list[float]]:
    table = series_of(record, store.blobs)
    found = {name: list(series.points()) for name, series in table.items()}
    for points in found.values():
        assert all(step == value % APART for step, _, value in points)
    return {name: [value for _, _, value in points] for name, points in found.items()}


def by_thread(found: dict[str, list[float]], number: int) -> list[float]:
    """Return a thread's points of the metric that all log, which have to be those of its own."""
    shared = [value - number * APART for value in found["all"] if value // APART == number]
    assert shared == found.get(f"t{number}", [])
    return shared


def test_each_point_of_each_thread_is_there_once_and_in_order(tmp_path: Path, session_home: Path) -> None:
    source = """
with nbtrack.start():
    for thread in working(STEPS):
        thread.join()
"""
    _, (record,), store = made(tmp_path, source)
    found = values(record, store)
    assert len(found["all"]) == THREADS * STEPS
    for number in range(THREADS):
        assert by_thread(found, number) == [*range(STEPS)]


def test_what_was_logged_before_the_run_ended_is_there_and_nothing_behind_a_gap(
    tmp_path: Path, session_home: Path
) -> None:
    source = """
run = nbtrack.start()
threads = working(APART)
wait_for_more()
before = logged[:]
run.finish()
over = True
for thread in threads:
    thread.join()
print(json.dumps(before))
"""
    said, (record,), store = made(tmp_path, source)
    found = values(record, store)
    for number, before in enumerate(json.loads(said)):
        mine = by_thread(found, number)
        assert mine == [*range(len(mine))]
        assert len(mine) >= before


def test_a_point_belongs_to_one_of_the_runs_that_follow_each_other(
    tmp_path: Path, session_home: Path
) -> None:
    source = """
threads = None
for number in range(RUNS):
    run = nbtrack.start()
    threads = threads or working(APART)
    wait_for_more()
    run.finish()
over = True
for thread in threads:
    thread.join()
"""
    _, records, store = made(tmp_path, source)
    assert [record.status for record in records] == ["finished"] * RUNS
    runs = [values(record, store) for record in records]
    for number in range(THREADS):
        by_run = [by_thread(found, number) for found in runs]
        assert min(map(len, by_run)) >= 99
        mine = [value for values in by_run for value in values]
        assert mine == sorted(set(mine))
    assert list(Path(store.root, "live").iterdir()) == []
