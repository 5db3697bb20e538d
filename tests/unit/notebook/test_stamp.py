"""A stamp changes with every write, and is not trusted while it might not."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

from nbtrack.notebook.stamp import is_same, is_settled, stamp_of, was_settled

if TYPE_CHECKING:
    from pathlib import Path


def stamp_at(time_ns: int) -> bytes:
    return b"1:2:3:%d:%d" % (time_ns, time_ns)


def test_the_same_file_has_the_same_stamp(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("one")
    assert stamp_of(str(tmp_path / "a")) == stamp_of(str(tmp_path / "a"))


def test_a_write_of_the_same_size_with_its_time_set_back_is_seen(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_text("one")
    os.utime(path, ns=(10**18, 10**18))
    before = stamp_of(str(path))
    path.with_name("b").write_text("two")
    os.utime(path.with_name("b"), ns=(10**18, 10**18))
    path.with_name("b").replace(path)
    assert stamp_of(str(path)) != before


def test_what_is_no_file_has_no_stamp(tmp_path: Path) -> None:
    assert stamp_of(str(tmp_path)) is None
    assert stamp_of(str(tmp_path / "missing")) is None
    assert stamp_of(os.devnull) is None


def test_a_file_is_settled_when_its_clock_has_ticked_since_it_was_written() -> None:
    second = time.time_ns() // 10**9 * 10**9
    assert is_settled(stamp_at(second - 3 * 10**9))
    assert not is_settled(stamp_at(second - 10**9))  # FAT would show the next write under the same time
    assert is_settled(stamp_at(second - 10**9 + 1))


def test_a_file_written_just_now_is_not_settled_and_one_of_tomorrow_neither() -> None:
    assert not is_settled(stamp_at(time.time_ns() + 10**9 + 1))
    assert not is_settled(stamp_at(10**20))


def test_a_status_tells_the_same_as_a_stamp(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_text("one")
    before = path.stat()
    assert is_same(before, path.stat())
    assert not was_settled(before, time.time_ns())
    assert was_settled(before, time.time_ns() + 3 * 10**9)
    path.write_text("longer")
    assert not is_same(before, path.stat())


def test_what_is_no_file_is_never_settled(tmp_path: Path) -> None:
    assert not was_settled(tmp_path.stat(), 10**20)
    assert not is_same(tmp_path.stat(), tmp_path.stat())
