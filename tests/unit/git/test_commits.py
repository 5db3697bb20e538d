"""A file's commits and former names are read from a real repository, by its name and not by a pattern."""

import subprocess
from pathlib import Path

import pytest

from nbtrack.git.commits import commits_of
from nbtrack.git.renames import former_names


def git(folder: Path, *words: str) -> None:
    who = ("-c", "user.name=A", "-c", "user.email=a@example.org")
    subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    git(tmp_path, "init", "--quiet")
    return tmp_path


def commit(repository: Path, subject: str, name: str, text: str) -> None:
    (repository / name).write_text(text)
    git(repository, "add", "--all", ".")
    git(repository, "commit", "--quiet", "-m", subject)


@pytest.mark.parametrize("name", ["a[1].ipynb", "a*.ipynb", ":(top)a.ipynb", "-a.ipynb", "ä b.ipynb"])
def test_only_the_commits_of_the_file_itself_are_listed(repository: Path, name: str) -> None:
    commit(repository, "other", "a1.ipynb", "1")
    commit(repository, "first", name, "1")
    commit(repository, "second", name, "2")
    found = commits_of(str(repository / name), None)
    assert [one.subject for one in found] == ["second", "first"]


@pytest.mark.parametrize("name", [":(top)b.ipynb", "b[1].ipynb"])
def test_a_file_has_the_names_that_it_had_before(repository: Path, name: str) -> None:
    commit(repository, "first", "a.ipynb", "some text that is found again")
    (repository / "a.ipynb").rename(repository / name)
    commit(repository, "renamed", "other.txt", "")
    (former,) = former_names(str(repository / name))
    assert former.path == str(repository / "a.ipynb")


def test_outside_of_git_a_file_has_neither(tmp_path: Path) -> None:
    assert commits_of(str(tmp_path / "a.ipynb"), 3) == []
    assert commits_of(str(tmp_path / "gone" / "a.ipynb"), 3) == []
    assert former_names(str(tmp_path / "a.ipynb")) == []
