"""Which side leads is told by content: by the last sync, else by the last commit, never by the clock."""

import os
import subprocess
from pathlib import Path

import pytest

from nbtrack.cli.sync.plan import plan_pair
from nbtrack.errors import FileChangedError, PairError
from nbtrack.pairing.status import (
    BOTH_CHANGED,
    IN_STEP,
    NO_NOTEBOOK,
    NO_TEXT,
    NOTEBOOK_CHANGED,
    TEXT_CHANGED,
    UNRELATED,
    pair_status,
)
from nbtrack.pairing.sync import NOTEBOOK_SIDE, TEXT_SIDE, carry_out
from tests.making import code, markdown, notebook_b, stream
from tests.unit.pairing.pairmaking import Folder


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path, markdown("# Title"), code("x = 1"))


def forget(folder: Folder) -> None:
    """Lose the state, as a fresh clone has none."""
    for path in (folder.path / ".nbtrack" / "pairs").iterdir():
        path.unlink()


def git(folder: Folder, *words: str) -> None:
    subprocess.run(["git", *words], cwd=folder.path, check=True, capture_output=True)


def commit(folder: Folder) -> None:
    if not (folder.path / ".git").exists():
        git(folder, "init", "--quiet")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "Commit")


def test_a_pair_in_step_is_left_alone(folder: Folder) -> None:
    plan = folder.plan()
    assert (plan.status.verdict, plan.changes) == (IN_STEP, ())


def test_the_text_follows_the_notebook(folder: Folder) -> None:
    folder.replace_in_notebook("x = 1", "x = 2")
    assert folder.sync().status.verdict == NOTEBOOK_CHANGED
    assert "x = 2" in folder.text


def test_the_notebook_follows_the_text(folder: Folder) -> None:
    folder.replace_in_text("x = 1", "x = 2")
    assert folder.sync().status.verdict == TEXT_CHANGED
    assert folder.sources == ["# Title", "x = 2"]


def test_the_clock_does_not_matter(folder: Folder) -> None:
    folder.replace_in_text("x = 1", "x = 2")
    os.utime(folder.text_path, (0, 0))
    assert folder.sync().status.verdict == TEXT_CHANGED


def test_where_both_changed_nothing_is_touched(folder: Folder) -> None:
    folder.replace_in_notebook("x = 1", "x = 2")
    folder.replace_in_text("x = 1", "x = 3")
    plan = folder.sync()
    assert (plan.status.verdict, plan.is_refused) == (BOTH_CHANGED, True)
    assert (folder.sources[1], "x = 3" in folder.text) == ("x = 2", True)


@pytest.mark.parametrize(("leader", "expected"), [(NOTEBOOK_SIDE, "x = 2"), (TEXT_SIDE, "x = 3")])
def test_somebody_can_choose_a_side(folder: Folder, leader: str, expected: str) -> None:
    folder.replace_in_notebook("x = 1", "x = 2")
    folder.replace_in_text("x = 1", "x = 3")
    folder.sync(leader)
    assert folder.sources[1] == expected
    assert expected in folder.text
    assert folder.plan().status.verdict == IN_STEP


def test_the_same_change_on_both_sides_is_no_conflict(folder: Folder) -> None:
    folder.replace_in_notebook("x = 1", "x = 2")
    folder.replace_in_text("x = 1", "x = 2")
    assert folder.sync().status.verdict == IN_STEP


def test_new_outputs_are_no_change(folder: Folder) -> None:
    raw = folder.notebook_path.read_bytes()
    folder.notebook_path.write_bytes(raw.replace(b'"outputs": []', b'"outputs": [{}]'))
    folder.replace_in_text("x = 1", "x = 2")
    assert folder.sync().status.verdict == TEXT_CHANGED


def test_a_missing_text_is_made(folder: Folder) -> None:
    text = folder.text
    folder.text_path.unlink()
    assert folder.sync().status.verdict == NO_TEXT
    assert folder.text == text


def test_a_missing_notebook_is_made_as_nbformat_would(folder: Folder) -> None:
    folder.notebook_path.unlink()
    assert folder.sync().status.verdict == NO_NOTEBOOK
    first = folder.notebook_path.read_bytes()
    ids = [str(cell.id) for cell in folder.notebook.cells]
    expected = notebook_b(
        markdown("# Title", id=ids[0]),
        code("x = 1", id=ids[1]),
        metadata=folder.notebook.metadata,
        sort_keys=True,
    )
    assert first == expected
    folder.notebook_path.unlink()
    folder.sync()
    assert folder.notebook_path.read_bytes() == first


def test_without_a_state_equal_sides_are_in_step(folder: Folder) -> None:
    forget(folder)
    assert folder.plan().status.verdict == IN_STEP


def test_without_state_and_commit_nothing_tells_which_side_changed(folder: Folder) -> None:
    forget(folder)
    folder.replace_in_text("x = 1", "x = 2")
    plan = folder.sync()
    assert (plan.status.verdict, plan.is_refused) == (UNRELATED, True)


def test_without_a_state_the_last_commit_tells(folder: Folder) -> None:
    commit(folder)
    forget(folder)
    folder.replace_in_text("x = 1", "x = 2")
    assert folder.sync().status.verdict == TEXT_CHANGED


def test_a_commit_whose_sides_differ_tells_nothing(folder: Folder) -> None:
    folder.replace_in_notebook("x = 1", "x = 2")
    commit(folder)
    forget(folder)
    folder.replace_in_text("x = 1", "x = 3")
    assert folder.plan().status.verdict == UNRELATED


