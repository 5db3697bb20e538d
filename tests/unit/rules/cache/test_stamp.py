"""A stamp changes with every write, and is not trusted while it might not."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from nbtrack.rules.cache.stamp import is_settled, stamp_of

if TYPE_CHECKING:
    from pathlib import Path


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


def test_a_file_written_just_now_is_not_settled_and_one_of_tomorrow_neither(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("one")
    stamp = stamp_of(str(tmp_path / "a"))
    assert stamp is not None
    assert not is_settled(stamp)
    assert is_settled(b"1:2:3:%d:%d" % (10**18, 10**18))
    assert not is_settled(b"1:2:3:%d:%d" % (10**18, 10**20))
