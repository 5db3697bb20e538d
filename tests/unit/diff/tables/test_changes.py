"""Changed values of tables are told with their delta, short, wherever a diff is read."""

from __future__ import annotations

from typing import Any

from nbtrack.cli.output import Output
from nbtrack.diff.engine import diff_notebooks
from nbtrack.diff.markdown import render_markdown
from nbtrack.diff.model import NotebookDiff, TableChange
from nbtrack.diff.noise.tolerance import Tolerance
from nbtrack.diff.tables.changes import with_tables
from nbtrack.diff.text import render_text
from tests.making import code, notebook, result


def frame(*columns: str, **rows: tuple[str, ...]) -> dict[str, Any]:
    head = "".join(f"<th>{name}</th>" for name in ("", *columns))
    body = "".join(
        f"<tr><th>{name}</th>{''.join(f'<td>{value}</td>' for value in values)}</tr>"
        for name, values in rows.items()
    )
    plain = "\n".join([" ".join(columns), *(f"{name} {' '.join(values)}" for name, values in rows.items())])
    return result({"text/html": f"<table><tr>{head}</tr>{body}</table>", "text/plain": plain})


def diff(old: dict[str, Any], new: dict[str, Any], tolerance: Tolerance | None = None) -> NotebookDiff:
    books = notebook(code("df", outputs=[old])), notebook(code("df", outputs=[new]))
    return with_tables(diff_notebooks(*books), *books, tolerance)


def changes(found: NotebookDiff) -> list[TableChange]:
    return [c for o in found.cells[0].outputs for part in o.parts for c in part.table]


OLD = frame("loss", "n", train=("0.31", "100"), test=("0.40", "7"))


def test_changed_values_are_named_by_row_and_column() -> None:
    new = frame("loss", "n", train=("0.28", "100"), test=("0.40", "new"))
    assert changes(diff(OLD, new)) == [
        TableChange("train", "loss", "0.31", "0.28", "-0.03"),
        TableChange("test", "n", "7", "new"),
    ]


def test_rows_and_columns_come_and_go() -> None:
    new = frame("loss", "m", train=("0.31", "1"), other=("0.5", "2"))
    assert changes(diff(OLD, new)) == [
        TableChange("", "n", "", None),
        TableChange("", "m", None, ""),
        TableChange("test", "", "0.40, 7", None),
        TableChange("other", "", None, "0.5, 2"),
    ]


def test_rows_and_columns_in_another_order_are_known_by_their_names() -> None:
    new = frame("n", "loss", test=("8", "0.40"), train=("100", "0.31"))
    assert changes(diff(OLD, new)) == [TableChange("test", "n", "7", "8", "+1")]


def test_a_table_in_another_order_alone_is_shown_as_text() -> None:
    found = diff(OLD, frame("n", "loss", test=("7", "0.40"), train=("100", "0.31")))
    assert changes(found) == []
    assert any(part.hunks for part in found.cells[0].outputs[0].parts)


def test_numbers_within_the_tolerance_are_no_changes() -> None:
    new = frame("loss", "n", train=("0.3100001", "101"), test=("0.40", "7"))
    assert [c.new for c in changes(diff(OLD, new, Tolerance(1e-3)))] == ["0.3100001", "101"]
    near = frame("loss", "n", train=("0.3100001", "100"), test=("0.40", "7"))
    assert changes(diff(OLD, near, Tolerance(1e-3))) == []


def test_another_table_is_no_change_of_the_first() -> None:
    found = diff(OLD, frame("a", b=("1",)))
    assert changes(found) == []
    assert any(part.hunks for part in found.cells[0].outputs[0].parts)


def test_a_long_table_is_cut() -> None:
    old, new = (frame("x", **{f"r{n}": (str(n * factor),) for n in range(1, 31)}) for factor in (1, 2))
    found = diff(old, new)
    assert len(changes(found)) == 20
    assert "  … 10 more values" in list(render_text(found, Output(color="never").paint))


def test_a_table_is_shown_instead_of_its_text() -> None:
    found = diff(OLD, frame("loss", "n", train=("0.28", "100"), extra=("1", "2"), test=("0.40", "7")))
    lines = list(render_text(found, Output(color="never").paint))
    assert lines == [
        "cell 1 (code) changed",
        "  output 1 (execute_result) changed: table",
        "~ train, loss: 0.31 → 0.28 (-0.03)",
        "+ row extra: 1, 2",
    ]
    assert "```diff\n! train, loss: 0.31 → 0.28 (-0.03)\n+ row extra: 1, 2\n```" in render_markdown(
        found, ("a", "b")
    )


def test_what_a_table_says_is_made_safe_to_print() -> None:
    evil = "\x1b[31mred"
    found = diff(frame("x", a=("1",)), frame("x", a=(evil,)))
    assert "\x1b" not in "".join(render_text(found, Output(color="never").paint))
    assert "\x1b" not in render_markdown(found, ("a", "b"))
