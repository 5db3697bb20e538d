"""`nbtrack check` as a process: at the same time as others, interrupted, and at a terminal."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from tests.e2e.running import command
from tests.e2e.terminal import at_terminal
from tests.making import code, notebook_b, stream

if TYPE_CHECKING:
    from pathlib import Path

_DEADLINE_S = 60


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "pyproject.toml").touch()
    for number in range(40):
        cell = code(f"x{number} = y", outputs=[stream("hello")], count=2)
        (tmp_path / f"{number:02}.ipynb").write_bytes(notebook_b(cell))
    return tmp_path


def check(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command("check", *words), cwd=folder, capture_output=True, text=True)


def test_runs_at_the_same_time_find_the_same(folder: Path) -> None:
    expected = check(folder, "--no-cache", "--jobs", "1").stdout
    running = [
        subprocess.Popen(command("check", "--jobs", jobs), cwd=folder, stdout=subprocess.PIPE, text=True)
        for jobs in ("1", "2", "1", "2")
    ]
    assert [process.communicate()[0] for process in running] == [expected] * 4
    assert check(folder).stdout == expected


@pytest.mark.skipif(not os.path.isdir("/proc/self/task"), reason="children are found in /proc")
def test_an_interruption_ends_all_processes(folder: Path) -> None:
    long = code("\n".join(f"name{n} = [other{n} for _ in range({n})]" for n in range(1_000)))
    for path in folder.glob("*.ipynb"):
        path.write_bytes(notebook_b(long))
    process = subprocess.Popen(
        command("check", "--jobs", "2", "--no-cache"),
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    children = started(process.pid)
    os.killpg(process.pid, signal.SIGINT)
    stderr = process.communicate(timeout=_DEADLINE_S)[1]
    assert (process.returncode, stderr.strip()) == (130, "nbtrack: interrupted")
    until = (
        time.monotonic() + _DEADLINE_S
    )  # one that was just being born sees a moment later that it is alone
    while any(map(is_running, children)):
        assert time.monotonic() < until


def is_running(pid: str) -> bool:
    try:
        with open(f"/proc/{pid}/stat") as file:
            return file.read().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def started(pid: int) -> list[str]:
    """Wait until a process has two children, and return them."""
    until = time.monotonic() + _DEADLINE_S
    while time.monotonic() < until:
        with open(f"/proc/{pid}/task/{pid}/children") as file:
            children = file.read().split()
        if len(children) == 2:
            return children
    pytest.fail("there are no workers")


def test_at_a_terminal_a_quick_check_shows_no_progress(folder: Path) -> None:
    seen = at_terminal(folder, "check", "00.ipynb", NO_COLOR="1")
    assert "\r" not in seen.screen
    assert "of 1 notebooks" not in seen.screen


def test_a_read_only_home_costs_only_time(folder: Path) -> None:
    home = folder / "home"
    home.write_text("no folder")
    environment = os.environ | {"HOME": str(home), "XDG_CACHE_HOME": ""}
    done = subprocess.run(
        [sys.executable, "-m", "nbtrack", "check"],
        cwd=folder,
        capture_output=True,
        text=True,
        env=environment,
    )
    assert (done.returncode, done.stderr) == (1, "")
