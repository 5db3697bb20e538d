"""The page shows an output as what it is."""

from __future__ import annotations

from typing import Any

from nbtrack.diff.engine import DiffScope, diff_notebooks
from nbtrack.diff.noise.tolerance import Tolerance
from nbtrack.diff.page.render import render_page
from tests.making import code, notebook, result, stream

PLOTLY = "application/vnd.plotly.v1+json"


def page(old: dict[str, Any], new: dict[str, Any], scope: DiffScope | None = None) -> str:
    scope = scope or DiffScope()
    books = [notebook(code("x", outputs=[output])) for output in (old, new)]
    return render_page(diff_notebooks(books[0], books[1], scope), books[0], books[1], ("old", "new"), scope)


def test_a_chart_by_the_values_that_changed() -> None:
    shown = page(result({PLOTLY: {"<y>": [1, 2]}}), result({PLOTLY: {"<y>": [1, 3]}}))
    assert '<dt>&lt;y&gt;.1</dt><dd class="del">2</dd><dd class="ins">3</dd>' in shown


def test_most_values_are_counted_only() -> None:
    shown = page(result({PLOTLY: list(range(100))}), result({PLOTLY: list(range(100, 200))}))
    assert "… 80 more values" in shown


def test_close_numbers_are_no_change_beside_others() -> None:
    scope = DiffScope(tolerance=Tolerance(0.01))
    shown = page(stream("a 1.000\nb 1\n"), stream("a 1.001\nb 2\n"), scope)
    assert "a 1.001" not in shown
    assert shown.count('<tr class="x">') == 1
