"""What the filter takes out is kept, whatever stops it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pytest

from nbtrack.git.keeping import Keeping, kept_outputs_of

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def top(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def stop_in_the_middle_of_writing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Press Ctrl-C when half of something is written."""
    write = os.write

    def half(descriptor: int, raw: Any) -> int:
        write(descriptor, bytes(raw)[: len(raw) // 2])
        monkeypatch.setattr(os, "write", write)
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "write", half)


def test_ctrl_c_in_the_middle_of_keeping_loses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    keeping = Keeping(pytest.fail)
    for number in range(5):
        keeping.put(f"{number}.ipynb", b"clean %d" % number, b"full %d" % number)
    stop_in_the_middle_of_writing(monkeypatch)
    with pytest.raises(KeyboardInterrupt):
        keeping.catch_up()
    keeping.put("5.ipynb", b"clean 5", b"full 5")
    keeping.finish()
    kept = kept_outputs_of(".")
    found = [kept.latest(f"{number}.ipynb", b"clean %d" % number) for number in range(6)]
    assert found == [b"full %d" % number for number in range(6)]


def test_why_nothing_can_be_kept_is_said_once(top: Path) -> None:
    (top / ".nbtrack").touch()
    said: list[str] = []
    keeping = Keeping(said.append)
    for number in range(3):
        keeping.put("a.ipynb", b"clean", b"full %d" % number)
    keeping.finish()
    assert len(said) == 1
    assert said[0].startswith("outputs are not kept")
