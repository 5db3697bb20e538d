"""Of the files that somebody opened while a run went on, those are the run's that can have been it."""

from __future__ import annotations

from typing import Any

import pytest

from nbtrack.record.files.opened_files import opened_files
from nbtrack.record.used import used_of

ROOT = "/home/me/project"
READ_BY_PROGRAM = "/home/me/project/data/train.parquet"
SOURCE = "name = 'tr' + 'ain'\ntable = pyarrow.parquet.read_table(f'data/{name}.parquet')"


def line(kind: str, name: str = "", at: float = 1.0) -> dict[str, Any]:
    return {"kind": kind, "name": name, "at": at}


def files_of(*lines: dict[str, Any], source: str = SOURCE, **values: Any) -> dict[str, tuple[float, bool]]:
    return dict(opened_files(used_of(lines), [source], values, ROOT, [42]).files)


WATCHED = line("watched", ROOT)
PYARROW = line("imported", "pyarrow")
OPENED = line("opened", READ_BY_PROGRAM, 5.0)


def test_a_library_in_c_opened_what_the_code_has_to_do_with() -> None:
    assert files_of(WATCHED, PYARROW, OPENED) == {READ_BY_PROGRAM: (5.0, False)}


def test_so_did_a_program() -> None:
    assert files_of(WATCHED, line("program"), OPENED) == {READ_BY_PROGRAM: (5.0, False)}


def test_nothing_of_the_run_can_have_been_it_without_either() -> None:
    assert files_of(WATCHED, line("imported", "requests"), OPENED) == {}


@pytest.mark.parametrize("lines", [(), (WATCHED, line("unwatched", "other runs went on"))])
def test_nothing_is_the_runs_where_others_ran_or_nobody_watched(lines: tuple[dict[str, Any], ...]) -> None:
    assert files_of(*lines, PYARROW, OPENED) == {}


@pytest.mark.parametrize(
    ("name", "source", "is_own"),
    [
        ("data/train.parquet", "read(folder / f'{name}.parquet')", True),  # its suffix
        ("data/a/b/1.bin", "root = 'data'", True),  # a folder above it
        ("weights", "'weights'", True),
        ("train.h5", "for name in ('train', 'test'): h5py.File(name + suffix)", True),  # its name
        ("sub/x", "!cd sub && cat x", True),
        ("deep.gz", "%%bash\ncat *.dat | gzip > deep.gz", True),
        ("notes/todo.md", "read('data/train.parquet')", False),
        ("pyproject.toml", "import json", False),
        ("data/model.py", "'data'", False),  # code is on record as such
        ("train.ipynb", "'train'", False),
    ],
)
def test_the_code_has_to_do_with_a_file_by_part_of_its_path(name: str, source: str, is_own: bool) -> None:
    path = f"{ROOT}/{name}"
    assert (path in files_of(WATCHED, PYARROW, line("opened", path), source=source)) == is_own


def test_parameters_name_files_too() -> None:
    found = files_of(WATCHED, PYARROW, OPENED, source="load(folder)", folder="data")
    assert list(found) == [READ_BY_PROGRAM]


def test_a_folder_that_was_listed_is_one_to_read_from() -> None:
    found = files_of(WATCHED, PYARROW, OPENED, line("listed", f"{ROOT}/data"), source="")
    assert list(found) == [READ_BY_PROGRAM]


def test_what_was_closed_after_writing_is_written() -> None:
    saved = line("saved", READ_BY_PROGRAM, 6.0)
    assert files_of(WATCHED, PYARROW, OPENED, saved) == {READ_BY_PROGRAM: (5.0, True)}


def test_what_a_process_told_of_itself_is_not_told_again() -> None:
    assert files_of(WATCHED, PYARROW, OPENED, line("read", READ_BY_PROGRAM)) == {}
    assert files_of(WATCHED, PYARROW, OPENED, line("many read", f"{ROOT}/data")) == {}


@pytest.mark.parametrize(("process", "is_own"), [(42, True), (43, False)])
def test_an_event_file_of_tensorflow_names_its_process(process: int, is_own: bool) -> None:
    """So it is the run's own, or not, whoever else is at work."""
    path = f"{ROOT}/logs/train/events.out.tfevents.1795697565.my.host.{process}.0.v2"
    lines = (WATCHED, line("unwatched", "other runs went on"), line("opened", path), line("saved", path))
    assert (path in files_of(*lines, source="")) == is_own


def test_a_folder_of_very_many_is_told_as_such() -> None:
    lines = [WATCHED, PYARROW, line("many opened", f"{ROOT}/data"), line("many opened", f"{ROOT}/notes")]
    assert opened_files(used_of(lines), [SOURCE], {}, ROOT, []).folders == {f"{ROOT}/data"}


def test_a_folder_that_a_library_makes_without_a_word_is_the_runs() -> None:
    event_file = line("saved", f"{ROOT}/catboost_info/learn/events.out.tfevents", 5.0)
    assert files_of(WATCHED, line("imported", "catboost"), event_file)
    assert not files_of(WATCHED, line("imported", "xgboost"), event_file)
