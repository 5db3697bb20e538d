"""A file's commits and former names are read from a real repository, by its name and not by a pattern."""

from pathlib import Path

import pytest

from nbtrack.git.commits import commits_of, file_of_commit
from nbtrack.git.renamed_to import renamed_to
from nbtrack.git.renames import former_names
from tests.git_command import git


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    git(tmp_path, "init", "--quiet")
    return tmp_path


def commit(repository: Path, subject: str, name: str, text: str) -> None:
    (repository / name).write_text(text)
    git(repository, "add", "--all", ".")
    git(repository, "commit", "--quiet", "--allow-empty-message", "-m", subject)


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


@pytest.mark.parametrize("name", [":(top)b.ipynb", "sub/b[1].ipynb"])
@pytest.mark.parametrize("is_committed", [True, False])
def test_a_file_that_is_gone_has_the_name_that_it_got_last(
    repository: Path, name: str, is_committed: bool
) -> None:
    (repository / "old").mkdir()
    commit(repository, "first", "old/a.ipynb", "some text that is found again")
    git(repository, "mv", "old/a.ipynb", "between.ipynb")
    commit(repository, "renamed", "other.txt", "")
    (repository / name).parent.mkdir(exist_ok=True)
    git(repository, "mv", "between.ipynb", f"./{name}")
    if is_committed:
        commit(repository, "renamed again", "other.txt", "more")
    assert renamed_to(str(repository / "old" / "a.ipynb")) == str(repository / name)
    assert renamed_to(str(repository / "between.ipynb")) == str(repository / name)


def test_a_file_that_was_deleted_or_never_there_has_no_name_now(repository: Path) -> None:
    commit(repository, "first", "a.ipynb", "some text that is found again")
    git(repository, "rm", "--quiet", "a.ipynb")
    commit(repository, "gone", "other.txt", "quite another text")
    assert renamed_to(str(repository / "a.ipynb")) is None
    assert renamed_to(str(repository / "never" / "b.ipynb")) is None


def test_outside_of_git_no_file_has_another_name(tmp_path: Path) -> None:
    assert renamed_to(str(tmp_path / "a.ipynb")) is None


def test_a_subject_may_hold_whatever_python_takes_for_the_end_of_a_line(repository: Path) -> None:
    subjects = ["plain", "a\x0bb\x0cc \u2028 d\x1ee", ""]
    for number, subject in enumerate(subjects):
        commit(repository, subject, "a[1].ipynb", str(number))
    found = commits_of(str(repository / "a[1].ipynb"), None)
    assert [one.subject for one in found] == [*reversed(subjects)]
    assert [one.subject for one in commits_of(str(repository / "a[1].ipynb"), 2)] == [*reversed(subjects[1:])]


@pytest.mark.parametrize("is_committed", [True, False])
def test_a_commit_gives_the_file_as_it_was_also_under_another_name(
    repository: Path, is_committed: bool
) -> None:
    commit(repository, "first", "a.ipynb", "some text that is found again")
    (repository / "sub").mkdir()
    git(repository, "mv", "a.ipynb", "sub/c.ipynb")
    if is_committed:
        commit(repository, "renamed", "other.txt", "")
    path = str(repository / "sub" / "c.ipynb")
    found = commits_of(path, None)
    assert [one.subject for one in found] == ["renamed", "first"][not is_committed :]
    assert file_of_commit(path, found[-1]) == b"some text that is found again"
    assert file_of_commit(path, found[-1]._replace(path=str(repository / "gone.ipynb"))) is None


def test_a_repository_cannot_make_it_run_programs(repository: Path) -> None:
    commit(repository, "first", "a.ipynb", "1")
    program = repository / "evil"
    program.write_text(f"#!/bin/sh\ntouch {repository}/run-by-git\n")
    program.chmod(0o700)
    for name, value in (("log.showSignature", "true"), ("gpg.program", program), ("core.fsmonitor", program)):
        git(repository, "config", name, str(value))
    signature = b"\ngpgsig -----BEGIN PGP SIGNATURE-----\n -----END PGP SIGNATURE-----\n\n"
    signed = git(repository, "cat-file", "commit", "HEAD").replace(b"\n\n", signature, 1)
    made = git(repository, "hash-object", "-t", "commit", "-w", "--stdin", given=signed).decode().strip()
    git(repository, "update-ref", "HEAD", made)
    assert commits_of(str(repository / "a.ipynb"), 1)[0].id == made
    assert not (repository / "run-by-git").exists()


def test_what_has_a_files_former_name_now_is_another_file(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit(repository, "first", "a.ipynb", "some text that is found again")
    (repository / "a.ipynb").rename(repository / "b.ipynb")
    commit(repository, "renamed", "other.txt", "")
    (repository / "a.ipynb").write_text("new")
    git(repository, "add", "a.ipynb")
    monkeypatch.setenv("GIT_COMMITTER_DATE", "2090-01-01T00:00:00Z")
    git(repository, "commit", "--quiet", "-m", "another")
    found = commits_of(str(repository / "b.ipynb"), None)
    assert [one.subject for one in found] == ["renamed", "first"]


def test_outside_of_git_a_file_has_neither(tmp_path: Path) -> None:
    assert commits_of(str(tmp_path / "a.ipynb"), 3) == []
    assert commits_of(str(tmp_path / "gone" / "a.ipynb"), 3) == []
    assert former_names(str(tmp_path / "a.ipynb")) == []
