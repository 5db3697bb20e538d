"""What git will ask for next is ready, where that could be told, and only if it is the same still."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from nbtrack.errors import NbtrackError
from nbtrack.git.ahead import Ahead
from nbtrack.git.cleaning import Cleaned, FolderRules
from nbtrack.git.filter import Filter
from tests.making import code, notebook_b, stream

if TYPE_CHECKING:
    from pathlib import Path

FULL = notebook_b(code("1", outputs=[stream("hello\n")], count=3))
CLEAN = notebook_b(code("1"))


@pytest.fixture(autouse=True)
def top(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    for name in "abcdef":
        (tmp_path / f"{name}.ipynb").write_bytes(FULL)
    return tmp_path


class Asking:
    """git, which asks for one notebook after the other."""

    def __init__(self) -> None:
        self.looked_at: list[str] = []
        self._ahead = Ahead(self._clean)

    def ready(self, names: str, full: bytes = FULL) -> str:
        """Return the names of those, one letter each, that were ready."""
        found = ""
        for name in names:
            found += name if self._ahead.take(f"{name}.ipynb", full) else ""
            self._ahead.prepare()
        return found

    def _clean(self, path: str, full: bytes) -> Cleaned:
        self.looked_at.append(path[0])
        if full == b"broken":
            raise NbtrackError("it is broken")
        return Cleaned(full, FolderRules("."))


def test_after_two_neighbours_the_next_ones_are_ready() -> None:
    assert Asking().ready("abcdef") == "cdef"


def test_for_one_notebook_nothing_else_is_looked_at() -> None:
    git = Asking()
    git.ready("a")
    assert git.looked_at == []


def test_after_a_gap_it_begins_again() -> None:
    git = Asking()
    assert git.ready("abdef") == "f"
    assert git.looked_at == ["c", "f"]


def test_where_git_goes_another_way_it_gives_up() -> None:
    git = Asking()
    git.ready("fafafa")
    assert git.ready("abcdef") == ""
    assert git.looked_at == []


def test_another_content_than_that_of_the_file_is_not_ready() -> None:
    assert Asking().ready("abcd", b"{}") == ""


def test_what_cannot_be_cleaned_is_left_until_git_asks(top: Path) -> None:
    (top / "c.ipynb").write_bytes(b"broken")
    assert Asking().ready("abcde") == "de"


def test_a_large_one_and_a_pipe_are_left_too(top: Path) -> None:
    (top / "c.ipynb").write_bytes(b" " * (5 << 20))
    (top / "e.ipynb").unlink()
    os.mkfifo(top / "e.ipynb")
    git = Asking()
    assert git.ready("abcdef") == "df"
    assert git.looked_at == ["d", "f"]


def test_settings_that_change_meanwhile_hold(top: Path) -> None:
    made = Filter(lambda warning: None)
    for name in ("a.ipynb", "b.ipynb"):
        assert made.clean(name, FULL) == CLEAN
        made.use_the_wait()
    (top / "nbtrack.toml").write_text("[strip]\nkeep-outputs = true\nkeep-counts = true\n")
    assert made.clean("c.ipynb", FULL) == FULL
