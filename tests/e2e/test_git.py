"""`nbtrack git install`, `status` and `uninstall`, as a person calls them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from tests.e2e.git_project import COMMAND, GitProject, clean, full

if TYPE_CHECKING:
    from collections.abc import Callable

NBSTRIPOUT = "*.ipynb filter=nbstripout\n*.zpln filter=nbstripout\n*.ipynb diff=ipynb\n"


class State(NamedTuple):
    """Files that git reads its settings from."""

    config: bytes | None
    info: bytes | None
    shared: bytes | None


def bare_project(folder: Path) -> GitProject:
    project = GitProject.__new__(GitProject)
    project.folder = folder
    folder.mkdir(parents=True)
    project.git("init", "--quiet", "--initial-branch=main")
    return project


@pytest.fixture
def project(tmp_path: Path) -> GitProject:
    """A repository without nbtrack, in a folder with a difficult name."""
    return bare_project(tmp_path / "my nötebooks")


def state(project: GitProject) -> State:
    paths = (".git/config", ".git/info/attributes", ".gitattributes")
    files = [project.folder / path for path in paths]
    return State(*(file.read_bytes() if file.exists() else None for file in files))


def install(project: GitProject, *words: str) -> subprocess.CompletedProcess[str]:
    return project.nbtrack("git", "install", "--command", COMMAND, *words)


def test_attributes_in_a_folder_that_is_not_there_are_refused(project: GitProject) -> None:
    before = state(project)
    done = install(project, "--attributes", "nowhere/attributes")
    assert (done.returncode, state(project)) == (2, before)
    assert "there is no folder nowhere" in done.stderr
    assert not (project.folder / "nowhere").exists()


def test_after_install_git_cleans_and_status_says_so(project: GitProject) -> None:
    assert project.nbtrack("git", "status").returncode == 1
    assert install(project).returncode == 0
    done = project.nbtrack("git", "status")
    assert done.returncode == 0
    said = "filter: installed\ndiff driver: installed\nmerge driver: installed\ncommand: "
    assert done.stdout.startswith(said)
    project.write("a.ipynb", full("1"))
    project.git("add", ".")
    assert project.blob("a.ipynb") == clean("1")


def test_the_command_that_it_finds_itself_works(project: GitProject) -> None:
    assert project.nbtrack("git", "install").returncode == 0
    project.write("a.ipynb", full("1"))
    project.git("add", ".")
    assert project.blob("a.ipynb") == clean("1")


def test_installing_twice_changes_nothing(project: GitProject) -> None:
    install(project)
    before = state(project)
    done = install(project)
    assert done.returncode == 0
    assert "nothing to do" in done.stderr
    assert state(project) == before


CONFIGS: dict[str, Callable[[str], str]] = {
    "as git makes it": lambda text: text,
    "without a last line end": lambda text: text.rstrip("\n"),
    "with comments, spaces and a section of that name": lambda text: (
        f'; mine\n{text}\n\n[filter   "x"] clean = cat # "why"\n[filter "nbtrack"]\n\tclean = mine\n'
    ),
    "with windows line ends": lambda text: text.replace("\n", "\r\n"),
    "empty": lambda text: "",
}


@pytest.mark.parametrize("how", CONFIGS)
@pytest.mark.parametrize("words", [(), ("--attributes", ".gitattributes"), ("--no-filter",)])
def test_uninstalling_restores_every_byte(project: GitProject, how: str, words: tuple[str, ...]) -> None:
    config = project.folder / ".git/config"
    if how != "empty":
        config.write_bytes(CONFIGS[how](config.read_text()).encode())
    (project.folder / ".gitattributes").write_text("*.png binary")
    before = state(project)
    done = install(project, *words)
    assert done.returncode == 0, done.stderr
    assert state(project) != before
    assert project.nbtrack("git", "uninstall").returncode == 0
    assert state(project) == before
    assert "nothing to do" in project.nbtrack("git", "uninstall").stderr


def test_what_others_add_afterwards_survives_uninstalling(project: GitProject) -> None:
    install(project)
    project.git("config", "user.name", "Ada")
    with (project.folder / ".git/info/attributes").open("a") as file:
        file.write("*.png binary\n")
    project.nbtrack("git", "uninstall")
    assert project.git("config", "user.name") == "Ada\n"
    assert state(project).info == b"*.png binary\n"


def test_dry_run_shows_the_lines_and_writes_nothing(project: GitProject) -> None:
    before = state(project)
    done = install(project, "--dry-run")
    assert '+[filter "nbtrack"]' in done.stdout
    assert "+*.ipynb filter=nbtrack diff=nbtrack merge=nbtrack" in done.stdout
    assert state(project) == before


def test_a_repository_of_nbstripout_is_left_alone_until_told_to_replace(project: GitProject) -> None:
    (project.folder / ".git/info/attributes").write_text(NBSTRIPOUT)
    before = state(project)
    done = install(project)
    assert done.returncode == 2
    assert "line 1, already gives notebooks to filter=nbstripout" in done.stderr
    assert "--replace" in done.stderr
    assert state(project) == before
    assert install(project, "--replace").returncode == 0
    project.write("a.ipynb", full("1"))
    project.git("add", ".")
    assert project.blob("a.ipynb") == clean("1")
    assert project.git("check-attr", "filter", "x.zpln") == "x.zpln: filter: nbstripout\n"
    project.nbtrack("git", "uninstall")
    assert state(project) == before


def test_what_nbstripout_itself_installed_is_replaced_and_comes_back(project: GitProject) -> None:
    subprocess.run([sys.executable, "-m", "nbstripout", "--install"], cwd=project.folder, check=True)
    before = state(project)
    assert install(project).returncode == 2
    assert install(project, "--replace").returncode == 0
    assert project.git("check-attr", "filter", "a.ipynb") == "a.ipynb: filter: nbtrack\n"
    project.nbtrack("git", "uninstall")
    assert state(project) == before
    assert project.git("check-attr", "filter", "a.ipynb") == "a.ipynb: filter: nbstripout\n"


def test_drivers_of_nbdime_are_replaced_and_come_back(project: GitProject) -> None:
    (project.folder / ".gitattributes").write_text(
        "*.ipynb\tdiff=jupyternotebook\n\n*.ipynb\tmerge=jupyternotebook\n"
    )
    before = state(project)
    assert "already gives notebooks to" in install(project, "--attributes", ".gitattributes").stderr
    assert install(project, "--attributes", ".gitattributes", "--replace").returncode == 0
    shown = project.git("check-attr", "diff", "merge", "--", "a.ipynb")
    assert shown == "a.ipynb: diff: nbtrack\na.ipynb: merge: nbtrack\n"
    project.nbtrack("git", "uninstall")
    assert state(project) == before


def test_encryption_of_everything_is_not_switched_off_by_replacing(project: GitProject) -> None:
    (project.folder / ".git/info/attributes").write_text("* filter=git-crypt\n")
    done = install(project, "--attributes", ".gitattributes", "--replace")
    assert done.returncode == 2
    assert "gives more than notebooks to filter=git-crypt" in done.stderr


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (".gitattributes", "* filter=git-crypt diff=git-crypt"),
        (".gitattributes", "secret/*.ipynb filter=git-crypt"),
        ("big/.gitattributes", "*.ipynb filter=lfs diff=lfs merge=lfs -text"),
    ],
)
def test_a_filter_that_notebooks_go_through_is_not_switched_off_unasked(
    path: str, line: str, project: GitProject
) -> None:
    for name in ("secret/a.ipynb", "big/a.ipynb"):
        project.write(name, clean("1"))
    project.git("add", ".")
    project.write(path, f"{line}\n".encode())
    before = state(project)
    done = install(project)
    assert done.returncode == 2
    assert f"through filter={'lfs' if 'lfs' in line else 'git-crypt'}" in done.stderr
    assert state(project) == before
    assert install(project, "--no-filter").returncode == 0
    assert install(project, "--replace").returncode == 0


def test_a_filter_for_other_files_stays_where_it_is(project: GitProject) -> None:
    project.write(".gitattributes", b"*.bin filter=lfs\n*.ipynb -filter\n")
    project.write("a.ipynb", clean("1"))
    project.git("add", ".")
    assert install(project).returncode == 0


def test_the_team_sees_attributes_in_a_file_that_is_committed(project: GitProject) -> None:
    install(project, "--attributes", ".gitattributes")
    assert state(project).info is None
    project.write("a.ipynb", full("1"))
    project.commit()
    assert project.blob("a.ipynb") == clean("1")
    assert b"*.ipynb filter=nbtrack diff=nbtrack merge=nbtrack\n" in project.blob(".gitattributes")


@pytest.mark.parametrize("words", [(), ("--attributes", ".gitattributes")])
def test_a_file_that_was_made_for_the_team_goes_again(project: GitProject, words: tuple[str, ...]) -> None:
    before = state(project)
    install(project, "--attributes", ".gitattributes")
    assert project.nbtrack("git", "uninstall", *words).returncode == 0
    assert state(project) == before


def test_a_clone_with_the_attributes_and_without_the_settings_says_what_is_missing(
    tmp_path: Path, project: GitProject
) -> None:
    install(project, "--attributes", ".gitattributes")
    project.commit()
    project.git("clone", "--quiet", ".", str(tmp_path / "clone"))
    clone = GitProject.__new__(GitProject)
    clone.folder = tmp_path / "clone"
    done = clone.nbtrack("git", "status")
    assert done.returncode == 1
    assert "filter: not installed, though attributes name it" in done.stdout
    assert install(clone, "--attributes", ".gitattributes").returncode == 0
    assert clone.status == ""


def test_globally_it_holds_in_every_repository(project: GitProject, home: Path) -> None:
    (home / ".gitconfig").write_text("[user]\n\tname = Ada\n\temail = a@b\n")
    assert install(project, "--global").returncode == 0
    assert state(project).info is None
    project.write("a.ipynb", full("1"))
    project.commit()
    assert project.blob("a.ipynb") == clean("1")
    assert project.nbtrack("git", "status").returncode == 0
    project.nbtrack("git", "uninstall", "--global")
    assert (home / ".gitconfig").read_text() == "[user]\n\tname = Ada\n\temail = a@b\n"
    assert not (home / ".config/git").exists()


def test_uninstalling_globally_leaves_a_folder_that_was_there(project: GitProject, home: Path) -> None:
    (home / ".config/git").mkdir(parents=True)
    install(project, "--global")
    project.nbtrack("git", "uninstall", "--global")
    assert list((home / ".config/git").iterdir()) == []


def test_uninstalling_globally_leaves_a_folder_that_others_use_now(project: GitProject, home: Path) -> None:
    install(project, "--global")
    (home / ".config/git/ignore").write_text("*.tmp\n")
    project.nbtrack("git", "uninstall", "--global")
    assert [path.name for path in (home / ".config/git").iterdir()] == ["ignore"]


def test_linked_work_trees_share_it(tmp_path: Path, project: GitProject) -> None:
    project.commit()
    project.git("worktree", "add", "--quiet", str(tmp_path / "linked"))
    linked = GitProject.__new__(GitProject)
    linked.folder = tmp_path / "linked"
    assert install(linked).returncode == 0
    assert project.nbtrack("git", "status").returncode == 0


def test_without_the_filter_notebooks_go_in_as_they_are_and_show_their_outputs(project: GitProject) -> None:
    install(project, "--no-filter")
    project.write("a.ipynb", full("1"))
    project.commit()
    assert project.blob("a.ipynb") == full("1")
    assert "+%% output stdout\n+hello\n" in project.git("show")


def test_notebooks_that_git_has_already_are_cleaned_when_one_says_so(project: GitProject) -> None:
    project.write("a.ipynb", full("1"))
    project.commit()
    done = install(project)
    assert "git has 1 notebook already" in done.stderr
    project.git("add", "--renormalize", ":/")
    assert project.blob("a.ipynb") == clean("1")


def test_a_clone_whose_notebooks_are_clean_is_not_told_to_clean_them(project: GitProject) -> None:
    project.write("a.ipynb", clean("1"))
    project.write("broken.ipynb", b"<<<<<<< ours\n")
    project.git("add", ".")
    assert "renormalize" not in install(project).stderr
    project.nbtrack("git", "uninstall")
    project.write("b.ipynb", full("1"))
    project.git("add", "b.ipynb")
    assert "git has 3 notebooks already: `git add --renormalize :/`" in install(project).stderr


def test_outside_a_repository_it_says_so(tmp_path: Path) -> None:
    nowhere = GitProject.__new__(GitProject)
    nowhere.folder = tmp_path
    for action in ("install", "uninstall", "status"):
        done = nowhere.nbtrack("git", action)
        assert done.returncode == 2
        assert "no git repository" in done.stderr


def test_somebody_who_is_writing_the_settings_is_not_disturbed(project: GitProject) -> None:
    lock = project.folder / ".git/config.lock"
    lock.write_text("")
    before = state(project)
    done = install(project)
    assert done.returncode == 2
    assert "somebody is writing" in done.stderr
    assert state(project) == before
    assert lock.exists()


def test_json_tells_the_same(project: GitProject) -> None:
    done = install(project, "--json", "--dry-run")
    answer = json.loads(done.stdout)
    assert (answer["schema"], answer["changed"]) == ("nbtrack.git/1", False)
    assert [Path(row["path"]).name for row in answer["files"]] == ["config", "attributes"]
    assert answer["files"][1]["old"] is None
    status = json.loads(project.nbtrack("git", "status", "--json").stdout)
    assert not status["works"]
    assert status["outputs"] == {"versions": 0, "bytes": 0}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("instal",), "there is no `nbtrack git instal`"),
        (("status", "--replace"), "--replace means nothing to `nbtrack git status`"),
        (("textconv",), "takes one file"),
        (("install", "a.ipynb"), "takes no file"),
    ],
)
def test_what_makes_no_sense_is_refused(project: GitProject, words: tuple[str, ...], said: str) -> None:
    done = project.nbtrack("git", *words)
    assert done.returncode == 2
    assert said in done.stderr


def test_diff_log_and_blame_are_readable(project: GitProject) -> None:
    install(project)
    project.write("-a b.ipynb", full("one = 1"))
    project.commit()
    project.write("-a b.ipynb", full("two = 2", "other\n"))
    assert "-one = 1\n+two = 2\n" in project.git("diff")
    assert "hello" not in project.git("diff")
    project.commit()
    assert "-one = 1\n+two = 2\n" in project.git("log", "-p")
    assert "two = 2" in project.git("blame", "--", "-a b.ipynb")
    assert project.git("rev-parse", "refs/notes/textconv/nbtrack")


def test_where_git_has_no_name_to_commit_by_it_shows_notebooks_all_the_same(
    project: GitProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.write("a.ipynb", full("x = 1"))
    project.commit()
    for name in ("GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL", "EMAIL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", "user.useConfigOnly")  # no machine's own name counts
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", "true")
    assert install(project).returncode == 0
    project.write("a.ipynb", full("x = 2"))
    for words in (("diff",), ("log", "-p"), ("blame", "a.ipynb")):
        assert "x = " in project.git(*words)


def test_a_diff_follows_the_settings_of_the_notebooks_folder(project: GitProject) -> None:
    install(project)
    project.write("sub/reports/nbtrack.toml", b"[strip]\nkeep-outputs = true\n")
    for name in ("sub/reports/a b.ipynb", "a b.ipynb"):
        project.write(name, full(f"one = '{name}'", "the output\n"))
    project.commit()
    assert project.git("log", "-p").count("+the output\n") == 1
    project.write("sub/reports/a b.ipynb", full("two = 2", "the output\n"))
    shown = project.git("diff")
    assert "+two = 2\n" in shown
    assert "+the output\n" not in shown


def test_what_is_no_notebook_is_shown_as_it_is(project: GitProject) -> None:
    project.write("a.ipynb", b"<<<<<<< mine\n")
    done = project.nbtrack("git", "textconv", "a.ipynb")
    assert (done.returncode, done.stdout) == (0, "<<<<<<< mine\n")


def test_difftool_shows_cells_of_files_that_changed_came_and_went(project: GitProject) -> None:
    install(project)
    project.write("-a 'b'.ipynb", full("one = 1"))
    project.write("gone.ipynb", full("gone = 1"))
    project.commit()
    project.write("-a 'b'.ipynb", full("two = 2"))
    project.write("new.ipynb", full("new = 1"))
    (project.folder / "gone.ipynb").unlink()
    project.git("add", "--all")
    shown = project.git("difftool", "--no-prompt", "-t", "nbtrack", "--cached", "--no-renames")
    for line in ("one = 1", "two = 2", "gone = 1", "new = 1"):
        assert line in shown