def test_after_a_checkout_an_edit_on_one_side_leads(folder: Folder) -> None:
    commit(folder)
    folder.replace_in_text("x = 1", "x = 2")
    folder.sync()  # the state is now of another version than the files that come back
    git(folder, "checkout", "--", "nb.ipynb", "nb.py")
    folder.replace_in_notebook("x = 1", "x = 5")
    assert folder.sync().status.verdict == NOTEBOOK_CHANGED
    assert "x = 5" in folder.text


def interrupted(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


def die_before_the_note(folder: Folder) -> None:
    """Carry a sync out but for its note, as one that is killed right after its files."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("nbtrack.pairing.sync.write_state", interrupted)
        with pytest.raises(KeyboardInterrupt):
            carry_out(folder.plan())


def test_a_crash_before_the_state_is_written_does_no_harm(folder: Folder) -> None:
    folder.replace_in_text("x = 1", "x = 2")
    die_before_the_note(folder)
    assert folder.sync().status.verdict == IN_STEP
    folder.replace_in_notebook("x = 2", "x = 3")
    assert folder.sync().status.verdict == NOTEBOOK_CHANGED
    assert folder.sync().status.verdict == IN_STEP


@pytest.mark.parametrize("side", ["notebook", "text"])
def test_an_edit_back_to_the_letter_after_a_crash_is_not_lost(folder: Folder, side: str) -> None:
    folder.replace_in_text("x = 1", "x = 2")
    die_before_the_note(folder)
    (folder.replace_in_notebook if side == "notebook" else folder.replace_in_text)("x = 2", "x = 1")
    assert folder.sync().is_refused
    folder.sync(leader=NOTEBOOK_SIDE if side == "notebook" else TEXT_SIDE)
    assert "x = 1" in folder.text
    assert folder.sources[1] == "x = 1"


def test_a_sync_that_dies_before_its_files_leaves_no_doubt(folder: Folder) -> None:
    folder.replace_in_text("x = 1", "x = 2")
    with pytest.raises(KeyboardInterrupt):
        carry_out(folder.plan(), interrupted)
    folder.replace_in_text("x = 2", "x = 3")
    assert folder.sync().status.verdict == TEXT_CHANGED
    assert folder.sources[1] == "x = 3"


def test_a_sync_that_came_too_late_leaves_no_doubt(folder: Folder) -> None:
    folder.replace_in_text("x = 1", "x = 2")
    plan = folder.plan()
    folder.replace_in_notebook("x = 1", "x = 3")
    with pytest.raises(FileChangedError):
        carry_out(plan)
    folder.replace_in_notebook("x = 3", "x = 1")
    assert folder.sync().status.verdict == TEXT_CHANGED


def test_a_damaged_state_is_as_good_as_none(folder: Folder) -> None:
    for path in (folder.path / ".nbtrack" / "pairs").iterdir():
        path.write_text("{")
    folder.replace_in_text("x = 1", "x = 2")
    assert folder.plan().status.verdict == UNRELATED


def test_a_file_that_changes_meanwhile_is_left_alone(folder: Folder) -> None:
    folder.replace_in_text("x = 1", "x = 2")
    plan = folder.plan()
    folder.replace_in_notebook("x = 1", "x = 3")
    with pytest.raises(FileChangedError):
        carry_out(plan)
    assert folder.sources[1] == "x = 3"


def test_the_status_of_a_notebook_by_its_path(folder: Folder) -> None:
    status = pair_status(folder.pair.notebook)
    assert status is not None
    assert (status.verdict, status.reason) == (IN_STEP, "nb.ipynb and nb.py are in step")
    folder.replace_in_text("x = 1", "x = 2")
    status = pair_status(folder.pair.notebook)
    assert status is not None
    assert status.reason == "nb.py changed since it was last in step with nb.ipynb"


def test_a_notebook_without_a_twin_has_no_status(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").touch()
    (tmp_path / "nb.ipynb").write_bytes(notebook_b(code("x = 1", outputs=[stream("1\n")])))
    assert pair_status(str(tmp_path / "nb.ipynb")) is None


@pytest.mark.parametrize("formats", ["ipynb,py:light", "ipynb,md", "ipynb,Rmd", "ipynb,md:myst"])
def test_other_formats_go_both_ways(tmp_path: Path, formats: str) -> None:
    from nbtrack.pairing.formats import parse_formats
    from nbtrack.pairing.pairs import pairs_of

    folder = Folder(tmp_path, markdown("# Title"), code("x = 1", outputs=[stream("1\n")]))
    folder.text_path.unlink()
    metadata = folder.notebook.metadata | {"jupytext": {"formats": formats}}
    folder.notebook_path.write_bytes(
        notebook_b(markdown("# Title"), code("x = 1", outputs=[stream("1\n")]), metadata=metadata)
    )
    (pair,) = pairs_of(folder.pair.notebook)
    assert pair.fmt == parse_formats(formats)[1]
    carry_out(plan_pair(pair))
    text = Path(pair.text)
    text.write_text(text.read_text().replace("x = 1", "x = 2"))
    assert plan_pair(pair).status.verdict == TEXT_CHANGED
    carry_out(plan_pair(pair))
    assert folder.sources == ["# Title", "x = 2"]
    assert folder.notebook.cells[1].outputs == [stream("1\n")]


def test_an_empty_text_is_taken_for_an_accident(folder: Folder) -> None:
    before = folder.notebook_path.read_bytes()
    folder.text_path.write_text("\n")
    with pytest.raises(PairError, match=r"is empty, and would delete all cells"):
        folder.sync()
    assert folder.notebook_path.read_bytes() == before
