"""A side that only laid a cell out anew, as formatters do, does not conflict with one that changed it."""

from __future__ import annotations

import pytest

from nbtrack.merge.laid_out import is_same_code
from nbtrack.merge.model import Strategy
from tests.making import code, notebook_b, stream
from tests.unit.merge.merging import merge_b, merge_sides, named, sources

BASE = "model = fit(x,y, rate=0.1)  # slow\nprint(model.score(x,y))"
LAID_OUT = "model = fit(\n    x,\n    y,\n    rate=0.1,\n)  # slow\nprint(model.score(x, y))"
CHANGED = "model = fit(x,y, rate=0.3)  # slow\nprint(model.score(x,y))"
IN_R = {"kernelspec": {"name": "ir", "display_name": "R", "language": "R"}}


@pytest.mark.parametrize("is_ours", [True, False])
def test_the_change_is_taken_where_the_other_side_only_laid_out(is_ours: bool) -> None:
    sides = (LAID_OUT, CHANGED) if is_ours else (CHANGED, LAID_OUT)
    merged = merge_sides([[code(text)] for text in (BASE, *sides)])
    one, other = ("ours", "theirs") if is_ours else ("theirs", "ours")
    assert (sources(merged), merged.conflicts) == ([CHANGED], ())
    assert (1, f"{one} changed only its layout, {other} was taken") in merged.decisions


@pytest.mark.parametrize("is_ours", [True, False])
def test_outputs_are_those_of_the_code_that_was_taken(is_ours: bool) -> None:
    changed = code(CHANGED, outputs=[stream("0.9\n")], count=2)
    sides = (code(LAID_OUT), changed) if is_ours else (changed, code(LAID_OUT))
    merged = merge_sides([[code(BASE)], *([cell] for cell in sides)])
    assert b"0.9" in merged.raw


def test_a_change_is_not_lost_where_the_other_side_settles_conflicts() -> None:
    merged = merge_sides([[code(text)] for text in (BASE, LAID_OUT, CHANGED)], Strategy(settle="ours"))
    assert sources(merged) == [CHANGED]


def test_what_merges_line_by_line_keeps_both_layout_and_change() -> None:
    base = "x=1\n\ny = 2\n\nz = 3"
    merged = merge_sides([[code(text)] for text in (base, base.replace("x=1", "x = 1"), base + "4")])
    assert sources(merged) == ["x = 1\n\ny = 2\n\nz = 34"]


def test_two_layouts_of_one_code_are_no_conflict() -> None:
    merged = merge_sides([[code(text)] for text in (BASE, LAID_OUT, BASE.replace("x,y", "x , y"))])
    assert (sources(merged), merged.conflicts) == ([LAID_OUT], ())
    assert merged.decisions == ((1, "theirs changed only its layout, ours was taken"),)


@pytest.mark.parametrize("is_ours", [True, False])
def test_a_deleted_cell_is_gone_where_the_other_side_only_laid_it_out(is_ours: bool) -> None:
    base, laid_out, gone = [named("a", "1"), named("b", BASE)], [named("b", LAID_OUT)], [named("a", "1")]
    sides = ([*gone, *laid_out], gone) if is_ours else (gone, [*gone, *laid_out])
    merged = merge_sides([base, *sides])
    assert (sources(merged), merged.conflicts) == (["1"], ())
    one, other = ("ours", "theirs") if is_ours else ("theirs", "ours")
    told = f"{one} changed only the layout of its cell 2, which {other} deleted: gone"
    assert merged.decisions == ((None, told),)


def test_code_in_another_language_is_not_read_as_python() -> None:
    base, ours, theirs = (notebook_b(code(text), metadata=IN_R) for text in ("x <- 1", "x < -1", "x <- 2"))
    assert merge_b(base, ours, theirs).conflicts


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("x='a'", 'x = "a"'),
        ("x = f'{a[\"k\"]}'", "x = f\"{a['k']}\""),
        ("x = 'a' 'b'", 'x = "ab"'),
        ("x = [1, # one\n 2]", "x = [\n    1,  # one\n    2,\n]"),
        ("if (x):\n  y=0XFF", "if x:\n    y = 0xFF"),
        ("#why\nx=1", "# why\n\nx = 1"),
        ("%time x=1\ny=1", "%time x=1\ny = 1"),
        ("%%time\ny=1", "%%time\ny = 1"),
        ("files = !ls  -l\nx=1", "files = !ls  -l\nx = 1"),
    ],
)
def test_layout_is_no_code(one: str, other: str) -> None:
    assert is_same_code(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("x = 1", "x = 1  # new"),
        ("x = 1  # old", "x = 1"),
        ("x = 1  # old", "x = 1  # new"),
        ("# why\nx = 1\ny = 2", "x = 1\n# why\ny = 2"),
        ("x = 1", "x = 1\nprint(x)"),
        ("x = 1", "x = 1,"),
        ("axes.plot();", "axes.plot()"),
        ("'''a\n  b'''", "'''a\n b'''"),
        ("x = 1", "y = 1"),
        ("%time x=1", "%time x = 1"),
        ("!ls  -l", "!ls -l"),
        ("%%bash\nls  -l", "%%bash\nls -l"),
        ("%%writefile a.py\nx=1", "%%writefile a.py\nx = 1"),
        ("x = (", "x = ( "),
    ],
)
def test_what_says_something_is_no_layout(one: str, other: str) -> None:
    assert not is_same_code(one, other)
