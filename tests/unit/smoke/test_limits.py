"""What a notebook may do to the machine that it is tried on."""

import os
import time
from pathlib import Path

import pytest

from nbtrack.notebook.document import parse
from nbtrack.smoke.preparing import trial_of
from nbtrack.smoke.processes import _first
from nbtrack.smoke.running import Running
from nbtrack.smoke.verdict import MEMORY, Verdict
from nbtrack.smoke.watching import run_all
from tests.making import code, notebook_b
from tests.unit.smoke.conditions import run_one, under

STARTS = (
    "import subprocess\n"
    "def start(**how):\n"
    "    child = subprocess.Popen(['sleep', '60'], **how)\n"
    "    with open('pids', 'a') as file:\n"
    "        file.write(f'{child.pid}\\n')\n"
)


def tried(folder: Path, *cells: str, **conditions: object) -> Verdict:
    book = parse(notebook_b(*map(code, cells)), str(folder / "test.ipynb"))
    return run_one(trial_of(book, under(**conditions)))  # type: ignore[arg-type]


def are_gone(folder: Path) -> bool:
    """Wait for processes that were killed to be taken away by the system."""
    pids = [int(line) for line in (folder / "pids").read_text().split()]
    deadline = time.monotonic() + 30
    while any(is_alive(pid) for pid in pids) and time.monotonic() < deadline:
        os.sched_yield()
    return bool(pids) and not any(is_alive(pid) for pid in pids)


def is_alive(pid: int) -> bool:
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False


@pytest.mark.parametrize("how", ["", "start_new_session=True", "preexec_fn=__import__('os').setsid"])
def test_what_it_started_ends_with_it_wherever_it_went(tmp_path: Path, how: str) -> None:
    assert tried(tmp_path, STARTS, f"start({how})").failure is None
    assert are_gone(tmp_path)


def test_what_it_started_ends_when_its_time_is_over(tmp_path: Path) -> None:
    verdict = tried(
        tmp_path, STARTS, "start(start_new_session=True)\nimport time\ntime.sleep(60)", timeout_s=2
    )
    assert verdict.failure is not None
    assert are_gone(tmp_path)


def test_whoever_takes_too_much_memory_is_ended_at_the_line(tmp_path: Path) -> None:
    grows = "import time\nkept = []\nwhile True:\n    kept.append(bytearray(10**7))\n    time.sleep(0.01)"
    failure = tried(tmp_path, "x = 1", grows, memory_bytes=150_000_000).failure
    assert failure is not None
    assert (failure.cell, failure.kind) == (2, MEMORY)
    assert failure.what == "killed by memory: it needed more than 150 MB"
    assert failure.line in (4, 5)


def test_memory_of_what_it_started_counts(tmp_path: Path) -> None:
    child = "kept = bytearray(3 * 10**8)\nimport time\ntime.sleep(60)"
    starts = (
        f"import subprocess, sys\nsubprocess.run([sys.executable, '-c', {child!r}], start_new_session=True)"
    )
    failure = tried(tmp_path, starts, memory_bytes=200_000_000).failure
    assert failure is not None
    assert (failure.line, failure.kind) == (2, MEMORY)


def test_what_prints_without_end_fills_no_disk(tmp_path: Path) -> None:
    verdict = tried(tmp_path, "while True: print('x' * 10_000)", timeout_s=2)
    assert verdict.failure is not None
    assert 0 < len(verdict.output) <= 100_000


def test_several_run_at_once_and_those_left_are_ended(tmp_path: Path) -> None:
    quick = parse(notebook_b(code("x = 1")), str(tmp_path / "quick.ipynb"))
    waits = f"import os, time\nopen({str(tmp_path / 'pids')!r}, 'w').write(str(os.getpid()))\ntime.sleep(60)"
    slow = parse(notebook_b(code(waits)), str(tmp_path / "slow.ipynb"))
    seen: list[int] = []

    def wait_for_both(running: dict[int, Running]) -> None:
        seen.append(len(running))

    found = run_all([(0, trial_of(slow, under())), (1, trial_of(quick, under()))], 2, wait_for_both)
    number, outcome = next(found)
    assert isinstance(outcome, Verdict)
    assert (number, outcome.path, outcome.failure) == (1, quick.path, None)
    while not (tmp_path / "pids").exists() or not (tmp_path / "pids").read_text():
        os.sched_yield()
    found.close()
    assert are_gone(tmp_path)


def test_nothing_is_left_in_the_folder_for_temporary_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    writes = "import os\nos.mkdir('locked')\nopen('locked/x', 'w').close()\nos.chmod('locked', 0o500)"
    verdict = tried(tmp_path, writes, copy_bytes=10**6)
    assert verdict.failure is None
    assert not list(tmp_path.glob("nbtrack-smoke-*"))


def test_what_started_before_a_new_process_is_not_looked_at() -> None:
    mine = os.getpid()
    assert _first(mine) in (0, mine + 1)  # 0 where numbers began anew since
    assert _first(2**31) == 0
