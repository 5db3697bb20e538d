"""The merge driver as `nbtrack git install` leaves it, with the filter and kept outputs at work."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.e2e.git_project import COMMAND, GitProject
from tests.making import code, notebook_b, stream

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NAME = "-my nöte's/train model.ipynb"


def ran(*sources: str, by: str = "") -> bytes:
    """Make a notebook that was run: each cell has said something."""
    outputs = [[stream(f"{source} {by}\n")] for source in sources]
    return notebook_b(
        *(code(source, id=f"c{n}", outputs=outputs[n], count=n + 1) for n, source in enumerate(sources))
    )


def sources(raw: bytes) -> list[str]:
    return ["".join(cell["source"]) for cell in json.loads(raw)["cells"]]


def has_outputs(raw: bytes) -> bool:
    return any(cell.get("outputs") for cell in json.loads(raw)["cells"])


@pytest.fixture
def project(tmp_path: Path) -> GitProject:
    """Two branches that changed other cells of a notebook; the current one is main."""
    project = GitProject(tmp_path / "p")
    project.write(NAME, ran("a = 1", "b = 1", "c = 1"))
    project.commit("Begin")
    project.git("switch", "--quiet", "--create", "topic")
    project.write(NAME, ran("a = 1", "b = 1", "c = 2", by="topic"))
    project.commit("Topic")
    project.git("switch", "--quiet", "main")
    project.write(NAME, ran("a = 2", "b = 1", "c = 1", by="main"))
    project.commit("Main")
    return project


BOTH = ["a = 2", "b = 1", "c = 2"]
WAYS: dict[str, Callable[[GitProject], object]] = {
    "merge": lambda p: p.git("merge", "topic", "--no-edit"),
    "rebase": lambda p: p.git("rebase", "topic"),
    "cherry-pick": lambda p: p.git("cherry-pick", "topic"),
}


@pytest.mark.parametrize("way", WAYS)
def test_both_sides_cells_are_there_without_conflict(project: GitProject, way: str) -> None:
    WAYS[way](project)
    assert sources(project.read(NAME)) == BOTH
    assert sources(project.blob(NAME, "HEAD")) == BOTH
    assert not has_outputs(project.blob(NAME, "HEAD"))
    assert project.status == ""


def test_a_change_in_the_middle_of_history_is_taken_back(project: GitProject) -> None:
    project.git("cherry-pick", "topic")
    project.git("revert", "--no-edit", "HEAD^")
    assert sources(project.read(NAME)) == ["a = 1", "b = 1", "c = 2"]
    assert project.status == ""


def test_a_stash_is_popped_onto_other_cells(project: GitProject) -> None:
    project.write(NAME, ran("a = 2", "b = 3", "c = 1", by="stashed"))
    project.git("stash")
    assert project.read(NAME) == ran("a = 2", "b = 1", "c = 1", by="main")
    project.git("merge", "topic", "--no-edit")
    project.git("stash", "pop")
    assert sources(project.read(NAME)) == ["a = 2", "b = 3", "c = 2"]
    project.git("fsck", "--strict")


def test_outputs_of_each_side_outlive_the_merge(project: GitProject) -> None:
    project.git("merge", "topic", "--no-edit")
    project.git("switch", "--quiet", "topic")
    assert project.read(NAME) == ran("a = 1", "b = 1", "c = 2", by="topic")
    project.git("checkout", "--quiet", "main^")
    assert project.read(NAME) == ran("a = 2", "b = 1", "c = 1", by="main")
    assert project.status == ""


def test_a_merge_that_is_given_up_brings_outputs_back(project: GitProject) -> None:
    project.write(NAME, ran("a = 1", "b = 1", "c = 3", by="again"))
    project.commit("Main again")
    assert project.try_git("merge", "topic").returncode == 1
    project.git("merge", "--abort")
    assert project.read(NAME) == ran("a = 1", "b = 1", "c = 3", by="again")
    assert project.status == ""


def test_a_conflict_opens_in_jupyter_is_settled_and_goes_in_clean(project: GitProject) -> None:
    project.write(NAME, ran("a = 2", "b = 1", "c = 3", by="main"))
    project.commit("Main again")
    done = project.try_git("merge", "topic")
    assert done.returncode == 1
    assert f"{NAME}: cell 3" in done.stdout
    marked = json.loads(project.read(NAME))
    assert marked["nbformat"] == 4
    assert project.nbtrack("merge", "--resolve", "--theirs", "--", NAME).returncode == 0
    project.git("add", "--all")
    project.git("commit", "--quiet", "--no-edit")
    assert sources(project.blob(NAME, "HEAD")) == BOTH
    assert not has_outputs(project.blob(NAME, "HEAD"))


def test_markers_name_the_branches_where_git_tells(project: GitProject) -> None:
    project.write(NAME, ran("a = 2", "b = 1", "c = 3", by="main"))
    project.commit("Main again")
    project.try_git("merge", "topic")
    version = tuple(map(int, project.git("version").split()[2].split(".")[:2]))
    first, *_, last = sources(project.read(NAME))[2].splitlines()
    expected = ("ours, HEAD", "theirs, topic") if version >= (2, 44) else ("ours", "theirs")
    assert (first, last) == (f"<<<<<<< {expected[0]}", f">>>>>>> {expected[1]}")


def test_without_the_filter_outputs_follow_their_source_in_a_merge(tmp_path: Path) -> None:
    project = GitProject(tmp_path / "p", "--no-filter")
    project.write(NAME, ran("a = 1", "b = 1"))
    project.commit()
    project.git("switch", "--quiet", "--create", "topic")
    project.write(NAME, ran("a = 1", "b = 2", by="topic"))
    project.commit()
    project.git("switch", "--quiet", "main")
    project.write(NAME, ran("a = 2", "b = 1", by="main"))
    project.commit()
    project.git("merge", "topic", "--no-edit")
    outputs = [cell["outputs"][0]["text"] for cell in json.loads(project.read(NAME))["cells"]]
    assert outputs == [["a = 2 main\n"], ["b = 2 topic\n"]]


def conflicting(project: GitProject) -> str:
    """Let both branches change the same cell, merge, and return the notebook's name."""
    project.write(NAME, ran("a = 2", "b = 1", "c = 3", by="main"))
    project.commit("Main again")
    assert project.try_git("merge", "topic").returncode != 0
    return NAME


