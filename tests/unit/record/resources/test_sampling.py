"""What processes take is looked at now and then, and asked of each cell."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from nbtrack.record.resources.graphics import graphics_cards, graphics_use
from nbtrack.record.resources.process_use import _below, _one, _one_by_psutil, tree_usage, usage_of
from nbtrack.record.resources.sampling import CellUse, Sampler
from nbtrack.store.logged import read_points
from nbtrack.store.points import SYSTEM

WAITING = (
    "import subprocess, sys; "
    "child = subprocess.Popen([sys.executable, '-c', 'print(flush=True); input()'], stdout=subprocess.PIPE); "
    "child.stdout.readline(); print(flush=True); input()"
)
SMI = """#!/bin/sh
case "$1" in
  *driver*) echo "NVIDIA A100, 40960, 550.54" ;;
  *) echo "37, 1024" ;;
esac
"""


def test_memory_that_a_cell_gave_back_counts_for_it_and_not_for_the_next(tmp_path: Path) -> None:
    sampler = Sampler(os.getpid(), str(tmp_path))
    before = usage_of(os.getpid())
    assert before
    taken = bytearray((before.peak_bytes or before.memory_bytes) + 50_000_000)
    del taken
    first = CellUse(sampler)
    taken = bytearray((before.peak_bytes or before.memory_bytes) + 250_000_000)
    del taken
    _, high = first.end()
    _, low = CellUse(sampler).end()
    sampler.stop()
    assert high
    assert low
    assert high > low


def test_processes_below_are_counted_along(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", WAITING], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout
        process.stdout.readline()
        alone, whole = usage_of(process.pid), tree_usage(process.pid)
        assert alone
        assert whole
        assert whole.memory_bytes > alone.memory_bytes
    finally:
        process.communicate("\n\n")
    assert tree_usage(process.pid) is None
    assert usage_of(process.pid) is None


def test_looks_are_kept_beside_the_journal_until_the_process_is_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nbtrack.record.resources.sampling._SHARE", 1)  # else rarely on a busy machine
    sampler = Sampler(os.getpid(), str(tmp_path))
    deadline = time.monotonic() + 30
    while "cpu_percent" not in read_points(str(tmp_path), SYSTEM) and time.monotonic() < deadline:
        sum(range(100_000))
    sampler.stop()
    found = read_points(str(tmp_path), SYSTEM)
    assert {"cpu_percent", "memory_bytes", "read_bytes", "written_bytes"} <= found.keys()
    assert not read_points(str(tmp_path))


def test_cards_are_asked_of_nvidias_own_tool(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tool = tmp_path / "nvidia-smi"
    tool.write_text(SMI)
    tool.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    assert graphics_cards() == [{"name": "NVIDIA A100", "memory_bytes": 40960 << 20, "driver": "550.54"}]
    assert graphics_use() == {"gpu0_percent": 37, "gpu0_memory_bytes": 1024 << 20}
    tool.write_text("#!/bin/sh\nexit 9\n")
    assert graphics_cards() == []


@pytest.mark.skipif(not os.path.isdir("/proc/self/task"), reason="there is only psutil here")
def test_what_linux_and_psutil_say_is_the_same() -> None:
    sum(range(3_000_000))
    ours, theirs = _one(os.getpid()), _one_by_psutil(os.getpid())
    assert ours
    assert theirs
    assert ours.cpu_s == pytest.approx(theirs.cpu_s, abs=0.2)
    assert ours.memory_bytes == pytest.approx(theirs.memory_bytes, rel=0.1)
    assert ours.read_bytes <= theirs.read_bytes
    assert ours.written_bytes <= theirs.written_bytes


def test_where_nobody_lists_children_psutil_finds_them(monkeypatch: pytest.MonkeyPatch) -> None:
    process = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE, text=True)
    try:
        listed = [*_below(os.getpid())]
        monkeypatch.setattr("nbtrack.record.resources.process_use.content", _refused)
        assert process.pid in listed
        assert process.pid in _below(os.getpid())
    finally:
        process.communicate("\n")


def _refused(path: str) -> bytes:
    raise FileNotFoundError(path)
