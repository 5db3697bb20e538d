"""`nbtrack undo`: what a person's command overwrote comes back; in hooks, CI and scripts nothing is kept."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pytest

from tests.e2e.running import Project
from tests.e2e.terminal import UNATTENDED, at_terminal
from tests.making import code, notebook_b, stream

if TYPE_CHECKING:
    from pathlib import Path

DIRTY = notebook_b(code("1", outputs=[stream("hello\n")], count=3))
OTHER = notebook_b(code("2", outputs=[stream("other\n")], count=1))
CLEAN = notebook_b(code("1"))
NOTE = "`nbtrack undo` brings back what is overwritten now\n"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    project = Project(tmp_path)
    (tmp_path / "a.ipynb").write_bytes(DIRTY)
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "b.ipynb").write_bytes(OTHER)
    return project


def contents(project: Project) -> tuple[bytes, bytes]:
    return (project.folder / "a.ipynb").read_bytes(), (project.folder / "sub" / "b.ipynb").read_bytes()


def entries(project: Project) -> list[dict[str, object]]:
    found: list[dict[str, object]] = project.json("undo", "--list")["entries"]
    return found


def test_at_a_terminal_a_strip_is_taken_back_byte_for_byte(project: Project) -> None:
    seen = at_terminal(project.folder, "strip", ".")
    assert seen == (
        0,
        NOTE + "a.ipynb: stripped 1 output, 1 count\nsub/b.ipynb: stripped 1 output, 1 count\n",
    )
    assert contents(project)[0] == CLEAN
    done = project.nbtrack("undo")
    assert (done.returncode, done.stderr) == (0, "a.ipynb: brought back\nsub/b.ipynb: brought back\n")
    assert contents(project) == (DIRTY, OTHER)


def test_at_a_terminal_a_fix_is_taken_back(project: Project) -> None:
    assert at_terminal(project.folder, "check", "--fix", "a.ipynb").returncode == 0
    assert contents(project) == (CLEAN, OTHER)
    assert project.nbtrack("undo").returncode == 0
    assert contents(project) == (DIRTY, OTHER)


def test_at_a_terminal_a_sync_is_taken_back(project: Project) -> None:
    project.nbtrack("pair", "a.ipynb")
    (project.folder / "a.py").write_text((project.folder / "a.py").read_text() + "\n# %%\n2\n")
    before = (project.folder / "a.ipynb").read_bytes()
    assert at_terminal(project.folder, "sync").returncode == 0
    assert (project.folder / "a.ipynb").read_bytes() != before
    assert project.nbtrack("undo").returncode == 0
    assert (project.folder / "a.ipynb").read_bytes() == before


def test_at_a_terminal_a_pairing_is_taken_back(project: Project) -> None:
    assert at_terminal(project.folder, "pair", "a.ipynb").returncode == 0
    assert contents(project)[0] != DIRTY
    twin = (project.folder / "a.py").read_bytes()
    assert project.nbtrack("undo").stderr == "a.ipynb: brought back\n"
    assert contents(project)[0] == DIRTY
    assert (project.folder / "a.py").read_bytes() == twin, "it was made, and nothing is lost with it"


def test_away_from_a_terminal_nothing_is_kept(project: Project) -> None:
    assert project.nbtrack("strip", ".").returncode == 0
    assert entries(project) == []
    assert not (project.folder / ".nbtrack").exists()
    done = project.nbtrack("undo")
    assert (done.returncode, done.stderr) == (
        1,
        "there is nothing to undo here; `nbtrack undo --list` shows what is kept\n",
    )


@pytest.mark.parametrize("name", UNATTENDED)
def test_in_ci_and_hooks_nothing_is_kept_although_there_is_a_terminal(project: Project, name: str) -> None:
    assert NOTE not in at_terminal(project.folder, "strip", ".", **{name: "1"}).screen
    assert entries(project) == []


def test_what_only_looks_or_comes_from_stdin_keeps_nothing(project: Project) -> None:
    for words in (
        ["strip", "--check", "."],
        ["strip", "--diff", "."],
        ["check", "--diff", "."],
        ["check", "."],
    ):
        at_terminal(project.folder, *words)
    assert entries(project) == []
    assert contents(project) == (DIRTY, OTHER)


def test_the_options_and_the_setting_decide_over_the_terminal(project: Project) -> None:
    at_terminal(project.folder, "strip", "--no-undo", "a.ipynb")
    assert entries(project) == []
    assert project.nbtrack("strip", "--undo", "sub/b.ipynb").stderr.startswith(NOTE)
    assert [entry["command"] for entry in entries(project)] == [["strip", "--undo", "sub/b.ipynb"]]
    (project.folder / "a.ipynb").write_bytes(DIRTY)
    (project.folder / "nbtrack.toml").write_text('[undo]\non = "never"\n')
    at_terminal(project.folder, "strip", "a.ipynb")
    assert len(entries(project)) == 1


def test_contradicting_options_are_refused_before_anything_is_written(project: Project) -> None:
    done = project.nbtrack("strip", "--undo", "--no-undo", "a.ipynb")
    assert (done.returncode, contents(project)[0]) == (2, DIRTY)


def test_the_setting_keeps_away_from_a_terminal_too(project: Project) -> None:
    (project.folder / "nbtrack.toml").write_text('[undo]\non = "always"\n')
    project.nbtrack("strip", "--json", ".")
    assert project.nbtrack("undo").returncode == 0
    assert contents(project) == (DIRTY, OTHER)


def test_a_file_that_changed_since_is_left_alone_and_the_others_come_back(project: Project) -> None:
    project.nbtrack("strip", "--undo", ".")
    (project.folder / "a.ipynb").write_bytes(b"mine")
    done = project.nbtrack("undo")
    assert done.returncode == 1
    assert "nbtrack: a.ipynb: changed since, so it was left as it is\n" in done.stderr
    assert "--force" in done.stderr
    assert contents(project) == (b"mine", OTHER)


def test_force_brings_back_all_the_same_and_can_be_undone(project: Project) -> None:
    project.nbtrack("strip", "--undo", "a.ipynb")
    (project.folder / "a.ipynb").write_bytes(b"mine")
    assert project.nbtrack("undo", "--force").returncode == 0
    assert contents(project)[0] == DIRTY
    assert project.nbtrack("undo", str(entries(project)[0]["id"])).returncode == 0
    assert contents(project)[0] == b"mine"


def test_a_deleted_file_comes_back_with_force_only(project: Project) -> None:
    project.nbtrack("strip", "--undo", "sub/b.ipynb")
    (project.folder / "sub" / "b.ipynb").unlink()
    (project.folder / "sub").rmdir()
    assert "is gone since" in project.nbtrack("undo").stderr
    assert project.nbtrack("undo", "--force").returncode == 0
    assert contents(project)[1] == OTHER


def test_dry_run_and_diff_change_nothing(project: Project) -> None:
    project.nbtrack("strip", "--undo", "a.ipynb")
    dry = project.nbtrack("undo", "--dry-run")
    assert (dry.returncode, dry.stdout) == (0, "a.ipynb: would be brought back\n")
    diff = project.nbtrack("undo", "--diff")
    assert diff.returncode == 1
    assert '-   "execution_count": null,\n+   "execution_count": 3,\n' in diff.stdout
    assert contents(project)[0] == CLEAN
    assert len(entries(project)) == 1


def test_one_file_of_several_comes_back_from_any_folder(project: Project) -> None:
    project.nbtrack("strip", "--undo", ".")
    below = Project.__new__(Project)
    below.folder = project.folder / "sub"
    assert below.nbtrack("undo", "b.ipynb").stderr == "b.ipynb: brought back\n"
    assert contents(project) == (CLEAN, OTHER)
    assert project.nbtrack("undo").stderr == "a.ipynb: brought back\n"


def test_once_more_takes_back_the_command_before(project: Project) -> None:
    project.nbtrack("strip", "--undo", "a.ipynb")
    project.nbtrack("strip", "--undo", "sub/b.ipynb")
    assert [project.nbtrack("undo").stderr for _ in range(2)] == [
        "sub/b.ipynb: brought back\n",
        "a.ipynb: brought back\n",
    ]
    assert project.nbtrack("undo").returncode == 1


def test_a_refusal_names_the_command_before(project: Project) -> None:
    project.nbtrack("strip", "--undo", "a.ipynb")
    project.nbtrack("strip", "--undo", "sub/b.ipynb")
    (project.folder / "sub" / "b.ipynb").write_bytes(b"mine")
    first = entries(project)[1]["id"]
    done = project.nbtrack("undo")
    said = f"the command before it, `nbtrack strip --undo a.ipynb`, is taken back by `nbtrack undo {first}`\n"
    assert (done.returncode, done.stderr.endswith(said)) == (1, True)
    assert project.nbtrack("undo", str(first)).stderr == "a.ipynb: brought back\n"
    assert "the command before it" not in project.nbtrack("undo").stderr


def test_the_list_says_what_when_and_how_much(project: Project) -> None:
    assert project.nbtrack("undo", "--list").stderr.startswith("nothing is kept here")
    project.nbtrack("strip", "--undo", ".")
    listed = project.nbtrack("undo", "--list", "--verbose").stdout.splitlines()
    assert listed[0].split() == ["ID", "WHEN", "FILES", "KEPT", "COMMAND"]
    assert listed[1].endswith("nbtrack strip --undo .")
    assert [line.split()[-1] for line in listed[2:]] == ["a.ipynb", "sub/b.ipynb"]


def test_json_names_each_file_and_its_state(project: Project) -> None:
    project.nbtrack("strip", "--undo", "a.ipynb")
    (entry,) = entries(project)
    told = project.json("undo")
    row = {"path": "a.ipynb", "status": "restored", "entry": entry["id"]}
    assert told == {"schema": "nbtrack.undo/1", "files": [row]}


def test_clear_forgets(project: Project) -> None:
    project.nbtrack("strip", "--undo", ".")
    assert project.nbtrack("undo", "--clear").stderr == "1 entry forgotten\n"
    assert project.nbtrack("undo").returncode == 1


@pytest.mark.parametrize("words", [["deadbeef"], ["nothing.ipynb"], ["sub"]])
def test_what_is_not_there_is_a_usage_error(project: Project, words: list[str]) -> None:
    project.nbtrack("strip", "--undo", ".")
    done = project.nbtrack("undo", *words)
    assert (done.returncode, "hint:" in done.stderr) == (2, True)


@pytest.mark.parametrize("words", [["strip", "."], ["check", "--fix", "."]])
def test_a_store_that_cannot_keep_stops_the_command_before_it_writes(
    project: Project, words: list[str]
) -> None:
    (project.folder / "full").write_text("no folder")
    seen = at_terminal(project.folder, *words, NBTRACK_STORE=str(project.folder / "full" / "store"))
    assert seen.returncode == 2
    assert "a.ipynb was left as it is, for undo cannot keep it" in seen.screen
    assert "--no-undo" in seen.screen
    assert seen.screen.count("nbtrack: ") == 1
    assert contents(project) == (DIRTY, OTHER)


def test_the_store_counts_and_verifies_what_is_kept(project: Project) -> None:
    project.nbtrack("strip", "--undo", ".")
    assert "kept for `nbtrack undo`" in project.nbtrack("store").stdout
    assert project.json("store")["undo"]["entries"] == 1
    assert project.nbtrack("store", "reindex").returncode == 0
    assert project.nbtrack("store", "verify").returncode == 0
    for blob in (project.folder / ".nbtrack" / "undo").rglob("*.zst"):
        blob.write_bytes(b"damaged")
    done = project.nbtrack("store", "verify")
    assert (done.returncode, "a.ipynb cannot be brought back" in done.stdout) == (1, True)
    assert project.nbtrack("undo").returncode == 2
    assert contents(project)[0] == CLEAN


def test_names_that_try_to_move_the_cursor_are_shown_harmless(project: Project) -> None:
    path = project.folder / "evil\x1b[2J.ipynb"
    path.write_bytes(DIRTY)
    at_terminal(project.folder, "strip", path.name)
    assert "\x1b" not in project.nbtrack("undo", "--list", "-v").stdout + project.nbtrack("undo").stderr
    assert path.read_bytes() == DIRTY
    assert json.loads(project.nbtrack("undo", "--list", "--json").stdout)["entries"]
    assert os.path.exists(path)
