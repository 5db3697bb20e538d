"""The filter with the real git: what is added is clean, and nothing gets in the way of git."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.e2e.git_project import COMMAND, GitProject, clean, full
from tests.making import code, notebook_b, result

if TYPE_CHECKING:
    from pathlib import Path
from shlex import quote

ODD_NAMES = ["a b/ä ö.ipynb", "-x.ipynb", "it's.ipynb", '"quoted".ipynb', "$HOME.ipynb", "line\nend.ipynb"]


@pytest.fixture
def project(tmp_path: Path) -> GitProject:
    return GitProject(tmp_path / "a project")


def test_git_gets_clean_notebooks_and_the_work_tree_keeps_its_outputs(project: GitProject) -> None:
    project.write("a.ipynb", full("1"))
    project.commit()
    assert project.blob("a.ipynb") == clean("1")
    assert project.read("a.ipynb") == full("1")
    assert project.status == ""


def test_the_filter_strips_what_strip_strips(project: GitProject) -> None:
    raw = notebook_b(code("1", outputs=[result({"text/plain": "1"})], count=7, metadata={"scrolled": True}))
    project.write("a.ipynb", raw)
    project.git("add", ".")
    project.nbtrack("strip", "a.ipynb")
    assert project.blob("a.ipynb") == project.read("a.ipynb")


@pytest.mark.parametrize("way", ["process", "one file at a time"])
@pytest.mark.parametrize("name", ODD_NAMES)
def test_any_name_will_do(project: GitProject, name: str, way: str) -> None:
    if way != "process":
        project.git("config", "--unset", "filter.nbtrack.process")
    project.write(name, full("1"))
    project.git("add", ".")
    assert project.blob(name) == clean("1")
    (project.folder / name).unlink()
    project.git("checkout", "--", ".")
    assert project.read(name) == full("1")


def test_settings_of_the_folder_decide(project: GitProject) -> None:
    project.write("reports/nbtrack.toml", b"[strip]\nkeep-outputs = true\nkeep-counts = true\n")
    project.write("nbtrack.toml", b'exclude = ["old"]\n')
    for name in ("reports/a.ipynb", "old/a.ipynb", "a.ipynb"):
        project.write(name, full("1"))
    project.git("add", ".")
    assert project.blob("reports/a.ipynb") == full("1")
    assert project.blob("old/a.ipynb") == full("1")
    assert project.blob("a.ipynb") == clean("1")


def test_many_large_notebooks_come_out_as_the_first_did(project: GitProject) -> None:
    output = 150_000 * "x"  # after a megabyte another reader takes over
    for number in range(10):
        project.write(f"{number}.ipynb", full(str(number), output))
    project.git("add", ".")
    assert all(project.blob(f"{number}.ipynb") == clean(str(number)) for number in range(10))
    kept = json.loads(project.nbtrack("outputs", "ls", "--json").stdout)["versions"]
    assert len(kept) == 10


def test_an_empty_file_stays_one(project: GitProject) -> None:
    project.write("empty.ipynb", b"")
    project.commit()
    assert project.blob("empty.ipynb") == b""
    assert project.status == ""


def test_what_cannot_be_cleaned_is_refused_and_says_why(project: GitProject) -> None:
    project.write("broken.ipynb", b'{"cells": [')
    done = project.try_git("add", ".")
    assert done.returncode != 0
    assert "nbtrack: cannot read broken.ipynb: cut short at line 1, column 12" in done.stderr
    assert project.git("ls-files") == ""


@pytest.mark.parametrize("raw", [b"<<<<<<< mine\n", b"no JSON", b'{\n "cells": "', b"\xff\xfe", b"[]", b'"'])
def test_whatever_it_holds_it_is_refused_in_words(project: GitProject, raw: bytes) -> None:
    project.write("broken.ipynb", raw)
    for done in (project.try_git("add", "."), project.nbtrack("strip", "broken.ipynb")):
        assert done.returncode != 0
        assert "broken.ipynb" in done.stderr
        assert "nbtrack: bug" not in done.stderr
    assert project.git("ls-files") == ""
    assert project.read("broken.ipynb") == raw


def test_without_required_it_goes_in_as_it_is_with_the_warning(project: GitProject) -> None:
    project.git("config", "filter.nbtrack.required", "false")
    project.write("broken.ipynb", b'{"cells": [')
    project.write("good.ipynb", full("1"))
    done = project.try_git("add", ".")
    assert done.returncode == 0
    assert "cannot read broken.ipynb" in done.stderr
    assert project.blob("broken.ipynb") == b'{"cells": ['
    assert project.blob("good.ipynb") == clean("1")


def test_a_wrong_setting_refuses_to_add_but_not_to_check_out(project: GitProject) -> None:
    project.write("a.ipynb", full("1"))
    project.commit()
    project.write("nbtrack.toml", b"[strip]\nkeep-count = true\n")
    (project.folder / "a.ipynb").unlink()
    project.git("checkout", "--", "a.ipynb")
    assert project.read("a.ipynb") == clean("1")
    project.write("b.ipynb", full("2"))
    done = project.try_git("add", "b.ipynb")
    assert done.returncode != 0
    assert 'did you mean "strip.keep-counts"?' in done.stderr


def test_a_hundred_megabytes_go_through(project: GitProject) -> None:
    picture = "iVBORw0KGgo" * (100_000_000 // 11)
    project.write("big.ipynb", notebook_b(code("1", outputs=[result({"image/png": picture})], count=1)))
    project.git("add", ".")
    assert project.blob("big.ipynb") == clean("1")


def test_being_killed_leaves_index_and_file_as_they_were(project: GitProject) -> None:
    project.write("a.ipynb", full("1"))
    project.commit()
    project.write("b.ipynb", full("2"))
    before = (project.folder / ".git" / "index").read_bytes()
    kill = f"{quote(sys.executable)} -c 'import os; os.kill(os.getpid(), {int(signal.SIGKILL)})'"
    for key in ("process", "clean"):
        project.git("config", f"filter.nbtrack.{key}", kill)
    assert project.try_git("add", "b.ipynb").returncode != 0
    assert (project.folder / ".git" / "index").read_bytes() == before
    assert project.read("b.ipynb") == full("2")
    assert not (project.folder / ".git" / "index.lock").exists()


def test_a_program_that_is_gone_lets_no_output_into_git(project: GitProject) -> None:
    project.nbtrack("git", "install", "--command", "/nowhere/nbtrack")
    project.write("a.ipynb", full("1"))
    assert project.try_git("add", ".").returncode != 0
    assert project.git("ls-files") == ""


def test_two_commands_at_once_do_not_meet(project: GitProject) -> None:
    for number in range(20):
        project.write(f"{number}.ipynb", full("same", f"output {number}\n"))
    project.commit()
    other = project.folder.parent / "other"
    project.git("worktree", "add", "--quiet", str(other))
    folders = (project.folder, other)
    for folder in folders:
        for notebook in folder.glob("*.ipynb"):
            notebook.unlink()
    command = ["git", "checkout", "--quiet", "HEAD", "--", "."]
    running = [subprocess.Popen(command, cwd=folder) for folder in folders]
    assert [process.wait() for process in running] == [0, 0]
    assert project.status == ""
    for folder in folders:
        assert [folder.joinpath(f"{n}.ipynb").read_bytes() for n in range(20)] == [
            full("same", f"output {n}\n") for n in range(20)
        ]


def test_a_bare_repository_shows_notebooks_readably(tmp_path: Path, project: GitProject) -> None:
    project.write("a.ipynb", full("first"))
    project.commit()
    bare = tmp_path / "bare.git"
    project.git("clone", "--quiet", "--bare", str(project.folder), str(bare))
    there = GitProject.__new__(GitProject)
    there.folder = bare
    assert there.nbtrack("git", "install", "--command", COMMAND).returncode == 0
    shown = there.git("log", "-p", "--format=%s")
    assert "+%% code\n+first\n" in shown
    assert json.loads(there.nbtrack("git", "status", "--json").stdout)["diff"]


def test_a_submodule_has_filters_of_its_own(tmp_path: Path, project: GitProject) -> None:
    inner = GitProject(tmp_path / "inner")
    inner.write("a.ipynb", full("1"))
    inner.commit()
    project.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(inner.folder), "sub")
    sub = GitProject.__new__(GitProject)
    sub.folder = project.folder / "sub"
    sub.nbtrack("git", "install", "--command", COMMAND)
    sub.write("b.ipynb", full("2"))
    sub.git("add", ".")
    assert sub.blob("b.ipynb") == clean("2")
    assert (sub.folder / ".nbtrack").is_dir()


def test_a_work_tree_of_a_bare_repository_keeps_outputs_in_that(tmp_path: Path, project: GitProject) -> None:
    project.write("ä b.ipynb", full("1"))
    project.commit()
    bare, tree = GitProject.__new__(GitProject), GitProject.__new__(GitProject)
    bare.folder, tree.folder = tmp_path / "bä re.git", tmp_path / "a trée"
    project.git("clone", "--quiet", "--bare", str(project.folder), str(bare.folder))
    assert bare.nbtrack("git", "install", "--command", COMMAND).returncode == 0
    bare.git("worktree", "add", "--quiet", str(tree.folder), "main")
    tree.write("ä b.ipynb", full("1", "made there\n"))
    tree.git("add", ".")
    (tree.folder / "ä b.ipynb").unlink()
    tree.git("checkout", "--", ".")
    assert tree.read("ä b.ipynb") == full("1", "made there\n")
    assert tree.status == ""
    assert (bare.folder / ".nbtrack/outputs").is_dir()


@pytest.fixture
def old_history(tmp_path: Path) -> GitProject:
    """A repository that has outputs, and a broken notebook, from before the filter; `now` is without them."""
    made = GitProject(tmp_path / "old")
    made.nbtrack("git", "uninstall")
    made.write("a.ipynb", full("1"))
    made.write("broken.ipynb", b"{")
    made.commit("Before")
    made.git("tag", "before")
    made.git("rm", "--quiet", "broken.ipynb")
    made.nbtrack("git", "install", "--command", COMMAND)
    made.git("add", "--renormalize", ":/")
    made.git("commit", "--quiet", "-m", "Now")
    return made


@pytest.mark.parametrize("way", ["process", "one by one"])
def test_commits_from_before_the_filter_can_be_checked_out_and_left(
    old_history: GitProject, way: str
) -> None:
    if way != "process":
        old_history.git("config", "--unset", "filter.nbtrack.process")
    assert old_history.blob("a.ipynb") == clean("1")
    old_history.git("switch", "--quiet", "--detach", "before")
    for name in ("a.ipynb", "broken.ipynb"):
        os.utime(old_history.folder / name)
    assert old_history.status == ""
    old_history.git("switch", "--quiet", "main")
    assert old_history.status == ""
    assert old_history.read("a.ipynb") == full("1")


def test_installing_once_more_lets_git_clean_what_it_checked_out(old_history: GitProject) -> None:
    old_history.git("switch", "--quiet", "--detach", "before")
    old_history.git("add", "--renormalize", "a.ipynb")
    assert old_history.blob("a.ipynb") == full("1")
    old_history.nbtrack("git", "install", "--command", COMMAND)
    old_history.git("add", "--renormalize", "a.ipynb")
    assert old_history.blob("a.ipynb") == clean("1")
    assert old_history.read("a.ipynb") == full("1")


def test_what_is_edited_then_is_cleaned(old_history: GitProject) -> None:
    old_history.git("switch", "--quiet", "--detach", "before")
    old_history.write("a.ipynb", full("2"))
    old_history.git("add", "a.ipynb")
    assert old_history.blob("a.ipynb") == clean("2")
    old_history.write("broken.ipynb", b"{{")
    assert old_history.try_git("add", "broken.ipynb").returncode != 0
