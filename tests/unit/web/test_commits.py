"""The commits of a notebook are read from a real repository, whatever their authors wrote."""

import subprocess
from pathlib import Path

import pytest

from nbtrack.web.commits import commits_of, file_of_commit

SUBJECTS = ("plain", "a\x0bb\x0cc \u2028 d\x1ee", "")


def git(folder: Path, *words: str) -> None:
    who = ("-c", "user.name=A", "-c", "user.email=a@example.org")
    subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    git(tmp_path, "init", "--quiet")
    for number, subject in enumerate(SUBJECTS):
        (tmp_path / "a[1].ipynb").write_text(str(number))
        git(tmp_path, "add", ".")
        git(tmp_path, "commit", "--quiet", "--allow-empty-message", "-m", subject)
    return tmp_path


def test_a_subject_may_hold_whatever_python_takes_for_the_end_of_a_line(repository: Path) -> None:
    found = commits_of(str(repository), "a[1].ipynb")
    assert [one.subject for one in found] == [*reversed(SUBJECTS)]


def test_a_commit_gives_the_file_as_it_was(repository: Path) -> None:
    oldest = commits_of(str(repository), "a[1].ipynb")[-1]
    assert file_of_commit(str(repository), oldest) == b"0"
    assert file_of_commit(str(repository), oldest._replace(path="b.ipynb")) is None


def test_a_repository_cannot_make_it_run_programs(repository: Path) -> None:
    program = repository / "evil"
    program.write_text(f"#!/bin/sh\ntouch {repository}/run-by-git\n")
    program.chmod(0o700)
    for name, value in (("log.showSignature", "true"), ("gpg.program", program), ("core.fsmonitor", program)):
        git(repository, "config", name, str(value))
    signed = subprocess.run(
        ["git", "cat-file", "commit", "HEAD"], cwd=repository, check=True, capture_output=True, text=True
    ).stdout.replace("\n\n", "\ngpgsig -----BEGIN PGP SIGNATURE-----\n -----END PGP SIGNATURE-----\n\n", 1)
    made = subprocess.run(
        ["git", "hash-object", "-t", "commit", "-w", "--stdin"],
        cwd=repository,
        input=signed,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.strip()
    git(repository, "update-ref", "HEAD", made)
    assert commits_of(str(repository), "a[1].ipynb")[0].commit == made
    assert not (repository / "run-by-git").exists()


def test_outside_of_git_there_are_none(tmp_path: Path) -> None:
    assert commits_of(str(tmp_path), "a.ipynb") == []
    assert commits_of(str(tmp_path / "gone"), "a.ipynb") == []
