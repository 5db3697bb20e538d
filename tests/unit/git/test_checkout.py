"""The state of a checkout is read from a real repository."""

import os
import shutil
from pathlib import Path

import pytest

from nbtrack.git import checkout
from nbtrack.git.checkout import read_checkout
from tests.git_command import git


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    git(tmp_path, "init", "--quiet", "--initial-branch=main")
    git(tmp_path, "remote", "add", "origin", "https://someone:token@example.org/team/project.git")
    return tmp_path


def commit(folder: Path) -> str:
    (folder / "a.txt").write_bytes(b"one\r\n\xff")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "-m", "first")
    return git(folder, "rev-parse", "HEAD").decode().strip()


def test_a_clean_checkout_has_a_commit_and_no_patch(repository: Path) -> None:
    found = read_checkout(str(repository)) if commit(repository) else None
    assert found
    assert (found.branch, found.dirty, found.patch) == ("main", False, b"")


def test_the_remote_comes_without_credentials(repository: Path) -> None:
    found = read_checkout(str(repository))
    assert found
    assert found.remote == "https://example.org/team/project.git"


def test_the_patch_gives_the_changed_files_back(repository: Path) -> None:
    head = commit(repository)
    changed = b"two\r\n\x00\xfe"
    (repository / "a.txt").write_bytes(changed)
    (repository / "folder").mkdir()
    found = read_checkout(str(repository / "folder"))
    assert found
    assert (found.commit, found.dirty) == (head, True)
    git(repository, "checkout", "--quiet", ".")
    git(repository, "apply", "-", given=found.patch)
    assert (repository / "a.txt").read_bytes() == changed


@pytest.mark.parametrize(
    "setting", ["diff.relative=true", "diff.context=0", "diff.noprefix=true", "diff.renames=copies"]
)
def test_the_patch_is_whole_whatever_the_settings_of_git_say(repository: Path, setting: str) -> None:
    """The folder that a run is in may be below the top, and the patch has to apply to all of it."""
    lines = "".join(f"{number}\n" for number in range(20))
    inner = repository / "folder"
    inner.mkdir()
    for file in (repository / "top.py", inner / "inner.py"):
        file.write_text(lines)
    commit(repository)
    git(repository, "config", *setting.split("="))
    for file in (repository / "top.py", inner / "inner.py"):
        file.write_text(lines.replace("10\n", "ten\n"))
    found = read_checkout(str(inner))
    assert found
    git(repository, "checkout", "--quiet", ".")
    git(repository, "apply", "-", given=found.patch)
    assert "ten\n" in (repository / "top.py").read_text()
    assert "ten\n" in (inner / "inner.py").read_text()


def test_a_file_that_git_does_not_know_makes_it_dirty(repository: Path) -> None:
    commit(repository)
    (repository / "b.txt").touch()
    found = read_checkout(str(repository))
    assert found
    assert (found.dirty, found.patch) == (True, b"")


def test_before_the_first_commit_there_is_none(repository: Path) -> None:
    found = read_checkout(str(repository))
    assert found
    assert (found.commit, found.branch) == (None, "main")


def test_a_folder_outside_of_git_has_no_checkout(tmp_path: Path) -> None:
    assert read_checkout(str(tmp_path)) is None


def test_a_repository_cannot_make_it_run_programs(repository: Path) -> None:
    commit(repository)
    (repository / ".gitattributes").write_text("*.txt diff=evil\n")
    for name in ("diff.evil.command", "diff.evil.textconv", "core.fsmonitor"):
        git(repository, "config", name, f"touch {repository}/run-by-git")
    (repository / "a.txt").write_text("changed")
    assert read_checkout(str(repository))
    assert not (repository / "run-by-git").exists()


def let_git_do(monkeypatch: pytest.MonkeyPatch, folder: Path, question: str, instead: str) -> None:
    """Put a git before the real one, which does something else when it is asked one question."""
    folder.mkdir()
    program = folder / "git"
    program.write_text(
        f'#!/bin/sh\nfor word; do test "$word" = {question} && {instead}; done\n'
        f'exec {shutil.which("git")} "$@"\n'
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")


@pytest.mark.parametrize("question", ["diff", "status"])
def test_it_is_said_where_git_takes_too_long(
    repository: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch, question: str
) -> None:
    """A patch that nobody waited for is no empty patch."""
    head = commit(repository)
    (repository / "a.txt").write_text("two")
    let_git_do(monkeypatch, tmp_path_factory.mktemp("slow") / "bin", question, "exec sleep 600")
    monkeypatch.setattr(checkout, "_PATIENCE_S", 3.0)
    found = read_checkout(str(repository))
    assert found
    assert (found.commit, found.dirty, found.patch) == (head, True, b"")
    assert found.unknown == f"git {question} was not done after 3 s"


def test_it_is_said_where_git_refuses_the_patch(
    repository: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit(repository)
    (repository / "a.txt").write_text("two")
    let_git_do(monkeypatch, tmp_path_factory.mktemp("bad") / "bin", "diff", "exit 128")
    found = read_checkout(str(repository))
    assert found
    assert (found.dirty, found.unknown) == (True, "git diff failed")
