"""`nbtrack sync` as a person, a hook or CI calls it."""

from __future__ import annotations

import json
import os
import shutil
from typing import TYPE_CHECKING

import pytest

from tests.e2e.pair_project import NOTEBOOK, Project, paired, project
from tests.making import code

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a pair once, which takes longer than most of what happens to it then."""
    return paired(tmp_path_factory.mktemp("made") / "project").path


@pytest.fixture
def pair(made: Path, tmp_path: Path) -> Project:
    return Project(shutil.copytree(made, tmp_path / "project"))


def test_an_edit_of_the_script_reaches_the_notebook_and_changes_no_other_byte(pair: Project) -> None:
    before = pair.notebook.read_bytes()
    pair.edit(pair.text, "# # Title", "# # Other")
    done = pair.nbtrack("sync")
    assert (done.returncode, done.stderr) == (0, "nb.ipynb: updated from nb.py (1 cell changed)\n")
    assert pair.notebook.read_bytes() == before.replace(b"# Title", b"# Other")


def test_outputs_survive_an_edit_of_their_own_cell(pair: Project) -> None:
    before = json.loads(pair.notebook.read_bytes())
    pair.edit(pair.text, "print(x)", "print(x + 0)")
    done = pair.nbtrack("sync")
    assert done.stderr == "nb.ipynb: updated from nb.py (1 cell changed, outputs of 1 now stale)\n"
    after = json.loads(pair.notebook.read_bytes())
    assert [c.get("outputs") for c in after["cells"]] == [c.get("outputs") for c in before["cells"]]
    assert after["cells"][2]["source"] == ["print(x + 0)"]
    pair.edit(pair.text, "print(x + 0)", "print(x)")
    pair.nbtrack("sync")
    assert json.loads(pair.notebook.read_bytes()) == before


def test_an_edit_of_the_notebook_reaches_the_script(pair: Project) -> None:
    before = pair.text.read_text()
    pair.edit(pair.notebook, '"x + 1"', '"x + 2"')
    done = pair.nbtrack("sync", "nb.py")
    assert (done.returncode, done.stderr) == (0, "nb.py: updated from nb.ipynb\n")
    assert pair.text.read_text() == before.replace("x + 1", "x + 2")


def test_edits_of_both_sides_are_merged(pair: Project) -> None:
    pair.edit(pair.notebook, '"x + 1"', '"x + 2"')
    pair.edit(pair.text, "print(x)", "print(-x)")
    before = pair.both()
    done = pair.nbtrack("sync", "--dry-run")
    assert (done.returncode, pair.both()) == (0, before)
    assert done.stdout == (
        "nb.ipynb: would be merged with nb.py (1 cell changed, outputs of 1 now stale)\n"
        "nb.py: would be merged with nb.ipynb\n"
    )
    done = pair.nbtrack("sync")
    assert (done.returncode, done.stderr) == (
        0,
        "nb.ipynb: merged with nb.py (1 cell changed, outputs of 1 now stale)\nnb.py: merged with nb.ipynb\n",
    )
    assert all(b"x + 2" in content and b"print(-x)" in content for content in pair.both())
    assert pair.nbtrack("sync", "--check").returncode == 0


def test_where_both_changed_the_same_lines_neither_is_touched(pair: Project) -> None:
    pair.edit(pair.notebook, '"print(x)"', '"print(+x)"')
    pair.edit(pair.text, "print(x)", "print(-x)")
    before = pair.both()
    done = pair.nbtrack("sync")
    assert (done.returncode, pair.both()) == (1, before)
    assert done.stderr == (
        "nbtrack: nb.ipynb: nb.ipynb and nb.py both changed since they were last in step; "
        "nothing was touched\n"
        "  cell 3 of nb.ipynb: both sides changed these lines\n"
        "  hint: make them alike there, or `nbtrack sync --settle ipynb nb.ipynb` or `--settle py` takes one "
        "side there and merges the rest\n"
    )


def test_what_clashes_is_settled_and_can_be_undone(pair: Project) -> None:
    pair.edit(pair.notebook, '"print(x)"', '"print(+x)"')
    pair.edit(pair.notebook, '"x + 1"', '"x + 2"')
    pair.edit(pair.text, "print(x)", "print(-x)")
    before = pair.both()
    assert pair.nbtrack("sync", "--settle", "py", "--undo").returncode == 0
    assert all(b"x + 2" in content and b"print(-x)" in content for content in pair.both())
    assert pair.nbtrack("undo").returncode == 0
    assert pair.both() == before


def test_after_an_undo_a_sync_does_the_same_again(pair: Project) -> None:
    pair.edit(pair.notebook, '"x + 1"', '"x + 2"')
    pair.edit(pair.text, "print(x)", "print(-x)")
    pair.nbtrack("sync", "--undo").check_returncode()
    after = pair.both()
    pair.nbtrack("undo").check_returncode()
    assert pair.both() != after
    pair.nbtrack("sync", "--no-undo").check_returncode()
    assert pair.both() == after


def test_a_whole_side_and_what_clashes_cannot_both_be_asked_for(pair: Project) -> None:
    done = pair.nbtrack("sync", "--settle", "py", "--from", "py")
    assert (done.returncode, "--from and --settle exclude each other" in done.stderr) == (2, True)


def test_stale_outputs_are_reported_until_the_mark_leaves_with_them(pair: Project) -> None:
    pair.edit(pair.text, "print(x)", "print(-x)")
    pair.nbtrack("sync")
    assert b"nbtrack.stale" in pair.notebook.read_bytes()
    done = pair.nbtrack("check", "--select", "NBT306", "nb.ipynb")
    assert "cell 3: NBT306 `nbtrack sync` changed the code after it ran" in done.stdout
    pair.nbtrack("strip", "nb.ipynb").check_returncode()
    assert b"nbtrack.stale" not in pair.notebook.read_bytes()
    assert pair.nbtrack("check", "--select", "NBT306", "nb.ipynb").returncode == 0


@pytest.mark.parametrize(("side", "kept", "lost"), [("ipynb", "x + 2", "-x"), ("py", "-x", "x + 2")])
def test_a_choice_keeps_one_side(pair: Project, side: str, kept: str, lost: str) -> None:
    pair.edit(pair.notebook, '"x + 1"', '"x + 2"')
    pair.edit(pair.text, "print(x)", "print(-x)")
    assert pair.nbtrack("sync", "--from", side).returncode == 0
    for content in pair.both():
        assert kept.encode() in content
        assert lost.encode() not in content
    assert pair.nbtrack("sync", "--check").returncode == 0


def test_the_side_that_did_not_change_never_wins(pair: Project) -> None:
    pair.edit(pair.text, "print(x)", "print(-x)")
    assert pair.nbtrack("sync", "--from", "ipynb").returncode == 0
    assert b"print(-x)" in pair.notebook.read_bytes()


def test_check_changes_nothing_and_exits_with_1(pair: Project) -> None:
    assert pair.nbtrack("sync", "--check").returncode == 0
    pair.edit(pair.text, "print(x)", "print(-x)")
    before = pair.both()
    done = pair.nbtrack("sync", "--check")
    assert (done.returncode, pair.both()) == (1, before)
    assert done.stdout == (
        "nb.ipynb: nb.py changed since it was last in step with nb.ipynb; run `nbtrack sync nb.ipynb`\n"
    )


def test_dry_run_says_what_would_be_and_writes_nothing(pair: Project) -> None:
    pair.edit(pair.text, "print(x)", "print(-x)")
    before = pair.both()
    done = pair.nbtrack("sync", "--dry-run")
    assert (done.returncode, pair.both()) == (0, before)
    assert done.stdout == ("nb.ipynb: would be updated from nb.py (1 cell changed, outputs of 1 now stale)\n")


def test_json_tells_the_same(pair: Project) -> None:
    pair.edit(pair.text, "print(x)", "print(-x)")
    done = pair.nbtrack("sync", "--check", "--json")
    assert done.returncode == 1
    assert json.loads(done.stdout) == {
        "schema": "nbtrack.sync/1",
        "pairs": [
            {
                "notebook": "nb.ipynb",
                "text": "nb.py",
                "format": "py:percent",
                "status": "text changed",
                "needs_choice": False,
                "updates": ["nb.ipynb"],
                "summary": "1 cell changed, outputs of 1 now stale",
                "clashes": [],
            }
        ],
        "errors": [],
    }


def test_after_a_checkout_of_an_older_version_both_are_in_step(pair: Project) -> None:
    pair.edit(pair.text, "print(x)", "print(-x)")
    pair.nbtrack("sync")
    pair.commit()
    pair.git("checkout", "--quiet", "HEAD~1", "--", "nb.ipynb", "nb.py")
    os.utime(pair.text, (1, 1))
    before = pair.both()
    assert pair.nbtrack("sync", "--check").returncode == 0
    assert (pair.nbtrack("sync").returncode, pair.both()) == (0, before)


def test_after_switching_branches_an_edit_leads(pair: Project) -> None:
    pair.git("switch", "--quiet", "--create", "other")
    pair.edit(pair.text, "print(x)", "print(-x)")
    pair.nbtrack("sync")
    pair.commit()
    pair.git("switch", "--quiet", "-")
    pair.edit(pair.notebook, '"x + 1"', '"x + 2"')
    assert pair.nbtrack("sync").stderr == "nb.py: updated from nb.ipynb\n"
    assert "x + 2" in pair.text.read_text()


def test_a_clone_is_in_step_and_told_by_its_last_commit(pair: Project) -> None:
    pair.git("clone", "--quiet", ".", "../clone")
    clone = Project(pair.path.parent / "clone")
    assert not (clone.path / ".nbtrack").exists()
    assert clone.nbtrack("sync", "--check").returncode == 0
    assert not (clone.path / ".nbtrack").exists()
    clone.edit(clone.text, "print(x)", "print(-x)")
    assert clone.nbtrack("sync").returncode == 0
    assert b"print(-x)" in clone.notebook.read_bytes()


def test_a_clone_without_the_notebooks_makes_them_anew(pair: Project) -> None:
    (pair.path / ".gitignore").write_text("*.ipynb\n")
    pair.git("rm", "--quiet", "--cached", "nb.ipynb")
    pair.commit()
    pair.git("clone", "--quiet", ".", "../clone")
    clone = Project(pair.path.parent / "clone")
    assert clone.nbtrack("sync", "--check").returncode == 0
    assert clone.nbtrack("sync").stderr == "nb.ipynb: made from nb.py\n"
    assert [cell["source"] for cell in json.loads(clone.notebook.read_bytes())["cells"]] == [
        cell["source"] for cell in json.loads(NOTEBOOK)["cells"]
    ]


def test_a_merge_that_changed_the_script_alone_is_carried_over(pair: Project) -> None:
    pair.git("switch", "--quiet", "--create", "other")
    pair.edit(pair.text, "print(x)", "print(-x)")
    pair.git("commit", "--quiet", "--message", "Text alone", "nb.py")
    pair.git("switch", "--quiet", "-")
    pair.git("merge", "--quiet", "other")
    assert pair.nbtrack("sync").stderr.startswith("nb.ipynb: updated from nb.py")


def test_a_script_in_conflict_is_not_carried_over(pair: Project) -> None:
    before = pair.notebook.read_bytes()
    pair.edit(pair.text, "print(x)\n", "<<<<<<< ours\nprint(x)\n=======\nprint(-x)\n>>>>>>> theirs\n")
    done = pair.nbtrack("sync")
    assert (done.returncode, pair.notebook.read_bytes()) == (2, before)
    assert 'cannot read nb.py: line 26 is a conflict marker, "<<<<<<<"' in done.stderr


@pytest.mark.parametrize("name", ["nb.ipynb", "./nb.ipynb"])
def test_a_notebook_cut_short_is_not_called_one_without_a_twin(pair: Project, name: str) -> None:
    pair.notebook.write_bytes(pair.notebook.read_bytes()[:50])  # its metadata, which pair it, come last
    done = pair.nbtrack("sync", "--check", name)
    assert (done.returncode, "cannot read nb.ipynb" in done.stderr.replace("./", "")) == (2, True)


def test_a_pair_that_jupytext_made_is_a_pair(tmp_path: Path) -> None:
    made = project(tmp_path)
    made.jupytext("--set-formats", "ipynb,py:percent", "nb.ipynb")
    assert made.nbtrack("sync", "--check").returncode == 0
    made.nbtrack("sync")
    made.edit(made.text, "print(x)", "print(-x)")
    assert made.nbtrack("sync").stderr.startswith("nb.ipynb: updated from nb.py (1 cell changed")
    made.jupytext("--sync", "nb.ipynb")
    assert made.nbtrack("sync", "--check").returncode == 0


def test_a_pair_of_jupytexts_settings_is_a_pair(tmp_path: Path) -> None:
    made = project(tmp_path)
    (tmp_path / "pyproject.toml").write_text(
        '[tool.jupytext.formats]\n"notebooks/" = "ipynb"\n"src/" = "py"\n'
    )
    (tmp_path / "notebooks").mkdir()
    made.notebook.rename(tmp_path / "notebooks" / "nb.ipynb")
    assert made.nbtrack("sync").stderr == "src/nb.py: made from nb.ipynb\n"
    assert (tmp_path / "notebooks" / "nb.ipynb").read_bytes() == NOTEBOOK


def test_one_broken_pair_stops_no_other(pair: Project) -> None:
    (pair.path / "bad.ipynb").write_text('{"metadata": {"jupytext": {"formats": "ipynb,py"}}, "cells": [')
    pair.edit(pair.text, "print(x)", "print(-x)")
    done = pair.nbtrack("sync")
    assert done.returncode == 2
    assert "cannot read bad.ipynb" in done.stderr
    assert b"print(-x)" in pair.notebook.read_bytes()


def test_in_step_means_no_import_of_jupyter_nor_jupytext(pair: Project) -> None:
    names = "print(*{name.partition('.')[0] for name in sys.modules} - sys.stdlib_module_names); "
    call = "from nbtrack.cli.main import main; code = main(['sync', '--check']); "
    empty = set(pair.python("-c", f"import sys; {names}").stdout.split())
    for state in ("known", "unknown"):
        done = pair.python("-c", f"import sys; {call}{names}sys.exit(code)")
        assert done.returncode == 0, state
        assert set(done.stdout.split()) - empty == {"nbtrack"}, state
        for kept in (pair.path / ".nbtrack" / "pairs").iterdir():
            kept.unlink()


def test_names_from_strangers_cannot_drive_the_terminal(tmp_path: Path) -> None:
    made = project(tmp_path)
    made.notebook.rename(tmp_path / "a\x1b[31m.ipynb")
    done = made.nbtrack("pair", "a\x1b[31m.ipynb")
    assert (done.returncode, done.stderr) == (0, "a\\x1b[31m.ipynb: updated\na\\x1b[31m.py: made\n")


def test_an_added_cell_is_taken_up(pair: Project) -> None:
    with pair.text.open("a") as file:
        file.write("\n# %%\nnew = 1\n")
    assert pair.nbtrack("sync").stderr == "nb.ipynb: updated from nb.py (1 cell added)\n"
    cell = json.loads(pair.notebook.read_bytes())["cells"][-1]
    assert {key: value for key, value in cell.items() if key != "id"} == code("new = 1")
