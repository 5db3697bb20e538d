"""A store that came with a repository brings back nothing outside of it, and nothing of git's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nbtrack.store.canonical import digest_of
from nbtrack.store.undo_entry import Entry, KeptFile, file_line, head_line
from nbtrack.store.undo_log import UndoLog
from nbtrack.store.undo_trust import needs_proof

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def project(tmp_path: Path) -> Path:
    project = tmp_path / "project"
    (project / ".git").mkdir(parents=True)
    (project / "sub").mkdir()
    (project / "out").symlink_to(tmp_path)
    (project / "rc").symlink_to(tmp_path / ".bashrc")
    (project / "in").symlink_to(project / "sub")
    return project


@pytest.mark.parametrize("path", ["a.ipynb", "sub/a.ipynb", "in/a.ipynb", "gone/a.ipynb", ".gitignore"])
def test_files_of_the_project_need_no_proof(project: Path, path: str) -> None:
    assert not needs_proof(path, str(project))


@pytest.mark.parametrize(
    "path",
    ["../.bashrc", "/etc/passwd", "out/.bashrc", "rc", ".git/config", "sub/../.git/hooks/post-commit", "\0"],
)
def test_files_elsewhere_and_those_of_git_do(project: Path, path: str) -> None:
    assert needs_proof(path, str(project))


@pytest.mark.parametrize("path", ["../.bashrc", "rc", ".git/config", "a\0b", "\ud800"])
@pytest.mark.parametrize("proof", [None, "", "ä", "0" * 64])
def test_an_entry_that_a_stranger_made_names_no_such_file(
    project: Path, path: str, proof: str | None
) -> None:
    inside = KeptFile("a.ipynb", "0" * 64, "1" * 64)
    folder = project / ".nbtrack" / "undo" / "ffffffff"
    folder.mkdir(parents=True)
    head = head_line(Entry("ffffffff", "9999-01-01T00:00:00.000000Z", ("strip",)))
    evil = file_line(KeptFile(path, "0" * 64, "1" * 64, None, proof))
    (folder / "journal.jsonl").write_bytes(head + evil + file_line(inside))
    (entry,) = UndoLog(str(project / ".nbtrack")).entries()
    assert entry.files == (inside,)


def test_what_this_user_kept_of_a_file_elsewhere_is_known_again(project: Path, tmp_path: Path) -> None:
    log = UndoLog(str(project / ".nbtrack"))
    log.begin(["strip"]).keep(str(tmp_path / "a.ipynb"), b"old", b"new")
    (entry,) = log.entries()
    (file,) = entry.files
    assert (file.path, file.before) == (str(tmp_path / "a.ipynb"), digest_of(b"old"))


def test_a_proof_is_good_for_one_entry_and_one_file(project: Path, tmp_path: Path) -> None:
    log = UndoLog(str(project / ".nbtrack"))
    keeper = log.begin(["strip"])
    keeper.keep(str(tmp_path / "a.ipynb"), b"old", b"new")
    own = project / ".nbtrack" / "undo" / keeper.entry_id
    own.rename(own.with_name("ffffffff"))
    assert log.entries() == []
