"""`nbtrack run --to-html` writes a page that shows all of the notebook without a network."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.e2e.running import Project
from tests.making import code, markdown, notebook_b

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import BrowserContext

PROSE = r"""# Areas

That of a circle is $\pi r^2$, and

$$\sum_i x_i$$

\begin{equation}a < b\end{equation}
"""
SHOWN = """
from IPython.display import Latex, Markdown, display
display(Latex(r"$\\displaystyle \\frac{1}{2}$"), Markdown("a value $x_1$"))
view = {"application/vnd.jupyter.widget-view+json": {"model_id": "1", "version_major": 2}}
display({**view, "text/plain": "IntSlider(value=3)"}, raw=True)
"""


@pytest.fixture
def project(tmp_path: Path, session_home: Path) -> Project:
    return Project(tmp_path)


def test_the_page_shows_formulas_and_widgets_without_a_request(
    project: Project, window: BrowserContext
) -> None:
    path = project.folder / "train.ipynb"
    path.write_bytes(notebook_b(markdown(PROSE), code(SHOWN)))
    assert project.nbtrack("run", "train.ipynb", "--to-html").returncode == 0
    page = window.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(path.with_suffix(".html").as_uri())
    assert asked == [path.with_suffix(".html").as_uri()]
    assert page.locator("math").count() == 5
    assert (page.locator("math").first.text_content() or "").startswith("π")
    assert page.get_by_text("IntSlider(value=3)", exact=True).is_visible()
    assert "\\pi" not in page.locator("main").inner_text()
    page.close()
