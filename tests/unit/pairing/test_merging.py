"""Where both sides of a pair changed they are merged, or the cells are named that keep them apart."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pytest

from nbtrack.notebook.stale import is_stale
from nbtrack.pairing.status import BOTH_CHANGED, IN_STEP, NOTEBOOK_CHANGED, TEXT_CHANGED
from nbtrack.pairing.sync import NOTEBOOK_SIDE, TEXT_SIDE, Clash
from tests.making import code, markdown, stream
from tests.unit.pairing.pairmaking import Folder

if TYPE_CHECKING:
    from pathlib import Path

FUNCTION = "def f():\n    a = 1\n    b = 2\n    return a"


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(
        tmp_path,
        markdown("# Title"),
        code("x = 1"),
        code("print(x)", outputs=[stream("1\n")], count=2, metadata={"tags": ["a"]}),
        code(FUNCTION, outputs=[stream("f\n")]),
    )


def git(folder: Folder, *words: str) -> None:
    subprocess.run(["git", *words], cwd=folder.path, check=True, capture_output=True)


def commit(folder: Folder) -> None:
    if not (folder.path / ".git").exists():
        git(folder, "init", "--quiet")
        (folder.path / ".gitignore").write_text(".nbtrack\n")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "Commit")


def forget(folder: Folder) -> None:
    for path in (folder.path / ".nbtrack" / "pairs").iterdir():
        path.unlink()


def test_edits_of_different_cells_come_together_in_both(folder: Folder) -> None:
    folder.replace_in_notebook("x = 1", "x = 2")
    folder.replace_in_text("# # Title", "# # Other")
    plan = folder.sync()
    assert (plan.status.verdict, plan.is_refused) == (BOTH_CHANGED, False)
    assert folder.sources[:2] == ["# Other", "x = 2"]
    assert "# # Other" in folder.text
    assert "x = 2" in folder.text
    assert folder.plan().status.verdict == IN_STEP


def test_edits_of_different_lines_come_together_in_one_cell(folder: Folder) -> None:
    folder.replace_in_notebook("a = 1", "a = 10")
    folder.replace_in_text("return a", "return b")
    folder.sync()
    assert folder.sources[3] == FUNCTION.replace("a = 1", "a = 10").replace("return a", "return b")
    assert "a = 10" in folder.text


def test_outputs_ids_and_metadata_survive_a_merge_and_outputs_of_changed_cells_are_stale(
    folder: Folder,
) -> None:
    before = folder.notebook
    folder.replace_in_notebook("x = 1", "x = 2")
    folder.replace_in_text("return a", "return b")
    folder.sync()
    after = folder.notebook
    assert [cell.id for cell in after.cells] == [cell.id for cell in before.cells]
    assert [cell.data.get("outputs") for cell in after.cells] == [c.data.get("outputs") for c in before.cells]
    assert after.cells[2].data == before.cells[2].data
    assert [is_stale(cell) for cell in after.cells if cell.kind == "code"] == [False, False, True]


def test_added_removed_and_edited_cells_come_together(folder: Folder) -> None:
    raw = folder.notebook_path.read_text()
    assert raw.count('"x = 1"') == 1
    folder.replace_in_notebook("# Title", "# Title of the notebook")
    folder.text_path.write_text(folder.text.replace("# %%\nx = 1\n\n", "") + "\n# %%\nnew = 1\n")
    folder.sync()
    assert folder.sources == ["# Title of the notebook", "print(x)", FUNCTION, "new = 1"]


def test_the_same_line_on_both_sides_is_a_clash_and_nothing_is_touched(folder: Folder) -> None:
    folder.replace_in_notebook("x = 1", "x = 2")
    folder.replace_in_text("x = 1", "x = 3")
    before = folder.notebook_path.read_bytes(), folder.text_path.read_bytes()
    plan = folder.sync()
    assert plan.clashes == (Clash(folder.pair.notebook, 2, "both sides changed these lines"),)
    assert (plan.is_refused, plan.changes) == (True, ())
    assert (folder.notebook_path.read_bytes(), folder.text_path.read_bytes()) == before


def test_a_cell_that_one_side_deleted_and_the_other_changed_is_a_clash(folder: Folder) -> None:
    folder.replace_in_notebook("x = 1", "x = 2")
    folder.text_path.write_text(folder.text.replace("# %%\nx = 1\n\n", ""))
    (clash,) = folder.sync().clashes
    assert clash == Clash(folder.pair.notebook, 2, "the notebook changed a cell that the text deleted")


def test_metadata_that_both_changed_is_a_clash(folder: Folder) -> None:
    folder.replace_in_notebook("Python 3", "Mine")
    folder.replace_in_text("display_name: Python 3", "display_name: Yours")
    (clash,) = folder.sync().clashes
    assert clash == Clash(folder.pair.notebook, None, "metadata.kernelspec: both sides changed it")


def test_a_clash_names_a_key_as_it_is(folder: Folder) -> None:
    folder.replace_in_text('tags=["a"]', 'tags=["a"] hours=1')
    folder.sync()
    path = folder.notebook_path
    path.write_text(path.read_text().replace('"hours": 1', '"hours": 2'))
    folder.replace_in_text("hours=1", "hours=3")
    (clash,) = folder.sync().clashes
    assert clash == Clash(folder.pair.notebook, 3, "metadata.hours: both sides changed it")


@pytest.mark.parametrize(("side", "expected"), [(NOTEBOOK_SIDE, "x = 2"), (TEXT_SIDE, "x = 3")])
def test_a_clash_is_settled_for_one_side_and_the_rest_merged(
    folder: Folder, side: str, expected: str
) -> None:
    folder.replace_in_notebook("x = 1", "x = 2")
    folder.replace_in_notebook("a = 1", "a = 10")
    folder.replace_in_text("x = 1", "x = 3")
    folder.replace_in_text("return a", "return b")
    folder.sync(prefer=side)
    assert folder.sources[1] == expected
    assert folder.sources[3] == FUNCTION.replace("a = 1", "a = 10").replace("return a", "return b")
    assert [cell.id for cell in folder.notebook.cells] == [f"cell-{number}" for number in range(1, 5)]
    assert [len(cell.outputs) for cell in folder.notebook.cells] == [0, 0, 1, 1]
    assert folder.plan().status.verdict == IN_STEP


@pytest.mark.parametrize(("side", "expected"), [(NOTEBOOK_SIDE, "Mine"), (TEXT_SIDE, "Yours")])
def test_metadata_are_settled_for_one_side_too(folder: Folder, side: str, expected: str) -> None:
    folder.replace_in_notebook("Python 3", "Mine")
    folder.replace_in_text("display_name: Python 3", "display_name: Yours")
    folder.sync(prefer=side)
    assert folder.notebook.metadata["kernelspec"]["display_name"] == expected


def test_a_merge_that_was_cut_off_between_the_files_is_done_again(folder: Folder) -> None:
    folder.replace_in_notebook("x = 1", "x = 2")
    folder.replace_in_text("# # Title", "# # Other")
    plan = folder.plan()
    first = plan.changes[0]
    folder.notebook_path.write_bytes(first.new)
    folder.sync()
    assert folder.sources[:2] == ["# Other", "x = 2"]
    assert folder.text_path.read_bytes() == plan.changes[1].new


def test_what_a_checkout_of_both_brought_is_the_base(folder: Folder) -> None:
    commit(folder)
    folder.replace_in_text("x = 1", "x = 2")
    folder.sync()
    commit(folder)
    git(folder, "checkout", "HEAD~1", "--", "nb.ipynb", "nb.py")
    folder.replace_in_notebook("print(x)", "print(-x)")
    folder.replace_in_text("x = 1", "x = 2")  # what it was at the last sync, but this time somebody wrote it
    folder.sync()
    assert folder.sources[1:3] == ["x = 2", "print(-x)"]


def test_an_edit_back_to_what_was_committed_is_an_edit(folder: Folder) -> None:
    commit(folder)
    folder.replace_in_text("x = 1", "x = 2")
    folder.sync()
    folder.replace_in_text("x = 2", "x = 1")
    git(folder, "status")  # learns that the text is as it was committed
    assert folder.sync().status.verdict == TEXT_CHANGED
    assert folder.sources[1] == "x = 1"


def test_after_a_stash_came_back_an_edit_back_is_an_edit(folder: Folder) -> None:
    commit(folder)
    folder.replace_in_text("x = 1", "x = 2")
    folder.sync()
    git(folder, "stash")
    git(folder, "stash", "pop")
    assert folder.sync().status.verdict == IN_STEP
    folder.replace_in_notebook("x = 2", "x = 1")
    assert folder.sync().status.verdict == NOTEBOOK_CHANGED
    assert "x = 1" in folder.text


def test_after_a_stash_came_back_without_a_sync_an_edit_back_is_not_lost(folder: Folder) -> None:
    commit(folder)
    folder.replace_in_text("x = 1", "x = 2")
    folder.sync()
    git(folder, "stash")
    git(folder, "stash", "pop")
    folder.replace_in_text("x = 2", "x = 1")
    git(folder, "status")
    assert folder.sync().is_refused  # it may as well have been the notebook
    assert "x = 1" in folder.text


def test_after_a_checkout_one_side_that_was_committed_alone_is_not_taken_back(folder: Folder) -> None:
    commit(folder)
    folder.replace_in_text("x = 1", "x = 2")
    folder.sync()
    commit(folder)
    git(folder, "checkout", "--force", "HEAD~1")
    folder.replace_in_notebook("x = 1", "x = 2")  # as it was at the last sync, but edited since the checkout
    folder.replace_in_notebook("# Title", "# Other")
    commit(folder)
    plan = folder.sync()
    assert plan.is_refused or folder.sources[:2] == ["# Other", "x = 2"]


def test_the_clock_of_git_means_nothing(folder: Folder) -> None:
    commit(folder)
    folder.replace_in_text("x = 1", "x = 2")
    folder.sync()
    commit(folder)
    git(folder, "checkout", "HEAD~1", "--", "nb.ipynb", "nb.py")
    os.utime(folder.notebook_path, (1, 1))
    folder.replace_in_text("print(x)", "print(-x)")
    os.utime(folder.text_path, (0, 0))
    assert folder.sync().status.verdict == TEXT_CHANGED
    assert folder.sources[1:3] == ["x = 1", "print(-x)"]


def test_without_a_state_the_newest_commit_whose_sides_agree_is_the_base(folder: Folder) -> None:
    commit(folder)
    folder.replace_in_text("x = 1", "x = 2")
    commit(folder)  # the text alone
    forget(folder)
    assert folder.plan().status.verdict == TEXT_CHANGED
    folder.replace_in_notebook("# Title", "# Other")
    folder.sync()
    assert folder.sources[:2] == ["# Other", "x = 2"]


def test_sides_that_were_committed_apart_are_merged_all_the_same(folder: Folder) -> None:
    commit(folder)
    folder.replace_in_text("x = 1", "x = 2")
    folder.replace_in_notebook("# Title", "# Other")
    commit(folder)
    folder.sync()
    assert folder.sources[:2] == ["# Other", "x = 2"]
