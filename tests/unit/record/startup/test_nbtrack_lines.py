"""What a process uses goes to a file of its own, also while other threads end the run."""

from __future__ import annotations

import os
import threading
from typing import TYPE_CHECKING, Any

import pytest

from nbtrack.record.startup.nbtrack_lines import Lines

if TYPE_CHECKING:
    from pathlib import Path


def written_by_a_child(lines: Lines) -> int:
    """Have the child of a fork write a line, and return which process it was."""
    if not (child := os.fork()):
        code = 1
        try:
            lines.write("of the child\n")
            code = 0
        finally:
            os._exit(code)
    assert os.waitpid(child, 0)[1] == 0
    return child


def test_each_process_has_a_file(tmp_path: Path) -> None:
    lines = Lines(str(tmp_path))
    lines.write("one\n")
    child = written_by_a_child(lines)
    lines.write("two\n")
    lines.close()
    assert (tmp_path / f"used-{os.getpid()}.jsonl").read_text() == "one\ntwo\n"
    assert (tmp_path / f"used-{child}.jsonl").read_text() == "of the child\n"


def test_only_the_process_that_records_itself_writes_to_the_journal(
    tmp_path: Path,
) -> None:
    lines = Lines(str(tmp_path), "events.jsonl")
    lines.write("one\n")
    child = written_by_a_child(lines)
    lines.close()
    assert (tmp_path / "events.jsonl").read_text() == "one\n"
    assert sorted(os.listdir(tmp_path)) == ["events.jsonl", f"used-{child}.jsonl"]


def test_the_file_is_not_closed_under_a_thread_that_writes(tmp_path: Path, monkeypatch: Any) -> None:
    path = tmp_path / f"used-{os.getpid()}.jsonl"
    os.mkfifo(path)  # whoever opens it waits for a reader
    is_opening = threading.Event()
    real_open = os.open

    def noted(*args: Any) -> int:
        is_opening.set()
        return real_open(*args)

    monkeypatch.setattr(os, "open", noted)
    lines = Lines(str(tmp_path))
    writer = threading.Thread(target=lines.write, args=("one\n",))
    writer.start()
    is_opening.wait()
    closer = threading.Thread(target=lines.close)
    closer.start()
    closer.join(timeout=0.2)
    assert closer.is_alive()
    assert path.read_text() == "one\n"
    writer.join()
    closer.join()


def test_a_line_is_refused_when_the_run_is_over(tmp_path: Path) -> None:
    lines = Lines(str(tmp_path / "gone"))
    with pytest.raises(FileNotFoundError):
        lines.write("one\n")
