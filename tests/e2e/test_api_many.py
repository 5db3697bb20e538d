"""Many runs of one process: each has its own, and nothing is left open behind it."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from nbtrack.store.store import Store

if TYPE_CHECKING:
    from pathlib import Path

SOURCE = """
import os, sys
import nbtrack
for number in range(int(sys.argv[1])):
    with nbtrack.start({"number": number}) as run:
        run.log(loss=number, step=0)
    if os.path.isdir("/proc/self/fd") and number in (1, 5):
        print(len(os.listdir("/proc/self/fd")))
"""


def made(folder: Path, count: int) -> list[str]:
    (folder / "pyproject.toml").touch()
    (folder / "train.py").write_text(SOURCE)
    command = [sys.executable, "train.py", str(count)]
    done = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True)
    assert done.stderr == ""
    return done.stdout.split()


@pytest.mark.skipif(not os.path.isdir("/proc/self/fd"), reason="nobody tells what is open")
def test_a_run_leaves_no_file_open(tmp_path: Path, session_home: Path) -> None:
    second, sixth = made(tmp_path, 7)
    assert second == sixth


def test_runs_share_a_pack_and_are_listed_with_all_that_they_have(tmp_path: Path, session_home: Path) -> None:
    for _ in range(2):
        made(tmp_path, 20)
    runs = Store(str(tmp_path / ".nbtrack")).runs()
    assert [run.parameters["number"].value for run in runs] == [*reversed(range(20))] * 2
    assert [run.metrics["loss"].last for run in runs] == [*reversed(range(20))] * 2
    assert len(list((tmp_path / ".nbtrack" / "runs").glob("*/*.zst"))) == 1


MODULES = """
import sys
import nbtrack
def run():
    with nbtrack.start():
        pass
run()
import first
run()
del sys.modules["first"]
sys.path.insert(0, "other")
run()
import first
run()
"""


def test_each_run_has_the_modules_that_are_loaded_when_it_begins(tmp_path: Path, session_home: Path) -> None:
    (tmp_path / "pyproject.toml").touch()
    (tmp_path / "other").mkdir()
    for place in (tmp_path, tmp_path / "other"):
        (place / "first.py").touch()
    (tmp_path / "train.py").write_text(MODULES)
    subprocess.run([sys.executable, "train.py"], cwd=tmp_path, check=True)
    runs = reversed(Store(str(tmp_path / ".nbtrack")).runs())
    assert [[*run.modules] for run in runs] == [[], ["first.py"], [], ["other/first.py"]]


THREADS = """
import threading
import nbtrack
barrier = threading.Barrier(4)
def trial(number):
    barrier.wait()
    for trial in range(5):
        with nbtrack.start({"trial": trial, "thread": number}):
            nbtrack.log(loss=trial)
    barrier.wait()
threads = [threading.Thread(target=trial, args=(number,)) for number in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
"""


def test_threads_that_begin_runs_lose_none_and_are_told(tmp_path: Path, session_home: Path) -> None:
    (tmp_path / "pyproject.toml").touch()
    (tmp_path / "train.py").write_text(THREADS)
    done = subprocess.run(
        [sys.executable, "train.py"], cwd=tmp_path, check=True, capture_output=True, text=True
    )
    runs = Store(str(tmp_path / ".nbtrack")).runs()
    given = sorted((run.parameters["thread"].value, run.parameters["trial"].value) for run in runs)
    assert given == [(thread, trial) for thread in range(4) for trial in range(5)]
    assert {run.status for run in runs} == {"finished"}
    assert "of another thread ends here" in done.stderr
