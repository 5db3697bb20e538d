"""System calls of SQLite, and of files that Python opens itself, fail or are the last: strace does it."""

import re
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from nbtrack.store.store import Store
from tests.unit.store.failing import RECORD, is_killed
from tests.unit.store.test_failing_disk import holds

CALLS = ("pwrite64", "fdatasync", "ftruncate", "write")
EVERY = 5  # of the calls of a kind, since each costs a process
TRACE = shutil.which("strace")
pytestmark = pytest.mark.skipif(TRACE is None, reason="strace is not there")


def traced(folder: Path, *options: str) -> tuple[list[str], int]:
    """Record a run under strace, and return what it could say and its exit code."""
    record = [sys.executable, "-c", textwrap.dedent(RECORD), str(folder), "never", "0"]
    done = subprocess.run(
        [str(TRACE), "-f", "-qq", "-o", f"{folder}.trace", *options, *record],
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout.splitlines(), done.returncode


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("what", ["signal=KILL", "error=ENOSPC"])
def test_nothing_that_was_said_is_lost(call: str, what: str, tmp_path: Path) -> None:
    said, code = traced(tmp_path / "whole", "-e", f"trace={call}")
    if code and not said:
        pytest.skip("this system lets nobody trace")
    count = len(re.findall(rf"\b{call}\(", (tmp_path / "whole.trace").read_text()))
    assert count
    for number in range(1, count + 1, EVERY):
        store = Store(str(tmp_path / str(number)))
        said, code = traced(Path(store.root), "-e", f"inject={call}:{what}:when={number}")
        # How often SQLite flushes is not the same each time: the last calls may not come.
        assert is_killed(code) == (what == "signal=KILL") or number > count // 2
        holds(store, said)
