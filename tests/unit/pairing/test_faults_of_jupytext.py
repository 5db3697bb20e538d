"""What jupytext 1.19 does not bring back is kept, put right or refused, and never lost in silence."""

from pathlib import Path

import pytest

from nbtrack.errors import PairError
from nbtrack.pairing.notebook_of_text import notebook_of_text
from nbtrack.pairing.status import IN_STEP
from tests.making import code, markdown, notebook_b
from tests.unit.pairing.pairmaking import METADATA, Folder

BLOCK = "if c:\n    out = !ls\n    print(out)"


def test_a_magic_in_a_block_outlives_an_edit_beside_it(tmp_path: Path) -> None:
    folder = Folder(tmp_path, code(BLOCK))
    folder.replace_in_text("print(out)", "print(out, 2)")
    folder.sync()
    assert folder.sources == [BLOCK.replace("print(out)", "print(out, 2)")]
    assert folder.sync().status.verdict == IN_STEP


def test_a_magic_in_a_block_can_be_edited(tmp_path: Path) -> None:
    folder = Folder(tmp_path, code(BLOCK))
    folder.replace_in_text("# out = !ls", "# out = !ls -l")
    folder.sync()
    assert folder.sources == [BLOCK.replace("!ls", "!ls -l")]


def test_a_change_that_cannot_be_carried_is_refused(tmp_path: Path) -> None:
    folder = Folder(tmp_path, code(BLOCK))
    folder.replace_in_text("# out = !ls", "# out = !ls -l\n    # and more")
    before = folder.notebook_path.read_bytes()
    with pytest.raises(PairError, match="cell 1 changed in the text in a way that cannot be carried over"):
        folder.sync()
    assert folder.notebook_path.read_bytes() == before


def test_a_heading_that_asks_keeps_its_sign(tmp_path: Path) -> None:
    folder = Folder(tmp_path, markdown("# what?"), code("x = 1"))
    folder.replace_in_text("x = 1", "x = 2")
    folder.sync()
    assert folder.sources == ["# what?", "x = 2"]


def test_a_heading_that_asks_can_be_written_in_the_text(tmp_path: Path) -> None:
    folder = Folder(tmp_path, markdown("text"), code("x = 1"))
    folder.replace_in_text("# text", "# # why?")
    folder.sync()
    assert folder.sources[0] == "# why?"


def test_a_cell_that_holds_a_marker_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PairError, match=r'cell 2 cannot be kept apart .* its line 2, "# %%", would begin'):
        Folder(tmp_path, code("a = 1"), code("x = 1\n# %%\ny = 2"))
    assert not (tmp_path / "nb.py").exists()


def test_an_open_block_that_takes_in_the_cells_behind_it_is_refused_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(PairError, match=r"cell 1 cannot be kept apart .* opens a block of ``` in line 3"):
        Folder(tmp_path, markdown("a\n\n  ```{note}\n  b"), code("x = 1"), markdown("```\nc\n```"))
    assert not (tmp_path / "nb.py").exists()


def test_metadata_that_jupytext_takes_for_invalid_are_named(tmp_path: Path) -> None:
    with pytest.raises(PairError, match="'name' is a required property") as caught:
        Folder(tmp_path, code("a = 1"), metadata=METADATA | {"kernelspec": {"language": "python"}})
    assert caught.value.hint == "`nbtrack check --select NBT003` names what the notebook lacks"


def test_a_notebook_with_a_string_that_never_ends_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PairError, match="a string that begins in cell 2 never ends"):
        Folder(tmp_path, code("a = 1"), code('x = """open'), code("y = 2"))


def test_a_string_that_never_ends_in_the_text_swallows_no_cells(tmp_path: Path) -> None:
    folder = Folder(tmp_path, code("a = 1"), code("x = 1"), code("y = 2"))
    folder.replace_in_text("x = 1", 'x = """open')
    before = folder.notebook_path.read_bytes()
    with pytest.raises(PairError, match=r"nb\.py: a string that begins in cell 2 never ends"):
        folder.sync()
    assert folder.notebook_path.read_bytes() == before


def test_a_marker_inside_a_string_is_no_marker(tmp_path: Path) -> None:
    folder = Folder(tmp_path, code('x = """\n# %%\n"""\ny = 1'))
    folder.replace_in_text("y = 1", "y = 2")
    folder.sync()
    assert folder.sources == ['x = """\n# %%\n"""\ny = 2']


def test_blank_lines_below_the_header_are_no_cell(tmp_path: Path) -> None:
    folder = Folder(tmp_path, code("x = 1"))
    folder.replace_in_text("# ---\n\n", "# ---\n\n\n\n")
    assert folder.sync().status.verdict == IN_STEP
    folder.replace_in_text("x = 1", "x = 2")
    folder.sync()
    assert folder.sources == ["x = 2"]


def test_a_script_without_markers_is_one_cell(tmp_path: Path) -> None:
    folder = Folder(tmp_path, code("x = 1"))
    folder.text_path.write_text("x = 2\n")
    folder.sync()
    assert folder.sources == ["x = 2"]
    folder.replace_in_notebook("x = 2", "x = 3")
    folder.sync()
    assert folder.text == "# %%\nx = 3\n"


def test_a_notebook_of_nbformat_3_is_refused(tmp_path: Path) -> None:
    folder = Folder(tmp_path, code("x = 1"))
    folder.notebook_path.write_text('{"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": []}')
    with pytest.raises(PairError, match="is in nbformat 3"):
        folder.plan()


def test_a_broken_header_is_named(tmp_path: Path) -> None:
    folder = Folder(tmp_path, code("x = 1"))
    folder.replace_in_text("#   kernelspec:", "#  kernelspec: [")
    with pytest.raises(PairError, match=r"cannot read .*nb\.py as py:percent"):
        folder.plan()


def test_half_a_character_is_refused_since_no_text_file_can_hold_it(tmp_path: Path) -> None:
    folder = Folder(tmp_path, code("x = 1"))
    folder.notebook_path.write_bytes(notebook_b(code("y = '\ud83d'"), metadata=METADATA, ensure_ascii=True))
    with pytest.raises(PairError, match=r"its line \d+ would hold half a character"):
        folder.plan()


def test_a_text_that_is_not_utf8_is_named(tmp_path: Path) -> None:
    folder = Folder(tmp_path, code("x = 1"))
    folder.text_path.write_bytes(folder.text.replace("x = 1", "x = 'é'").encode("latin-1"))
    with pytest.raises(PairError, match="line 17 is not UTF-8"):
        folder.plan()


def test_a_text_in_the_source_format_of_databricks_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "job.py"
    path.write_text(
        "# Databricks notebook source\n# MAGIC %sql\n# MAGIC SELECT 1\n\n# COMMAND ----------\n\nx = 1\n"
    )
    with pytest.raises(PairError, match="in the source format of Databricks, which jupytext does not read"):
        notebook_of_text(str(path))
