"""Outputs stay out of git and follow branches all the same; `nbtrack outputs` looks after them."""

from __future__ import annotations

import json
import os
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from tests.e2e.git_project import GitProject, clean, full
from tests.making import code, notebook_b

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def project(tmp_path: Path) -> GitProject:
    return GitProject(tmp_path / "project")


@pytest.fixture
def branches(project: GitProject) -> GitProject:
    """Two branches with other code and other outputs; main is checked out."""
    project.write("a.ipynb", full("main", "of main\n"))
    project.commit()
    project.git("switch", "--quiet", "-c", "topic")
    project.write("a.ipynb", full("topic", "of topic\n"))
    project.commit()
    project.git("switch", "--quiet", "main")
    return project


def listed(project: GitProject, *words: str) -> list[dict[str, Any]]:
    done = project.nbtrack("outputs", "ls", *words, "--json")
    assert done.returncode == 0, done.stderr
    versions: list[dict[str, Any]] = json.loads(done.stdout)["versions"]
    return versions


def test_each_branch_has_its_outputs_again(branches: GitProject) -> None:
    assert branches.read("a.ipynb") == full("main", "of main\n")
    branches.git("switch", "--quiet", "topic")
    assert branches.read("a.ipynb") == full("topic", "of topic\n")
    assert branches.status == ""
    assert branches.blob("a.ipynb", "main") == clean("main")


def test_a_stash_a_reset_and_a_deleted_file_bring_them_back(branches: GitProject) -> None:
    branches.write("a.ipynb", full("stashed", "of the stash\n"))
    branches.git("stash")
    assert branches.read("a.ipynb") == full("main", "of main\n")
    branches.git("stash", "pop")
    assert branches.read("a.ipynb") == full("stashed", "of the stash\n")
    branches.git("reset", "--quiet", "--hard", "topic")
    assert branches.read("a.ipynb") == full("topic", "of topic\n")
    (branches.folder / "a.ipynb").unlink()
    branches.git("checkout", "--", "a.ipynb")
    assert branches.read("a.ipynb") == full("topic", "of topic\n")
    assert branches.status == ""


def test_a_linked_work_tree_has_them_too_and_leaves_them_behind(branches: GitProject, tmp_path: Path) -> None:
    branches.git("worktree", "add", "--quiet", str(tmp_path / "linked"), "topic")
    notebook = tmp_path / "linked" / "a.ipynb"
    assert notebook.read_bytes() == full("topic", "of topic\n")
    notebook.write_bytes(full("linked", "made there\n"))
    branches.git("-C", str(tmp_path / "linked"), "commit", "--quiet", "-am", "There")
    branches.git("worktree", "remove", str(tmp_path / "linked"))
    branches.git("switch", "--quiet", "topic")
    assert branches.read("a.ipynb") == full("linked", "made there\n")


def test_the_last_outputs_of_the_same_code_come_back(project: GitProject) -> None:
    for output in ("first\n", "second\n"):
        project.write("a.ipynb", full("1", output))
        project.git("add", ".")
    (project.folder / "a.ipynb").unlink()
    project.git("checkout", "--", "a.ipynb")
    assert project.read("a.ipynb") == full("1", "second\n")


def test_copies_with_the_same_outputs_have_each_its_own_again(project: GitProject) -> None:
    project.write("a.ipynb", full("same", "both\n"))
    project.write("b.ipynb", full("same", "of b\n"))
    project.commit()
    project.write("b.ipynb", full("same", "both\n"))
    project.git("add", "--all")
    project.write("a.ipynb", full("same", "of a\n"))
    project.git("add", "--all")
    for name in ("a.ipynb", "b.ipynb"):
        (project.folder / name).unlink()
    project.git("checkout", "--", ".")
    assert project.read("a.ipynb") == full("same", "of a\n")
    assert project.read("b.ipynb") == full("same", "both\n")
    assert [row["path"] for row in listed(project)].count("a.ipynb") == 2  # and b's first one


def test_other_settings_than_then_give_the_clean_file(branches: GitProject) -> None:
    branches.write("nbtrack.toml", b"[strip]\nkeep-counts = true\n")
    (branches.folder / "a.ipynb").unlink()
    branches.git("checkout", "--", "a.ipynb")
    assert branches.read("a.ipynb") == clean("main")
    assert branches.status == ""


def test_a_setting_turns_it_off(project: GitProject) -> None:
    project.write("nbtrack.toml", b"[git]\nkeep-outputs = false\n")
    project.write("a.ipynb", full("1"))
    project.commit()
    assert not (project.folder / ".nbtrack").exists()
    project.write("nbtrack.toml", b"")
    project.git("rm", "--quiet", "--cached", "a.ipynb")
    project.git("add", "a.ipynb")
    project.write("nbtrack.toml", b"[git]\nkeep-outputs = false\n")
    (project.folder / "a.ipynb").unlink()
    project.git("checkout", "--", "a.ipynb")
    assert project.read("a.ipynb") == clean("1")


def test_a_store_that_cannot_be_written_is_a_warning(project: GitProject) -> None:
    project.write(".nbtrack", b"a file where the store would be")
    project.write("a.ipynb", full("1"))
    project.write("b.ipynb", full("2"))
    done = project.try_git("add", "a.ipynb", "b.ipynb")
    assert done.returncode == 0
    assert done.stderr.count("nbtrack: warning: outputs are not kept: cannot write ") == 1
    assert project.blob("b.ipynb") == clean("2")


