"""A change of the text reaches the notebook, and nothing else in the notebook changes."""

import json
from pathlib import Path
from typing import Any

import pytest

from nbtrack.notebook.stale import is_stale
from nbtrack.pairing.status import IN_STEP, TEXT_CHANGED
from tests.making import code, markdown, stream
from tests.unit.pairing.pairmaking import METADATA, Folder
from tests.unit.rules.asking import said

PNG = {"image.png": {"image/png": "iVBORw0KGgo="}}


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(
        tmp_path,
        markdown("# Title\n\n![](attachment:image.png)", attachments=PNG),
        code("x = 1\nprint(x)", outputs=[stream("1\n")], count=3, metadata={"collapsed": True}),
        code("y = 2\nprint(y)", outputs=[stream("2\n")], count=4, metadata={"tags": ["a"]}),
    )


def without_sources(folder: Folder) -> list[dict[str, Any]]:
    return [
        {k: v for k, v in cell.data.items() if k not in ("source", "metadata")}
        for cell in folder.notebook.cells
    ]


def test_a_changed_cell_keeps_all_but_its_source(folder: Folder) -> None:
    before = without_sources(folder)
    folder.replace_in_text("x = 1", "x = 10")
    plan = folder.sync()
    assert plan.status.verdict == TEXT_CHANGED
    assert folder.sources[1] == "x = 10\nprint(x)"
    assert without_sources(folder) == before
    assert folder.notebook.cells[1].metadata["collapsed"] is True


def test_only_the_lines_of_the_cell_change(folder: Folder) -> None:
    before = folder.notebook_path.read_text().splitlines()
    folder.replace_in_text("# Title", "# Other")
    folder.sync()
    after = folder.notebook_path.read_text().splitlines()
    assert [(old, new) for old, new in zip(before, after, strict=True) if old != new] == [
        ('    "# Title\\n",', '    "# Other\\n",')
    ]


def test_an_output_older_than_its_code_is_marked_stale(folder: Folder) -> None:
    folder.replace_in_text("x = 1", "x = 10")
    plan = folder.sync()
    assert plan.changes[0].summary == "1 cell changed, outputs of 1 now stale"
    assert [is_stale(cell) for cell in folder.notebook.cells] == [False, True, False]


def test_a_marked_notebook_keeps_to_the_schema(folder: Folder) -> None:
    folder.replace_in_text("x = 1", "x = 10")
    folder.sync()
    assert said("NBT003", folder.notebook) == []


def test_an_output_whose_code_is_back_is_not_stale(folder: Folder) -> None:
    before = folder.notebook_path.read_bytes()
    for old, new in (("x = 1", "x = 10"), ("x = 10", "x = 100"), ("x = 100", "x = 1")):
        folder.replace_in_text(old, new)
        folder.sync()
    assert folder.notebook_path.read_bytes() == before


def test_an_output_made_anew_is_not_stale(folder: Folder) -> None:
    folder.replace_in_text("x = 1", "x = 10")
    folder.sync()
    folder.replace_in_notebook("1\n", "10\n")
    assert not is_stale(folder.notebook.cells[1])


def test_the_mark_stays_out_of_the_text(folder: Folder) -> None:
    folder.replace_in_text("x = 1", "x = 10")
    text = folder.text
    folder.sync()
    folder.replace_in_notebook("y = 2", "y = 20")
    folder.sync()
    assert folder.text == text.replace("y = 2", "y = 20")


def test_an_added_cell_gets_an_id_and_no_output(folder: Folder) -> None:
    folder.replace_in_text("# %% [markdown]", "# %%\nnew = 0\n\n# %% [markdown]")
    plan = folder.sync()
    assert plan.changes[0].summary == "1 cell added"
    added, *kept = folder.notebook.cells
    assert (added.source, added.outputs, added.count) == ("new = 0", [], None)
    assert len({cell.id for cell in [added, *kept]}) == 4
    assert [cell.id for cell in kept] == ["cell-1", "cell-2", "cell-3"]


def test_a_removed_cell_takes_its_outputs_along(folder: Folder) -> None:
    folder.replace_in_text("# %%\nx = 1\nprint(x)\n\n", "")
    plan = folder.sync()
    assert plan.changes[0].summary == "1 cell removed"
    assert [cell.id for cell in folder.notebook.cells] == ["cell-1", "cell-3"]


def test_a_moved_cell_keeps_id_and_outputs(folder: Folder) -> None:
    cell = "# %%\nx = 1\nprint(x)\n\n"
    folder.replace_in_text(cell, "")
    folder.replace_in_text("# %% [markdown]", f"{cell}# %% [markdown]")
    folder.sync()
    assert [cell.id for cell in folder.notebook.cells] == ["cell-2", "cell-1", "cell-3"]
    assert folder.notebook.cells[0].outputs == [stream("1\n")]


def test_a_cell_may_move_and_change_at_once(folder: Folder) -> None:
    folder.text_path.write_text(
        folder.text.partition("# %% [markdown]")[0]
        + '# %% tags=["a"]\ny = 2\nprint(y)\n\n# %%\nx = 10\nprint(x)\n'
    )
    folder.sync()
    assert [cell.id for cell in folder.notebook.cells] == ["cell-3", "cell-2"]
    assert folder.sources == ["y = 2\nprint(y)", "x = 10\nprint(x)"]


def test_tags_go_both_ways(folder: Folder) -> None:
    folder.replace_in_text('tags=["a"]', 'tags=["a", "parameters"]')
    folder.sync()
    assert folder.notebook.cells[2].tags == ("a", "parameters")
    folder.replace_in_text(' tags=["a", "parameters"]', "")
    folder.sync()
    assert "tags" not in folder.notebook.cells[2].metadata


def test_a_changed_header_changes_the_metadata(folder: Folder) -> None:
    folder.replace_in_text("display_name: Python 3", "display_name: Other")
    folder.sync()
    assert folder.notebook.metadata["kernelspec"] == METADATA["kernelspec"] | {"display_name": "Other"}


def test_a_text_without_a_header_leaves_the_metadata_alone(folder: Folder) -> None:
    folder.text_path.write_text(folder.text[folder.text.index("# %%") :].replace("x = 1", "x = 10"))
    folder.sync()
    assert folder.notebook.metadata == METADATA
    assert "x = 10" in folder.sources[1]


def test_the_text_keeps_its_line_ends(folder: Folder) -> None:
    folder.text_path.write_bytes(folder.text_path.read_bytes().replace(b"\n", b"\r\n"))
    assert folder.sync().status.verdict == IN_STEP
    folder.replace_in_notebook("x = 1", "x = 10")
    folder.sync()
    raw = folder.text_path.read_bytes()
    assert raw.count(b"\r\n") == raw.count(b"\n")
    assert b"x = 10" in raw


def test_an_old_notebook_gets_no_ids(tmp_path: Path) -> None:
    folder = Folder(tmp_path, code("x = 1"), minor=4)
    folder.replace_in_text("x = 1", "x = 1\n\n# %%\ny = 2")
    folder.sync()
    cells = json.loads(folder.notebook_path.read_bytes())["cells"]
    assert [cell.get("id") for cell in cells] == [None, None]
