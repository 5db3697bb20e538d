"""Files are read some at a time, in order, and none before what it may be a second name of was dealt with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nbtrack.notebook.together import read_together

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("count", [0, 1, 32, 33, 100])
def test_each_file_is_read_once_and_in_order(tmp_path: Path, count: int) -> None:
    paths = [str(tmp_path / str(index)) for index in range(count)]
    for path in paths:
        (tmp_path / path).write_text(path)
    read = [file for group in read_together(paths) for file in group]
    assert [(file.path, file.raw.decode()) for file in read] == [(path, path) for path in paths]


def test_no_group_holds_much_more_than_a_few_megabytes(tmp_path: Path) -> None:
    large, small = tmp_path / "large", tmp_path / "small"
    large.write_bytes(b"x" * (5 << 20))
    small.write_bytes(b"x")
    groups = [[file.path for file in group] for group in read_together(map(str, (small, large, small)))]
    assert groups == [[str(small), str(large)], [str(small)]]


def test_a_second_name_is_read_after_the_first_was_dealt_with(tmp_path: Path) -> None:
    file, link = tmp_path / "file", tmp_path / "link"
    file.write_bytes(b"old")
    link.symlink_to(file)
    read = []
    for group in read_together([str(file), str(link)]):
        read += [each.raw for each in group]
        file.write_bytes(b"new")
    assert read == [b"old", b"new"]


def test_what_cannot_be_read_says_why_and_stops_nothing(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"there")
    gone = str(tmp_path / "gone")
    ((first, second, third),) = read_together([gone, str(file), gone + "too"])
    assert (second.raw, second.error) == (b"there", None)
    assert first.error is not None
    assert "no such file" in first.error.message
    assert third.error is not None
