"""A table gives back what was put, or nothing: never anything else, whatever happened to its file."""

from __future__ import annotations

import multiprocessing
import os
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nbtrack.rules.cache import table as module
from nbtrack.rules.cache.table import Table

if TYPE_CHECKING:
    from pathlib import Path

keys = st.text("abc:0189", min_size=1, max_size=8).map(str.encode)
values = st.binary(min_size=1, max_size=40).map(lambda raw: raw.replace(b"\n", b"_"))


def written(path: Path, entries: dict[bytes, bytes]) -> None:
    table = Table(str(path))
    for key, value in entries.items():
        table.put(key, value)
    table.save()


@given(st.lists(st.dictionaries(keys, values, max_size=5), max_size=3))
def test_what_was_put_comes_back_and_the_last_one_counts(
    tmp_path_factory: pytest.TempPathFactory, runs: list[dict[bytes, bytes]]
) -> None:
    path = tmp_path_factory.mktemp("cache") / "table"
    for entries in runs:
        written(path, entries)
    expected = {key: value for entries in runs for key, value in entries.items()}
    table = Table(str(path))
    assert {key: table.get(key) for key in expected} == expected
    assert table.was_empty == (not expected)


@given(entries=st.dictionaries(keys, values, min_size=1, max_size=4), data=st.data())
def test_damage_costs_entries_and_makes_none_up(
    tmp_path_factory: pytest.TempPathFactory, entries: dict[bytes, bytes], data: st.DataObject
) -> None:
    path = tmp_path_factory.mktemp("cache") / "table"
    written(path, entries)
    raw = bytearray(path.read_bytes())
    raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    path.write_bytes(raw[: data.draw(st.integers(0, len(raw)))])
    table = Table(str(path))
    for key, value in entries.items():
        assert table.get(key) in (None, value)


def test_an_entry_cut_short_does_not_spoil_the_next(tmp_path: Path) -> None:
    path = tmp_path / "table"
    written(path, {b"a": b"1"})
    path.write_bytes(path.read_bytes()[:-3])
    written(path, {b"b": b"2"})
    assert (Table(str(path)).get(b"a"), Table(str(path)).get(b"b")) == (None, b"2")


def test_only_the_owner_may_read_it(tmp_path: Path) -> None:
    written(tmp_path / "check" / "table", {b"a": b"1"})
    assert (tmp_path / "check").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "check" / "table").stat().st_mode & 0o777 == 0o600


@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() != 0, reason="only root can give a file away")
def test_a_table_of_somebody_else_is_not_believed(tmp_path: Path) -> None:
    path = tmp_path / "table"
    written(path, {b"a": b"1"})
    os.chown(path, 12345, -1)
    assert Table(str(path)).get(b"a") is None


def test_nothing_new_writes_nothing(tmp_path: Path) -> None:
    Table(str(tmp_path / "table")).save()
    assert not list(tmp_path.iterdir())


def test_a_folder_that_cannot_be_made_costs_nothing_but_the_memory(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    written(tmp_path / "file" / "table", {b"a": b"1"})
    assert Table(str(tmp_path / "file" / "table")).get(b"a") is None


def test_what_grew_too_large_keeps_what_was_needed_and_what_was_put_last(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "table"
    written(path, {b"used": b"y", b"old": b"x" * 600})
    written(path, {b"newer": b"x" * 300})
    monkeypatch.setattr(module, "MOST_BYTES", 1000)
    table = Table(str(path))
    table.get(b"used")
    table.put(b"new", b"z" * 100)
    table.save()
    table = Table(str(path))
    assert (table.get(b"used"), table.get(b"new")) == (b"y", b"z" * 100)
    assert (table.get(b"newer"), table.get(b"old")) == (b"x" * 300, None)
    assert os.listdir(tmp_path) == ["table"]


def test_processes_that_write_at_the_same_time_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "table"
    context = multiprocessing.get_context("fork")
    runs = [{b"%d:%d" % (run, n): b"%d" % n * 200 for n in range(200)} for run in range(4)]
    processes = [context.Process(target=written, args=(path, entries)) for entries in runs]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    table = Table(str(path))
    assert all(table.get(key) == value for entries in runs for key, value in entries.items())
