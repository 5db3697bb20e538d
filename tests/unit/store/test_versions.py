"""The version of a file that a record holds."""

from pathlib import Path

import pytest

from nbtrack.errors import NotebookError, StoreError
from nbtrack.store.blobs import Blobs
from nbtrack.store.record import RecordedNotebook, RunRecord
from nbtrack.store.versions import first_of_each, keep_version, read_executed, read_version
from tests.making import code, notebook_b
from tests.unit.store.recording import finished


@pytest.fixture
def blobs(tmp_path: Path) -> Blobs:
    return Blobs(str(tmp_path))


@pytest.mark.parametrize(("path", "raw"), [("a.ipynb", notebook_b(code("x"))), ("a.py", b"\xff\r\n")])
def test_a_version_comes_back_byte_for_byte(blobs: Blobs, path: str, raw: bytes) -> None:
    record = finished(**keep_version(path, raw, blobs).fields)
    assert read_version(record, blobs) == raw


def test_what_is_no_notebook_is_no_version_of_one(blobs: Blobs) -> None:
    with pytest.raises(NotebookError):
        keep_version("a.ipynb", b"<<<<<<< ours", blobs)


def test_a_record_without_code_has_no_version(blobs: Blobs) -> None:
    with pytest.raises(StoreError, match="holds no version"):
        read_version(finished(), blobs)
    with pytest.raises(StoreError, match="no executed notebook"):
        read_executed(finished(), blobs)


def test_of_equal_versions_in_a_row_the_oldest_counts() -> None:
    def given(name: str | None) -> RunRecord:
        return finished(notebook=RecordedNotebook(given=name))

    newest_first = [given("b"), given("a"), given(None), given("a"), given("b")]
    found = list(first_of_each(newest_first, "a.ipynb"))
    assert found == [newest_first[0], newest_first[3], newest_first[4]]
    assert not list(first_of_each([], "a.ipynb"))
