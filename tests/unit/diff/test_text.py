"""A diff as text: what changed, where, and nothing that a notebook could do to a terminal."""

from __future__ import annotations

from hypothesis import given

from nbtrack.cli.output import Output
from nbtrack.diff.counting import amount_text
from nbtrack.diff.engine import diff_notebooks
from nbtrack.diff.model import CellDiff, LineHunk, NotebookDiff, OutputChange, PartChange, ValueChange
from nbtrack.diff.text import render_text
from nbtrack.notebook.document import parse
from tests.making import code, markdown, notebook, raw_notebooks, result, stream


def shown(*cells: CellDiff, color: str = "never") -> list[str]:
    return list(render_text(NotebookDiff(cells), Output(color=color).paint))


def changed(source: tuple[LineHunk, ...] = (), outputs: tuple[OutputChange, ...] = ()) -> CellDiff:
    return CellDiff("changed", 7, 7, "code", "code", source, outputs)


def test_a_changed_cell_shows_its_lines() -> None:
    hunk = LineHunk(4, 4, (" a", "-b = 1", "+b = 2", " c"))
    assert shown(changed((hunk,))) == [
        "cell 7 (code) changed",
        "  @ line 4",
        "  a",
        "- b = 1",
        "+ b = 2",
        "  c",
    ]


def test_each_kind_of_cell_says_what_became_of_it() -> None:
    cells = (
        CellDiff("added", None, 2, None, "code"),
        CellDiff("removed", 3, None, "markdown", None),
        CellDiff("moved", 4, 9, "code", "code"),
        CellDiff("moved", 4, 9, "code", "code", (LineHunk(1, 1, ("+x",)),)),
        CellDiff("changed", 4, 9, "code", "raw"),
        CellDiff("same", 5, 5, "code", "code"),
    )
    assert [line for line in shown(*cells) if line.startswith("cell")] == [
        "cell 2 (code) added",
        "cell 3 (markdown) removed",
        "cell 4 → 9 (code) moved",
        "cell 4 → 9 (code) moved and changed",
        "cell 4 → 9 (code → raw) changed",
    ]


def test_outputs_are_shown_by_text_or_by_size() -> None:
    text = PartChange("text/plain", 5, 5, (LineHunk(1, 1, ("-0.93", "+0.94")),), left_out=3)
    image = PartChange("image/png", 12_000, 13_000)
    same_size = PartChange("image/png", 12_000, 12_000)
    outputs = (
        OutputChange(1, 1, "stream stdout", (text,)),
        OutputChange(2, 2, "display_data", (image,)),
        OutputChange(3, 3, "display_data", (same_size,)),
        OutputChange(4, None, "display_data", ()),
    )
    assert shown(changed(outputs=outputs))[1:] == [
        "  output 1 (stream stdout) changed",
        "- 0.93",
        "+ 0.94",
        "  … 3 more lines",
        "  output 2 (display_data) changed: image/png 12 kB → 13 kB",
        "  output 3 (display_data) changed: image/png 12 kB, other content",
        "  output 4 (display_data) removed",
    ]


def test_metadata_and_attachments_are_named() -> None:
    cell = changed()._replace(
        attachments=(PartChange("a.png (image/png)", None, 9),),
        metadata=(ValueChange(("metadata", "tags"), "[]", None),),
    )
    assert shown(cell)[1:] == ["  metadata", "- metadata.tags: []", "  attachment a.png (image/png) 9 B"]
    book = NotebookDiff((), (ValueChange(("nbformat_minor",), None, "5"),))
    assert list(render_text(book, Output(color="never").paint)) == [
        "notebook metadata changed",
        "+ nbformat_minor: 5",
    ]


def test_changed_words_stand_out_in_colour() -> None:
    hunk = LineHunk(1, 1, ("-fit(epochs=10)", "+fit(epochs=25)"))
    assert "\x1b[32;1m25\x1b[0m" in shown(changed((hunk,)), color="always")[2]


def test_what_a_notebook_says_cannot_move_the_cursor_or_forge_a_line() -> None:
    evil = "\x1b[2J\u202e"
    cell = code(
        evil, outputs=[result({f"text/x\n{evil}": "1", "text/plain": evil}), stream(evil, name=f"a\n{evil}")]
    )
    new = notebook(
        cell | {"cell_type": f"code\n{evil}", "metadata": {f"k\n{evil}": f"v\n{evil}"}},
        markdown("x", attachments={f"a\n{evil}": {"text/plain": evil}}),
        metadata={evil: evil},
    )
    lines = list(render_text(diff_notebooks(notebook(), new), Output(color="never").paint))
    assert all(line.isprintable() for line in lines), lines


@given(raw_notebooks(), raw_notebooks())
def test_every_diff_can_be_shown_and_counted(old: bytes, new: bytes) -> None:
    diff = diff_notebooks(parse(old), parse(new))
    lines = list(render_text(diff, Output(color="always").paint))
    assert bool(lines) is not diff.is_empty
    assert (amount_text(diff) == "no difference") is diff.is_empty


def test_the_count_is_one_line() -> None:
    old = notebook(code("a = 1\nb = 2"), code("x", outputs=[stream("1")]), markdown("gone"))
    new = notebook(
        code("a = 1\nb = 3"), code("x", outputs=[stream("2")]), code("new", id="new"), metadata={"k": 1}
    )
    assert amount_text(diff_notebooks(old, new)) == (
        "2 changed, 1 added, 1 removed of 4 cells, +2 -2 lines, 1 output, 1 metadata value"
    )
