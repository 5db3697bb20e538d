"""`tag`, `note` and `rm` on runs that were really made."""

from __future__ import annotations

import re
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.e2e.running import Project, command, tagged

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [pytest.mark.kernel, pytest.mark.xdist_group("annotations")]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory, session_home: Path) -> Project:
    """Make a project with two runs."""
    found = Project(tmp_path_factory.mktemp("annotations"))
    found.write("train.ipynb", tagged("parameters", "lr = 1"), "import nbtrack\nnbtrack.log(loss=lr)")
    found.nbtrack("run", "train.ipynb", "--name", "first", "--tag", "try")
    found.nbtrack("run", "train.ipynb", "-p", "lr=2", "--name", "second", "--note", "why not")
    return found


def ids(project: Project, *words: str) -> list[str]:
    return [run["name"] for run in project.json("runs", *words)["runs"]]


def test_tags_come_and_go(project: Project) -> None:
    assert project.json("tag", "first", "good", "try")["tags"] == ["try", "good"]
    assert ids(project, "--tag", "good") == ["first"]
    assert project.nbtrack("tag", "-d", "first", "good").stdout.endswith(": try\n")
    assert "has no tag good" in project.nbtrack("tag", "-d", "first", "good").stderr
    assert ids(project, "-w", "tag:good") == []
    assert "has no tags" in project.nbtrack("tag", "second").stderr
    for words in (["first", ""], ["first", "a\x1b[2Jb"], ["-d", "first"], ["nobody", "x"]):
        assert project.nbtrack("tag", *words).returncode == 2


def test_a_note_takes_the_place_of_the_one_before(project: Project) -> None:
    assert "why not" in project.nbtrack("note", "second").stdout
    project.nbtrack("note", "second", "because")
    assert project.json("show", "second")["note"] == "because"
    told = subprocess.run(
        command("note", "second", "-"),
        cwd=project.folder,
        input="two\nlines\n",
        capture_output=True,
        text=True,
    )
    assert told.stdout.endswith(": two\\nlines\n")
    assert "has no note" in project.nbtrack("note", "second", "--clear").stderr
    assert project.nbtrack("note", "second", "x", "--clear").returncode == 2


def test_a_run_is_taken_out_and_brought_back(project: Project) -> None:
    assert "would be taken out" in project.nbtrack("rm", "second", "--dry-run").stdout
    done = project.nbtrack("rm", "second")
    assert "taken out" in done.stdout
    (way_back,) = re.findall(r"`nbtrack (.*)` brings it back", done.stderr)
    assert ids(project) == ["first"]
    assert project.nbtrack("show", "second").returncode == 2
    assert "second" in project.nbtrack("rm", "--list").stdout
    assert project.nbtrack("store", "reindex").returncode == 0
    assert ids(project) == ["first"]
    assert "lr = 1" in project.nbtrack("best", "loss", "--max").stdout
    assert project.nbtrack("rm", "--restore", "first").returncode == 2
    assert "brought back" in project.nbtrack(*way_back.split()).stdout
    assert ids(project) == ["second", "first"]
    assert "no run was taken out" in project.nbtrack("rm", "--list").stderr
    assert project.nbtrack("rm").returncode == 2
    assert project.nbtrack("store", "verify").returncode == 0


def test_what_was_taken_out_is_deleted_for_good(project: Project) -> None:
    project.nbtrack("run", "train.ipynb", "--name", "third")
    third = project.json("show", "third")["previous"]
    project.nbtrack("rm", third[:8])
    assert "1 run, " in project.nbtrack("store", "gc", "--dry-run").stdout
    assert project.json("store", "gc")["runs"] == [third]
    assert project.nbtrack("rm", "--restore", third[:8]).returncode == 2
    assert f"since run {third[:8]} (no longer there)" in project.nbtrack("show", "third").stdout
    assert project.nbtrack("compare", "third").returncode == 0
    assert project.nbtrack("store", "verify").returncode == 0