def test_a_store_that_was_deleted_or_damaged_gives_the_clean_file(branches: GitProject) -> None:
    for version in listed(branches, "a.ipynb"):
        folder = branches.folder / ".nbtrack/outputs" / version["clean"][:1]
        (folder / f"{version['clean'][1:]}-{version['id']}").write_bytes(b"{}\nwhatever")
    branches.git("switch", "--quiet", "topic")
    assert branches.read("a.ipynb") == clean("topic")
    shutil.rmtree(branches.folder / ".nbtrack")
    branches.git("switch", "--quiet", "main")
    assert branches.read("a.ipynb") == clean("main")
    assert branches.status == ""


def test_an_archive_without_outputs_can_be_had(branches: GitProject) -> None:
    for variables, there in (({}, True), ({"NBTRACK_STORE": os.devnull}, False)):
        done = branches.try_git("archive", "--format=tar", "HEAD", **variables)
        assert ("of main" in done.stdout) == there


def test_a_cell_that_strip_drops_comes_back_too(project: GitProject) -> None:
    project.write("nbtrack.toml", b'[strip]\ndrop-tags = ["scratch"]\n')
    both = notebook_b(code("1"), code("mine", metadata={"tags": ["scratch"]}))
    project.write("a.ipynb", both)
    project.commit()
    assert b"mine" not in project.blob("a.ipynb")
    (project.folder / "a.ipynb").unlink()
    project.git("checkout", "--", "a.ipynb")
    assert project.read("a.ipynb") == both


def test_nothing_kept_is_said_so(project: GitProject) -> None:
    done = project.nbtrack("outputs")
    assert (done.returncode, done.stdout) == (0, "")
    assert "no outputs are kept" in done.stderr


def test_the_list_says_when_what_and_whether_the_code_is_the_same(branches: GitProject) -> None:
    rows = listed(branches, "a.ipynb")
    assert [(row["path"], row["fits"]) for row in rows] == [("a.ipynb", True), ("a.ipynb", False)]
    text = branches.nbtrack("outputs", "ls", "a.ipynb").stdout
    assert "as it stands" in text
    assert "another version" in text
    assert listed(branches) == [row | {"fits": False} for row in rows]
    missing = branches.nbtrack("outputs", "ls", "missing.ipynb")
    assert (missing.returncode, "there is no missing.ipynb" in missing.stderr) == (2, True)


def test_restore_swaps_present_and_former_outputs(project: GitProject) -> None:
    for output in ("first\n", "second\n"):
        project.write("a.ipynb", full("1", output))
        project.git("add", ".")
    project.write("a.ipynb", full("1", "never added\n"))
    would = project.nbtrack("outputs", "restore", "--dry-run", "a.ipynb")
    assert "would restore outputs" in would.stderr
    assert project.read("a.ipynb") == full("1", "never added\n")
    project.nbtrack("outputs", "restore", "a.ipynb")
    assert project.read("a.ipynb") == full("1", "second\n")
    project.nbtrack("outputs", "restore", "a.ipynb")
    assert project.read("a.ipynb") == full("1", "never added\n")


def test_restore_fills_a_notebook_that_was_stripped(project: GitProject) -> None:
    project.write("sub/a.ipynb", full("1"))
    project.commit()
    project.nbtrack("strip", "sub/a.ipynb")
    assert project.nbtrack("outputs", "restore", "sub/a.ipynb").returncode == 0
    assert project.read("sub/a.ipynb") == full("1")


def test_restore_takes_a_version_by_its_id_or_writes_it_elsewhere(branches: GitProject) -> None:
    topic = next(row["id"] for row in listed(branches, "a.ipynb") if not row["fits"])
    refused = branches.nbtrack("outputs", "restore", "--id", topic[:8], "a.ipynb")
    assert refused.returncode == 2
    assert "--output FILE" in refused.stderr
    done = branches.nbtrack("outputs", "restore", "--id", topic[:8], "-o", "old.ipynb")
    assert done.returncode == 0
    assert branches.read("old.ipynb") == full("topic", "of topic\n")
    again = branches.nbtrack("outputs", "restore", "--id", topic[:8], "-o", "old.ipynb")
    assert again.returncode == 2


def test_drop_forgets_one_notebook_and_no_other(branches: GitProject) -> None:
    branches.write("b.ipynb", full("b"))
    branches.commit()
    assert "would forget 2 versions" in branches.nbtrack("outputs", "drop", "--dry-run", "a.ipynb").stderr
    assert len(listed(branches)) == 3
    branches.nbtrack("outputs", "drop", "a.ipynb")
    assert [row["path"] for row in listed(branches)] == ["b.ipynb"]
    branches.nbtrack("outputs", "drop", "--all")
    assert listed(branches) == []


def test_gc_keeps_to_limits_of_settings_and_command_line(branches: GitProject) -> None:
    assert "forgot 0 versions" in branches.nbtrack("outputs", "gc").stderr
    branches.write("nbtrack.toml", b"[git]\noutputs-max-size = 1\n")
    assert "would forget 2 versions" in branches.nbtrack("outputs", "gc", "--dry-run").stderr
    done = branches.nbtrack("outputs", "gc", "--max-size", "1000000", "--keep-days", "0", "--json")
    assert len(json.loads(done.stdout)["forgotten"]) == 2


@pytest.mark.parametrize(
    "words",
    [("list",), ("restore",), ("drop",), ("drop", "--all", "a.ipynb"), ("gc", "a.ipynb"), ("ls", "--all")],
)
def test_what_makes_no_sense_is_refused(project: GitProject, words: tuple[str, ...]) -> None:
    assert project.nbtrack("outputs", *words).returncode == 2
