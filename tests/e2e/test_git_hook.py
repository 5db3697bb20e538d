"""`nbtrack git hook`: a hook of git itself, with the real git."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pytest

from tests.e2e.git_project import COMMAND, GitProject, clean, full

if TYPE_CHECKING:
    from pathlib import Path

SECRET = clean("key = 'AKIAIOSFODNN7EXAMPLA'")
OTHERS = "#!/bin/sh\nexit 0\n"


@pytest.fixture
def project(tmp_path: Path) -> GitProject:
    """A repository without any driver, in a folder with a difficult name."""
    made = GitProject.__new__(GitProject)
    made.folder = tmp_path / "it's my nötebooks"
    made.folder.mkdir()
    made.git("init", "--quiet", "--initial-branch=main")
    return made


def install(project: GitProject, *words: str) -> tuple[int, str]:
    done = project.nbtrack("git", "hook", "install", "--command", COMMAND, *words)
    return done.returncode, done.stdout + done.stderr


def commit(project: GitProject, *words: str) -> tuple[int, str]:
    done = project.try_git("commit", "--quiet", "-m", "Change", *words)
    return done.returncode, done.stdout + done.stderr


def test_what_is_staged_is_checked_before_each_commit(project: GitProject) -> None:
    assert install(project)[0] == 0
    project.write("sub folder/ä.ipynb", SECRET)
    project.git("add", ".")
    project.write("sub folder/ä.ipynb", clean("1"))  # what the file holds by now is not what is committed
    returned, said = commit(project)
    assert (returned, "NBT201" in said) == (1, True)
    project.git("add", ".")
    project.write("sub folder/ä.ipynb", SECRET)
    assert commit(project)[0] == 0


def test_a_commit_of_some_files_is_checked_for_those(project: GitProject) -> None:
    for name in ("a.ipynb", "b.ipynb"):
        project.write(name, clean("1"))
    project.commit()
    install(project)
    project.write("a.ipynb", SECRET)
    project.write("b.ipynb", clean("2"))
    project.git("add", ".")
    assert commit(project, "--", "b.ipynb")[0] == 0
    assert commit(project, "--", "a.ipynb")[0] == 1
    assert commit(project, "--all")[0] == 1


def test_it_goes_with_the_filter(project: GitProject) -> None:
    project.nbtrack("git", "install", "--command", COMMAND)
    install(project)
    project.write("a.ipynb", full("1"))
    project.git("add", ".")
    assert commit(project)[0] == 0
    assert project.read("a.ipynb") == full("1")
    assert project.blob("a.ipynb", "HEAD") == clean("1")


def test_installing_again_changes_nothing_and_uninstalling_takes_it_away(project: GitProject) -> None:
    hooks = project.folder / ".git/hooks"
    before = {path.name: path.read_bytes() for path in hooks.iterdir()}
    assert project.nbtrack("git", "hook").returncode == 1
    install(project)
    hook = hooks / "pre-commit"
    assert os.access(hook, os.X_OK)
    made = hook.read_bytes()
    assert project.nbtrack("git", "hook").returncode == 0
    assert "nothing to do" in install(project)[1]
    assert hook.read_bytes() == made
    assert project.nbtrack("git", "hook", "uninstall").returncode == 0
    assert {path.name: path.read_bytes() for path in hooks.iterdir()} == before
    assert "nothing to do" in project.nbtrack("git", "hook", "uninstall").stderr


def test_dry_run_shows_it_and_writes_nothing(project: GitProject) -> None:
    returned, said = install(project, "--dry-run")
    assert (returned, "+exec " in said) == (0, True)
    assert not (project.folder / ".git/hooks/pre-commit").exists()
    answer = json.loads(project.nbtrack("git", "hook", "install", "--dry-run", "--json").stdout)
    assert (answer["schema"], answer["changed"], len(answer["files"])) == ("nbtrack.git/1", False, 1)
    install(project)
    assert "-exec " in project.nbtrack("git", "hook", "uninstall", "--dry-run").stdout
    assert (project.folder / ".git/hooks/pre-commit").exists()


@pytest.mark.parametrize("others", [OTHERS, "", "\x7fELF\udcff"])
def test_somebody_elses_hook_stays_and_it_says_what_to_add(project: GitProject, others: str) -> None:
    raw = others.encode("utf-8", "surrogateescape")
    project.write(".git/hooks/pre-commit", raw)
    returned, said = install(project)
    assert (returned, "is there already, and not nbtrack's" in said) == (2, True)
    assert "check --staged || exit $?" in said
    project.nbtrack("git", "hook", "uninstall")
    assert project.read(".git/hooks/pre-commit") == raw


def test_what_was_added_to_ours_makes_it_somebody_elses(project: GitProject) -> None:
    install(project)
    more = project.read(".git/hooks/pre-commit") + b"echo mine\n"
    project.write(".git/hooks/pre-commit", more)
    project.nbtrack("git", "hook", "uninstall")
    assert project.read(".git/hooks/pre-commit") == more


@pytest.mark.parametrize("folder", ["my hooks", "absolute"])
def test_the_repositorys_own_folder_of_hooks_is_used(project: GitProject, folder: str) -> None:
    path = project.folder / folder
    project.git("config", "core.hooksPath", str(path) if folder == "absolute" else folder)
    project.write("sub/a.ipynb", SECRET)
    assert install(project)[0] == 0
    assert (path / "pre-commit").exists()
    project.git("add", "sub")
    assert commit(project)[0] == 1
    project.nbtrack("git", "hook", "uninstall")
    assert not (path / "pre-commit").exists()


def test_hooks_for_all_repositories_are_not_written(project: GitProject, tmp_path: Path) -> None:
    project.git("config", "--global", "core.hooksPath", str(tmp_path / "all"))
    returned, said = install(project)
    assert (returned, "for all repositories" in said) == (2, True)
    assert not (tmp_path / "all").exists()


def test_linked_work_trees_share_it_and_a_bare_repository_has_none(
    project: GitProject, tmp_path: Path
) -> None:
    project.git("commit", "--quiet", "--allow-empty", "-m", "Begin")
    linked, bare = GitProject.__new__(GitProject), GitProject.__new__(GitProject)
    linked.folder, bare.folder = tmp_path / "linked", tmp_path / "bare"
    project.git("worktree", "add", "--quiet", str(linked.folder))
    project.git("clone", "--quiet", "--bare", ".", str(bare.folder))
    assert install(linked)[0] == 0
    assert (project.folder / ".git/hooks/pre-commit").exists()
    linked.write("a.ipynb", SECRET)
    linked.git("add", ".")
    assert commit(linked)[0] == 1
    returned, said = install(bare)
    assert (returned, "no work tree" in said) == (2, True)


def test_there_is_no_other_word(project: GitProject) -> None:
    done = project.nbtrack("git", "hook", "remove")
    assert (done.returncode, "there is install, uninstall, status" in done.stderr) == (2, True)
