"""What a notebook came to when it was last tried, without what a stranger's failure may say."""

from pathlib import Path

import pytest

from nbtrack.notebook.document import parse
from nbtrack.smoke.last_tried import LastTries
from nbtrack.smoke.verdict import Failure, Verdict
from nbtrack.store.digest import short_digest
from tests.making import code, notebook_b


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / ".git").mkdir()
    return tmp_path


def note(folder: Path, source: str, failure: Failure | None = None, *, remembered: bool = False) -> None:
    tries = LastTries(str(folder / ".nbtrack"))
    book = parse(notebook_b(code(source)), str(folder / "test.ipynb"))
    tries.note(book, Verdict(book.path, 1, 0.5, failure, remembered=remembered))
    tries.save()


def last(folder: Path) -> tuple[bool, int, str, bool]:
    found = LastTries(str(folder / ".nbtrack")).of(str(folder / "test.ipynb"))
    assert found is not None
    return found.passed, found.cell, found.what, found.digest == short_digest(notebook_b(code("x")))


def test_the_last_try_is_known_by_place_and_name_of_its_failure(folder: Path) -> None:
    assert LastTries(str(folder / ".nbtrack")).of(str(folder / "test.ipynb")) is None
    note(folder, "x", Failure(4, 1, "ValueError: the password is hunter2"))
    assert last(folder) == (False, 4, "ValueError", True)
    assert "hunter2" not in (folder / ".nbtrack" / "smoke" / "last").read_text()
    note(folder, "y")
    assert last(folder) == (True, 0, "", False)


def test_what_is_remembered_of_an_earlier_try_is_no_new_one(folder: Path) -> None:
    note(folder, "x")
    before = (folder / ".nbtrack" / "smoke" / "last").read_bytes()
    note(folder, "x", remembered=True)
    assert (folder / ".nbtrack" / "smoke" / "last").read_bytes() == before
    note(folder, "x", Failure(1, 1, "OSError"))
    note(folder, "x", remembered=True)
    assert last(folder)[0]


def test_what_was_damaged_is_not_known(folder: Path) -> None:
    note(folder, "x")
    path = folder / ".nbtrack" / "smoke" / "last"
    path.write_bytes(path.read_bytes().replace(b"true", b"tru!"))
    assert LastTries(str(folder / ".nbtrack")).of(str(folder / "test.ipynb")) is None
