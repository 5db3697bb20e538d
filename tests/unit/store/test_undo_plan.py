"""Which files an undo brings back. A file is a letter that each version of it is called by."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nbtrack.errors import StoreError, UsageError
from nbtrack.store.undo_entry import Entry, KeptFile
from nbtrack.store.undo_plan import CHANGED, GONE, READY, SAME, last_command, one_entry, one_file

if TYPE_CHECKING:
    from collections.abc import Callable

    from nbtrack.store.undo_plan import Step

OLDER = Entry("aaaa0001", "2026-01-01", ("strip",), (KeptFile("x", "A", "B"), KeptFile("y", "P", "Q")))
NEWER = Entry("bbbb0002", "2026-01-02", ("strip",), (KeptFile("x", "B", "C"),))


def asking(**files: str) -> Callable[[KeptFile], str | None]:
    return lambda file: files.get(file.path)


def states(steps: list[Step]) -> list[tuple[str, str, str]]:
    return [(step.entry.id, step.file.path, step.state) for step in steps]


def undo_of(entry: Entry, entry_id: str = "cccc0003") -> Entry:
    files = tuple(KeptFile(f.path, f.after, f.before or "", entry.id) for f in entry.files)
    return Entry(entry_id, "2026-01-03", ("undo",), files)


def test_the_last_command_comes_first() -> None:
    assert states(last_command([NEWER, OLDER], asking(x="C", y="Q"))) == [(NEWER.id, "x", READY)]


def test_once_more_takes_back_the_command_before() -> None:
    steps = last_command([undo_of(NEWER), NEWER, OLDER], asking(x="B", y="Q"))
    assert states(steps) == [(OLDER.id, "x", READY), (OLDER.id, "y", READY)]


def test_files_that_are_back_already_by_other_means_count_as_taken_back() -> None:
    assert states(last_command([NEWER, OLDER], asking(x="B", y="Q")))[0][0] == OLDER.id
    assert last_command([OLDER], asking(x="A", y="P")) == []


def test_an_undo_that_was_taken_back_makes_its_command_stand_again() -> None:
    undo = undo_of(NEWER)
    redo = undo_of(undo, "dddd0004")
    assert states(last_command([redo, undo, NEWER, OLDER], asking(x="C", y="Q"))) == [(NEWER.id, "x", READY)]


def test_each_file_says_how_it_stands() -> None:
    assert [s.state for s in last_command([OLDER], asking(x="other", y="P"))] == [CHANGED, SAME]
    assert [s.state for s in last_command([OLDER], asking(y="Q"))] == [GONE, READY]


def test_an_entry_is_found_by_the_beginning_of_its_id() -> None:
    assert states(one_entry([NEWER, OLDER], "bbbb", asking(x="C"))) == [(NEWER.id, "x", READY)]
    undo = undo_of(NEWER)
    assert states(one_entry([undo, NEWER], undo.id, asking(x="B"))) == [(undo.id, "x", READY)]


@pytest.mark.parametrize("word", ["eeee", "bbb", "aaaa0001x"])
def test_an_id_that_fits_none_is_refused(word: str) -> None:
    with pytest.raises(StoreError, match=word):
        one_entry([NEWER, OLDER], word, asking())


def test_an_id_that_fits_several_is_refused() -> None:
    with pytest.raises(StoreError, match="beginning of 2 ids"):
        one_entry([OLDER, OLDER._replace(id="aaaa9999")], "aaaa", asking())


def test_one_file_goes_back_a_version_at_a_time() -> None:
    assert one_file([NEWER, OLDER], "x", asking(x="C")).entry is NEWER
    assert one_file([undo_of(NEWER), NEWER, OLDER], "x", asking(x="B")).entry is OLDER
    assert one_file([NEWER, OLDER], "y", asking(y="Q")).entry is OLDER


def test_a_file_that_nobody_kept_is_refused() -> None:
    with pytest.raises(UsageError, match="nothing is kept of z"):
        one_file([NEWER, OLDER], "z", asking())


def test_a_file_that_was_not_there_before_does_not_come_back() -> None:
    made = Entry("ffff0005", "2026-01-05", ("undo",), (KeptFile("x", None, "B"),))
    assert last_command([made], asking(x="B")) == []
