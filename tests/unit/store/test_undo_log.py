"""What commands kept comes back, within limits, and survives whatever cuts a command short."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nbtrack.errors import StoreError
from nbtrack.store.canonical import digest_of
from nbtrack.store.undo_entry import Entry, KeptFile, failed_line, file_line, head_line, read_entry
from nbtrack.store.undo_log import UndoLog, name_of

if TYPE_CHECKING:
    from pathlib import Path

DAY_S = 86400.0


@pytest.fixture
def log(tmp_path: Path) -> UndoLog:
    return UndoLog(str(tmp_path / ".nbtrack"))


def kept(log: UndoLog, path: Path, old: bytes, *, year: int | None = None) -> Entry:
    """Keep one file, as a command of now or of some year did."""
    keeper = log.begin(["strip", path.name])
    keeper.keep(str(path), old, b"new")
    entry = next(entry for entry in log.entries() if entry.id == keeper.entry_id)
    if year is not None:
        journal = path.parent / ".nbtrack" / "undo" / entry.id / "journal.jsonl"
        entry = entry._replace(time=f"{year}-01-01T00:00:00.000000Z")
        journal.write_bytes(head_line(entry) + b"".join(map(file_line, entry.files)))
    return entry


def test_an_empty_store_has_no_entries_and_is_not_made(log: UndoLog, tmp_path: Path) -> None:
    assert log.entries() == []
    assert log.clear() == 0
    assert not list(tmp_path.iterdir())


@given(st.binary(max_size=200))
def test_every_byte_comes_back(tmp_path_factory: pytest.TempPathFactory, raw: bytes) -> None:
    folder = tmp_path_factory.mktemp("p")
    log = UndoLog(str(folder / ".nbtrack"))
    entry = kept(log, folder / "a.ipynb", raw)
    (file,) = entry.files
    assert file.before is not None
    assert log.get(entry.id, file.before) == raw


def test_an_entry_says_the_command_and_each_file_by_digests(log: UndoLog, tmp_path: Path) -> None:
    entry = kept(log, tmp_path / "a.ipynb", b"old")
    assert entry.command == ("strip", "a.ipynb")
    assert entry.files == (KeptFile("a.ipynb", digest_of(b"old"), digest_of(b"new")),)


def test_a_project_may_move(log: UndoLog, tmp_path: Path) -> None:
    entry = kept(log, tmp_path / "sub" / "a.ipynb", b"old")
    assert entry.files[0].path == os.path.join("sub", "a.ipynb")
    elsewhere = tmp_path.with_name(tmp_path.name + "-moved")
    tmp_path.rename(elsewhere)
    moved = UndoLog(str(elsewhere / ".nbtrack"))
    assert moved.path_of(moved.entries()[0].files[0]) == str(elsewhere / "sub" / "a.ipynb")


def test_a_file_outside_is_named_by_its_absolute_path() -> None:
    assert name_of("/elsewhere/a.ipynb", "/project") == "/elsewhere/a.ipynb"
    assert name_of("/projects/a.ipynb", "/project") == "/projects/a.ipynb"
    assert name_of("/a.ipynb", "/") == "a.ipynb"


def test_only_the_owner_may_read_what_was_taken_out(log: UndoLog, tmp_path: Path) -> None:
    kept(log, tmp_path / "a.ipynb", b"old")
    assert stat.S_IMODE((tmp_path / ".nbtrack" / "undo").stat().st_mode) == 0o700


def test_a_file_that_was_not_written_after_all_is_not_listed(log: UndoLog, tmp_path: Path) -> None:
    keeper = log.begin(["strip"])
    keeper.keep(str(tmp_path / "a.ipynb"), b"a", b"new")
    keeper.keep(str(tmp_path / "b.ipynb"), b"b", b"new")
    keeper.drop(str(tmp_path / "a.ipynb"))
    assert [file.path for file in log.entries()[0].files] == ["b.ipynb"]


def test_a_file_written_twice_goes_back_to_before_the_first_time(log: UndoLog, tmp_path: Path) -> None:
    keeper = log.begin(["check"])
    keeper.keep(str(tmp_path / "a.ipynb"), b"one", b"two")
    keeper.keep(str(tmp_path / "a.ipynb"), b"two", b"three")
    assert log.entries()[0].files == (KeptFile("a.ipynb", digest_of(b"one"), digest_of(b"three")),)


def test_a_journal_of_another_kind_is_no_entry() -> None:
    raw = head_line(Entry("a", "2026-01-01T00:00:00.000000Z", ("strip",), ()))
    assert read_entry("a", raw, lambda _: True)
    assert read_entry("a", raw.replace(b'"schema":"', b'"schema":"other.'), lambda _: True) is None


def test_what_is_too_old_goes_and_the_rest_stays(log: UndoLog, tmp_path: Path) -> None:
    kept(log, tmp_path / "old.ipynb", b"old", year=2025)
    young = kept(log, tmp_path / "young.ipynb", b"young")
    log.prune(keep_s=30 * DAY_S, most_bytes=10**12)
    assert [entry.id for entry in log.entries()] == [young.id]
    assert os.listdir(tmp_path / ".nbtrack" / "undo") == [young.id]


def test_the_oldest_go_when_it_is_too_much(log: UndoLog, tmp_path: Path) -> None:
    entries = [kept(log, tmp_path / "a.ipynb", os.urandom(1000), year=year) for year in (2023, 2024, 2025)]
    log.prune(keep_s=10_000 * DAY_S, most_bytes=log.size(entries[2].id) + log.size(entries[1].id))
    assert [entry.id for entry in log.entries()] == [entries[2].id, entries[1].id]


def test_what_was_kept_just_now_stays_whatever_its_size(log: UndoLog, tmp_path: Path) -> None:
    entry = kept(log, tmp_path / "a.ipynb", os.urandom(1000))
    log.prune(keep_s=0, most_bytes=0)
    assert log.entries() == [entry]


def test_clear_forgets_everything(log: UndoLog, tmp_path: Path) -> None:
    kept(log, tmp_path / "a.ipynb", b"old")
    assert log.clear() == 1
    assert log.entries() == []


def test_a_damaged_version_is_reported_and_refused(log: UndoLog, tmp_path: Path) -> None:
    entry = kept(log, tmp_path / "a.ipynb", b"old")
    (blob,) = (tmp_path / ".nbtrack" / "undo" / entry.id / "blobs").rglob("*.zst")
    blob.write_bytes(b"nonsense")
    ((where, what),) = log.troubles()
    assert (where, "a.ipynb cannot be brought back" in what) == (entry.id, True)
    with pytest.raises(StoreError, match="damaged"):
        log.get(entry.id, digest_of(b"old"))


def test_a_folder_that_cannot_be_made_is_an_error(tmp_path: Path) -> None:
    (tmp_path / ".nbtrack").write_text("in the way")
    with pytest.raises(StoreError, match="cannot write"):
        UndoLog(str(tmp_path / ".nbtrack")).begin(["strip"])


def read(entry_id: str, raw: bytes) -> Entry | None:
    """Read a journal whose files are all trusted."""
    return read_entry(entry_id, raw, lambda _: True)


HEAD = head_line(Entry("x", "2026-01-01T00:00:00.000000Z", ("strip",)))
FILE = file_line(KeptFile("a.ipynb", "0" * 64, "1" * 64))


@pytest.mark.parametrize("cut", range(1, len(FILE)))
def test_a_line_cut_short_is_passed_over(cut: int) -> None:
    entry = read("x", HEAD + FILE + FILE.replace(b"a.ipynb", b"b.ipynb")[: cut - 1])
    assert entry is not None
    assert entry.files == (KeptFile("a.ipynb", "0" * 64, "1" * 64),)


@given(st.binary(max_size=100))
def test_a_hostile_journal_is_read_or_passed_over(raw: bytes) -> None:
    assert read("x", raw) is None
    assert read("x", HEAD + raw) is not None


@pytest.mark.parametrize(
    "line", [b'{"path": 3, "after": "x"}', b'{"path": "a", "after": "x", "before": 1}', b"[]"]
)
def test_a_line_of_another_shape_names_no_file(line: bytes) -> None:
    entry = read("x", HEAD + line + b"\n" + failed_line("b"))
    assert entry is not None
    assert entry.files == ()
