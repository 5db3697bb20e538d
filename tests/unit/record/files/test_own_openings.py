"""A process that records runs itself watches their project once, and takes down what is of each."""

from __future__ import annotations

import subprocess
import sys
from types import ModuleType
from typing import TYPE_CHECKING

import pytest

from nbtrack.record.files import openings, own_openings
from nbtrack.record.files.openings import NAME
from nbtrack.record.files.own_openings import own_openings as watched
from nbtrack.record.startup import nbtrack_watch
from nbtrack.store.canonical import load_lines

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="inotify is Linux's")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setitem(sys.modules, "h5py", ModuleType("h5py"))
    monkeypatch.setattr(own_openings, "_last", None)
    (tmp_path / "data" / "deep").mkdir(parents=True)
    (tmp_path / "data" / "deep" / "x").write_text("1")
    return tmp_path


def told(project: Path, name: str, command: str) -> set[tuple[str, str]]:
    """Return what is told of a command that runs during a run."""
    live = project / ".nbtrack" / "live" / name
    live.mkdir(parents=True)
    watching = watched(str(live), str(project), str(project))
    assert watching
    subprocess.run(["sh", "-c", command], cwd=project, check=True)
    watching.end()
    lines = [*load_lines((live / NAME).read_bytes().splitlines())]
    (live / NAME).unlink()
    live.rmdir()
    return {(line["kind"], line["name"].removeprefix(f"{project}/")) for line in lines}


def test_each_run_is_told_of_its_own(project: Path) -> None:
    watches = ("watched", str(project))
    assert told(project, "one", "cat data/deep/x") == {("opened", "data/deep/x"), watches}
    subprocess.run(["cat", "data/deep/x"], cwd=project, check=True)
    assert told(project, "two", "true") == {watches}


def test_a_folder_that_was_made_between_two_runs_is_watched(project: Path) -> None:
    told(project, "one", "true")
    (project / "data" / "new").mkdir()
    (project / "data" / "new" / "y").write_text("1")
    assert ("opened", "data/new/y") in told(project, "two", "cat data/new/y")


def test_what_was_lost_from_sight_is_watched_again(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nbtrack_watch, "MOST_IN_A_FOLDER", 2)
    assert ("many opened", "data") in told(project, "one", "echo | tee data/1 data/2 data/3")
    assert ("opened", "data/1") in told(project, "two", "cat data/1")


def test_a_project_that_is_too_large_is_looked_through_once(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(openings, "_MOST_FOLDERS", 1)
    live = project / ".nbtrack" / "live" / "one"
    live.mkdir(parents=True)
    assert watched(str(live), str(project), str(project)) is None
    monkeypatch.setattr(openings, "_MOST_FOLDERS", 2000)
    assert watched(str(live), str(project), str(project)) is None


def test_nothing_is_watched_without_a_library_that_opens_files_in_c(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(own_openings, "C_READERS", frozenset())
    assert watched(str(project), str(project), str(project)) is None
