"""The system tells which files of a project are opened, by whatever program; needs Linux's inotify."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING

import pytest

from nbtrack.record.files import openings
from nbtrack.record.files.openings import NAME, Openings
from nbtrack.record.files.openings_thread import OpeningsThread
from nbtrack.record.startup import nbtrack_watch
from nbtrack.store.canonical import load_lines
from nbtrack.store.journal import begin

if TYPE_CHECKING:
    from pathlib import Path

    from nbtrack.record.files.inotify import Inotify

OTHERS = ("unwatched", "other runs went on")
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="inotify is Linux's")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    root = tmp_path / "a project"
    for name in (
        "data/deep/x",
        "venv/pyvenv.cfg",
        "venv/lib/y",
        "node_modules/z",
        ".nbtrack/live/one/z",
        "top",
    ):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("1")
    return root


def told(project: Path, *commands: str, others: tuple[str, ...] = ()) -> set[tuple[str, str]]:
    """Return what was told while shell commands ran; "?x" waits until x was told."""
    live = project / ".nbtrack" / "live" / "one"
    watching = OpeningsThread(str(live), str(project), str(project), others)
    for command in ('?"watched"', *commands):
        if command.startswith("?"):
            wait_for(live / NAME, command[1:].encode())
        else:
            subprocess.run(["sh", "-c", command], cwd=project, check=True)
    watching.stop()
    lines = load_lines((live / NAME).read_bytes().splitlines())
    prefix = f"{project}/"
    return {(line["kind"], line["name"].removeprefix(prefix)) for line in lines}


def wait_for(path: Path, text: bytes) -> None:
    deadline = time.monotonic() + 60
    while not path.exists() or text not in path.read_bytes():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_files_are_told_of_wherever_they_stand_in_the_project(project: Path) -> None:
    found = told(project, "cat top data/deep/x > new")
    assert {("opened", "top"), ("opened", "data/deep/x"), ("opened", "new"), ("saved", "new")} <= found


def test_what_is_taken_down_in_the_end_has_the_time_that_is_given_and_is_of_that_run(project: Path) -> None:
    live = project / ".nbtrack" / "live" / "one"
    watching = Openings(str(project), str(project), str(live.parent))
    watching.begin()
    subprocess.run(["cat", "data/deep/x"], cwd=project, check=True)
    watching.start(str(live))
    subprocess.run(["sh", "-c", "mkdir made && cat top > made/new"], cwd=project, check=True)
    assert watching.take(5.0)
    watching.close()
    lines = [*load_lines((live / NAME).read_bytes().splitlines())]
    found = {(line["kind"], line["name"].removeprefix(f"{project}/"), line["at"]) for line in lines}
    assert found == {("opened", "top", 5.0), ("saved", "made/new", 5.0)}


def test_a_link_to_a_folder_is_followed_and_a_circle_is_not(project: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "big").write_text("1")
    (project / "linked").symlink_to(tmp_path / "elsewhere")
    (project / "data" / "circle").symlink_to(project)
    assert ("opened", "linked/big") in told(project, "cat linked/big")


def test_what_is_no_data_is_left_out(project: Path) -> None:
    found = told(project, "cat venv/lib/y node_modules/z .nbtrack/live/one/z")
    assert {name for kind, name in found if kind == "opened"} == set()


def test_a_folder_that_is_made_meanwhile_is_watched_from_then_on(project: Path) -> None:
    found = told(
        project,
        "mkdir -p made/deeper",
        "echo 1 > made/deeper/first",
        "?made/deeper/first",  # its folder is watched then
        "echo 1 > made/deeper/a; cat made/deeper/a",
    )
    assert {("opened", "made/deeper/a"), ("saved", "made/deeper/a")} <= found


def test_what_is_moved_there_is_written(project: Path) -> None:
    assert ("saved", "data/b") in told(project, "mv top data/b")


def test_folders_elsewhere_are_watched_that_are_asked_for(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(nbtrack_watch, "_OF_THE_SYSTEM", ("/proc/",))  # what is in /tmp is nobody's data else
    (tmp_path / "elsewhere" / "deep").mkdir(parents=True)
    (tmp_path / "elsewhere" / "deep" / "big").write_text("1")
    found = told(
        project,
        f"?{tmp_path}/elsewhere",
        "cat ../elsewhere/deep/big",
        others=(str(tmp_path / "elsewhere"),),
    )
    assert ("opened", str(tmp_path / "elsewhere" / "deep" / "big")) in found


def begin_run(project: Path, run_id: str) -> None:
    begin(str(project / ".nbtrack" / "live"), run_id, {}).close()


def test_it_is_told_where_another_run_begins(project: Path) -> None:
    live = project / ".nbtrack" / "live"
    assert OTHERS in told(project, f"mkdir '{live}/.two'; mv '{live}/.two' '{live}/two'")


def test_it_is_told_where_another_run_goes_on(project: Path) -> None:
    begin_run(project, "two")
    assert OTHERS in told(project, "true")


def test_a_run_that_nobody_records_any_more_is_none(project: Path) -> None:
    begin_run(project, "two")
    events = project / ".nbtrack/live/two/events.jsonl"
    events.write_bytes(events.read_bytes().replace(b'"started":', b'"started":"1","was":'))
    assert OTHERS not in told(project, "true")


def test_not_more_than_so_many_folders_are_watched(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(openings, "_MOST_FOLDERS", 2)
    found = told(project, "cat top data/deep/x")
    assert {("opened", "top"), ("unwatched", "only 2 folders were watched")} <= found
    assert ("opened", "data/deep/x") not in found


def test_of_a_folder_with_very_many_not_all_are_told(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nbtrack_watch, "MOST_IN_A_FOLDER", 3)
    found = told(
        project, "echo | tee data/1 data/2 data/3 data/4", "?many opened", "cat data/deep/x > data/6"
    )
    assert ("many opened", "data") in found
    assert ("opened", "data/6") not in found


def test_not_more_than_so_many_files_are_told(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(openings, "_MOST_TOLD", 2)
    found = told(project, "echo | tee data/1 data/2 data/3", "?unwatched", "cat data/deep/x > data/6")
    assert ("unwatched", "more than 2 files") in found
    assert ("opened", "data/6") not in found


def test_what_a_cell_opened_has_a_time_before_its_end_though_the_thread_had_no_turn(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    its_turn, follow = threading.Event(), OpeningsThread._follow

    def late(self: OpeningsThread, openings: Openings) -> None:
        its_turn.wait(60)
        follow(self, openings)

    monkeypatch.setattr(OpeningsThread, "_follow", late)
    live = project / ".nbtrack" / "live" / "one"
    watching = OpeningsThread(str(live), str(project), str(project))
    wait_for(live / NAME, b'"watched"')
    subprocess.run(["cat", "data/deep/x"], cwd=project, check=True)
    watching.catch_up()
    over = time.time()
    its_turn.set()
    watching.stop()
    times = [
        line["at"]
        for line in load_lines((live / NAME).read_bytes().splitlines())
        if (line["kind"], line["name"]) == ("opened", f"{project}/data/deep/x")
    ]
    assert len(times) == 1
    assert times[0] <= over


def test_without_inotify_nothing_is_told(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> Inotify:
        raise OSError("too many")

    monkeypatch.setattr(openings, "Inotify", refuse)
    live = project / ".nbtrack" / "live" / "one"
    OpeningsThread(str(live), str(project), str(project)).stop()
    assert not (live / NAME).exists()
