"""A text that follows its notebook keeps every line that nobody changed."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nbtrack.pairing.layout import with_layout
from nbtrack.pairing.status import IN_STEP, NOTEBOOK_CHANGED
from tests.making import code, markdown, stream
from tests.unit.pairing.pairmaking import Folder

LAYOUTS = {
    "blank lines before a cell": ("\n# %%\nx", "\n\n\n# %%\nx"),
    "no blank line before a cell": ("\n# %%\nx", "# %%\nx"),
    "bare markers": ("# %%\nx", "#%%\nx"),
    "a multi-line string for Markdown": ("# # Title\n#\n# text\n", '"""\n# Title\n\ntext\n"""\n'),
    "an old version in the header": ("jupytext_version: 1", "jupytext_version: 0"),
    "blank lines at the end": ("z = 3\n", "z = 3\n\n\n"),
    "blanks at the ends of blank comments": ("#\n# text", "# \n# text"),
}


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(
        tmp_path,
        markdown("# Title\n\ntext"),
        code("x = 1", outputs=[stream("1\n")]),
        code("y = 2", metadata={"tags": ["a"]}),
        code("z = 3"),
    )


@pytest.mark.parametrize(("old", "new"), LAYOUTS.values(), ids=LAYOUTS)
def test_the_layout_of_the_text_survives_a_change_of_the_notebook(folder: Folder, old: str, new: str) -> None:
    folder.replace_in_text(old, new)
    text, notebook = folder.text, folder.notebook.raw
    assert folder.sync().status.verdict == IN_STEP
    assert folder.notebook.raw == notebook  # the notebook does not have to know
    folder.replace_in_notebook("y = 2", "y = 20")
    assert folder.sync().status.verdict == NOTEBOOK_CHANGED
    assert folder.text == text.replace("y = 2", "y = 20")


def test_a_changed_cell_keeps_its_form(folder: Folder) -> None:
    folder.replace_in_text("# # Title\n#\n# text\n", '"""\n# Title\n\ntext\n"""\n')
    folder.sync()
    folder.replace_in_notebook("text", "other")
    folder.sync()
    assert '# %% [markdown]\n"""\n# Title\n\nother\n"""\n' in folder.text


def test_a_text_without_a_header_gets_none(folder: Folder) -> None:
    text = folder.text[folder.text.index("# %%") :]
    folder.text_path.write_text(text)
    assert folder.sync().status.verdict == IN_STEP
    folder.replace_in_notebook("x = 1", "x = 10")
    folder.sync()
    assert folder.text == text.replace("x = 1", "x = 10")


def test_a_text_that_is_silent_about_metadata_takes_none_away(folder: Folder) -> None:
    text = folder.text[folder.text.index("# %%") :].replace(' tags=["a"]', "")
    folder.text_path.write_text(text)
    assert folder.sync().status.verdict == IN_STEP
    folder.replace_in_text("y = 2", "y = 20")
    folder.sync()
    assert folder.notebook.cells[2].tags == ("a",)
    folder.replace_in_notebook("x = 1", "x = 10")
    folder.sync()
    assert folder.text == text.replace("x = 1", "x = 10").replace("y = 2", "y = 20")


def test_content_wins_where_a_line_changed_in_both() -> None:
    assert with_layout("a\nB\nc\n", "a\n\nb \nc\n", "a\nb\nc\n") == "a\nB\nc\n"


def test_changes_apart_are_both_kept() -> None:
    assert with_layout("a\nb\nc\nD\n", "A\nb\nc\nd\n", "a\nb\nc\nd\n") == "A\nb\nc\nD\n"


TEXTS = st.lists(st.sampled_from(["a\n", "b\n", "\n", "# %%\n"]), max_size=12).map("".join)


@given(TEXTS, TEXTS)
def test_one_change_alone_is_taken_as_it_is(one: str, other: str) -> None:
    assert with_layout(one, other, other) == one
    assert with_layout(one, other, one) == other
    assert with_layout(one, one, other) == one
