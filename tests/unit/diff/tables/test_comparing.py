"""Tables are aligned by the names of their rows and columns."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nbtrack.diff.tables.comparing import TableDiff, compared_tables, delta_text
from nbtrack.diff.tables.reading import Table, read_table

FRAME = """<div><style>x</style><table border="1" class="dataframe"><thead>
<tr style="text-align: right;"><th></th><th>loss</th><th>n &amp; m</th></tr></thead>
<tbody><tr><th>train</th><td>0.31</td><td><b>1</b>00</td></tr><tr><th>test</th><td>0.40</td><td>7</td></tr></tbody>
</table><p>2 rows</p><table><tr><td>another</td></tr></table></div>"""


def table(columns: list[str], **rows: list[str]) -> Table:
    return Table(tuple(columns), tuple(((name,), tuple(values)) for name, values in rows.items()))


def states(found: TableDiff) -> list[tuple[str, list[str]]]:
    return [(row.state, [cell.state for cell in row.cells]) for row in found.rows]


def test_a_data_frame_is_read_with_its_names() -> None:
    assert read_table(FRAME) == table(["loss", "n & m"], train=["0.31", "100"], test=["0.40", "7"])


def test_spans_are_repeated() -> None:
    html = (
        "<table><tr><th></th><th></th><th colspan=2>a</th></tr>"
        "<tr><th></th><th></th><th>x</th><th>y</th></tr>"
        "<tr><th rowspan=2>k</th><th>1</th><td>1</td><td>2</td></tr>"
        "<tr><th>2</th><td>3</td><td>4</td></tr></table>"
    )
    assert read_table(html) == Table(("a x", "a y"), ((("k", "1"), ("1", "2")), (("k", "2"), ("3", "4"))))


@pytest.mark.parametrize("html", ["", "<p>no</p>", "<table></table>", "<table><tr>"])
def test_what_holds_no_table_is_none(html: str) -> None:
    assert read_table(html) is None


@pytest.mark.parametrize(
    "html",
    ["<table><tr>" + "<td colspan=999>x</td>" * 60, "<table>" + "<tr><td colspan=1000>x</td>" * 60],
)
def test_a_table_of_any_size_is_not_laid_out(html: str) -> None:
    assert read_table(html) is None


@given(st.text(alphabet="<>/tabledrhsp =1234\"'&;", max_size=200))
def test_any_markup_is_read(html: str) -> None:
    read_table("<table><tr>" + html)


def test_values_are_compared_by_name() -> None:
    old = table(["loss", "n"], train=["0.31", "1"], test=["0.40", "2"])
    new = table(["loss", "f1", "n"], train=["0.29", "0.9", "1"], extra=["0.5", "0.8", "3"])
    found = compared_tables(old, new)
    assert found.columns == (("loss", "same"), ("f1", "added"), ("n", "same"))
    assert states(found) == [
        ("changed", ["changed", "added", "same"]),
        ("removed", ["removed", "none", "removed"]),
        ("added", ["added", "added", "added"]),
    ]
    assert (found.changed, found.rows[0].cells[0].delta) == (1, "-0.02")


def test_equal_rows_far_from_a_change_are_skipped() -> None:
    rows = {f"r{n}": [str(n)] for n in range(20)}
    found = compared_tables(table(["x"], **rows), table(["x"], **rows | {"r10": ["other"]}))
    assert [row.skipped for row in found.rows] == [8, 0, 0, 0, 0, 0, 7]


@pytest.mark.parametrize(
    ("old", "new", "delta"),
    [
        ("1", "2", "+1"),
        ("1,000", "900", "-100"),
        ("a", "2", ""),
        ("nan", "2", ""),
        ("1", "inf", ""),
        ("1", "1", ""),
        ("3", "3.0", ""),
    ],
)
def test_a_delta_is_between_numbers(old: str, new: str, delta: str) -> None:
    assert delta_text(old, new) == delta
