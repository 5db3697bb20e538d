"""Which names the cells that are left need, and which the cell that failed may have changed."""

from __future__ import annotations

import pytest

from nbtrack.notebook.document import parse
from nbtrack.record.resuming.cell_names import altered_names, history_names, needed_names
from tests.making import code, notebook_b


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("model.fit(data)", {"model", "data"}),
        ("rows['a'] = 1", {"rows"}),
        ("del rows[0]", {"rows"}),
        ("net.rate = 2", {"net"}),
        ("loss = train(net, data=rows)", {"net", "rows"}),
        ("print(rows, len(data))", set()),
        ("x = rows['a'] + 1", set()),
        ("first(a)\n\nsecond(b)\nthird(c)", {"a", "b"}),  # it failed in line 3
        ("%%bash\nls", set()),
        ("%%of_mine\nmodel.fit()", {"of_mine", "model", "fit"}),
    ],
)
def test_a_cell_may_change_what_it_works_on(source: str, names: set[str]) -> None:
    notebook = parse(notebook_b(code(source)))
    assert altered_names(notebook, notebook.cells[0], 3) == names


def test_a_cell_that_is_no_python_changed_nothing() -> None:
    notebook = parse(notebook_b(code("model.fit(data")))
    assert altered_names(notebook, notebook.cells[0], None, is_no_python=True) == set()
    assert altered_names(notebook, notebook.cells[0], None) == {"model", "fit", "data"}


def test_needed_is_what_is_mentioned_and_what_functions_use() -> None:
    method = "class A:\n    def g(self):\n        return b"
    sources = ("def f():\n    return con.all() + own", "own = unused + 1", method)
    notebook = parse(notebook_b(*map(code, sources), code("f(), eval('x.y')")))
    needed = needed_names(notebook, notebook.cells[:3], notebook.cells[3:])
    assert {"f", "x", "con", "own", "b"} <= needed
    assert "unused" not in needed


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("Out[3]", ["Out"]),
        ("_.head()", ["_"]),
        ("_3 + __", ["_3", "__"]),
        ("for _ in range(3):\n    print(_)", []),
        ("'Out of memory', _private, x._", []),
    ],
)
def test_who_looks_up_earlier_results(source: str, names: list[str]) -> None:
    notebook = parse(notebook_b(code("1"), code(source)))
    assert [name for _, name in history_names(notebook, notebook.cells[1:])] == names