def mergetool(project: GitProject) -> tuple[int, str]:
    done = project.try_git(
        "-c", "mergetool.keepBackup=false", "mergetool", "--no-prompt", "-t", "nbtrack", "--", NAME
    )
    return done.returncode, done.stdout + done.stderr


def test_mergetool_lists_what_is_in_conflict_and_takes_nothing_for_settled(project: GitProject) -> None:
    name = conflicting(project)
    before = project.read(name)
    returned, said = mergetool(project)
    assert returned != 0
    assert "cell 3, line 1: conflict" in said or "cell 3: conflict" in said
    assert "nbtrack merge --resolve" in said
    assert project.read(name) == before
    assert project.git("ls-files", "--unmerged", "--", name)


@pytest.mark.parametrize("by", ["nbtrack", "Jupyter"])
def test_mergetool_adds_what_was_settled(project: GitProject, by: str) -> None:
    name = conflicting(project)
    if by == "nbtrack":
        assert project.nbtrack("merge", "--resolve", "--theirs", "--", name).returncode == 0
    else:
        project.write(name, ran("a = 2", "b = 1", "c = 4"))
    settled = sources(project.read(name))
    returned, said = mergetool(project)
    assert returned == 0, said
    assert project.git("ls-files", "--unmerged") == ""
    assert sources(project.blob(name)) == settled


def test_mergetool_merges_again_what_git_left_unreadable(project: GitProject) -> None:
    # With the filter in place git refuses to look at such a file, and mergetool finds none.
    project.nbtrack("git", "uninstall")
    project.nbtrack("git", "install", "--command", COMMAND, "--no-filter")
    project.git("config", "--file", ".git/config", "merge.nbtrack.driver", "git merge-file %A %O %B")
    for branch, cells in (("topic", ("a = 1", "b = 1", "c = 2")), ("main", ("a = 2", "b = 1", "c = 1"))):
        project.git("switch", "--quiet", "--discard-changes", branch)
        project.write(NAME, ran(*cells, by=branch))
        project.commit("With outputs")
    assert project.try_git("merge", "topic").returncode != 0
    assert b"<<<<<<<" in project.read(NAME)
    returned, said = mergetool(project)
    assert returned == 0, said
    assert sources(project.read(NAME)) == BOTH
    assert project.git("ls-files", "--unmerged") == ""


def test_mergetool_opens_notebooks_that_both_sides_brought(project: GitProject) -> None:
    project.git("switch", "--quiet", "topic")
    project.write("new.ipynb", ran("x = 1"))
    project.commit("New here")
    project.git("switch", "--quiet", "main")
    project.write("new.ipynb", ran("x = 2"))
    project.commit("New there")
    assert project.try_git("merge", "topic").returncode != 0
    assert project.try_git("mergetool", "--no-prompt", "-t", "nbtrack", "--", "new.ipynb").returncode != 0
    assert project.nbtrack("merge", "--resolve", "--ours", "new.ipynb").returncode == 0
    assert project.try_git("mergetool", "--no-prompt", "-t", "nbtrack", "--", "new.ipynb").returncode == 0
    assert sources(project.blob("new.ipynb")) == ["x = 2"]
