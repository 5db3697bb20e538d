"""Pages with names, values, errors and tables longer than anybody laid a page out for."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from tests.e2e.accessible import barriers
from tests.e2e.paper import FINE, on_paper
from tests.e2e.ui_project import nbtrack, write_notebook
from tests.e2e.ui_server import serving
from tests.making import code

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import BrowserContext, Page

pytestmark = pytest.mark.kernel

_NAME = f"models/{'a-name-that-says-everything-' * 5}تجربة.ipynb"
_TEXT = "value" * 60
_METRIC = "metrics/validation/very/long/nested/name/accuracy"
_TABLE = f"<table>{('<tr>' + '<td>0.123456</td>' * 24 + '</tr>') * 3}</table>"
_LAST = f"""
import nbtrack
from IPython.display import HTML, display
display(HTML({_TABLE.replace("<td>", "<th>", 24).replace("</td>", "</th>", 24)!r}))
nbtrack.log({{{_METRIC!r}: 0.5, "rows": 12345678.0}})
for step in range(2):
    nbtrack.log({{f"curve {{number:02}}": step / 7 for number in range(27)}}, step=step)
raise ValueError("\\n".join(f"line {{one}} of a message" for one in range(2000)))
"""


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str, list[str]]]:
    """Serve two runs; yield what opens the pages, their address, and a place for each page."""
    folder = tmp_path_factory.mktemp("long")
    (folder / "pyproject.toml").write_text("")
    (folder / "models").mkdir()
    parameters = code(f"alpha = 1\n{'parameter_' * 6} = {_TEXT!r}", metadata={"tags": ["parameters"]})
    write_notebook(folder, _NAME, parameters, code(_LAST))
    nbtrack(folder, "run", _NAME, "--quiet", "--name", "n" * 300, "--tag", "t" * 80)
    nbtrack(folder, "run", _NAME, "--quiet", "-p", "alpha=2")
    runs = [run["id"] for run in json.loads(nbtrack(folder, "runs", "--json").stdout)["runs"]]
    named = f"experiment={quote(_NAME)}"
    nbtrack(folder, "share", _NAME, "-o", "report.html")
    (tmp_path_factory.getbasetemp() / "long.html").write_bytes((folder / "report.html").read_bytes())
    with serving(folder) as address:
        yield (
            address,
            address.partition("/?")[0],
            [
                "/",
                "/runs",
                f"/runs?{named}",
                *(f"/run/{run}" for run in runs),
                f"/compare?run={runs[1]}&run={runs[0]}",
                f"/compare?run={runs[1]}&run={runs[0]}&run={runs[1]}&all=1",
                f"/history?{named}",
                f"/checks?{named}",
            ],
        )


@pytest.fixture
def shared(pages: tuple[str, str, list[str]], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the same runs as a file."""
    return tmp_path_factory.getbasetemp() / "long.html"


@pytest.fixture
def page(window: BrowserContext, pages: tuple[str, str, list[str]]) -> Page:
    page = window.new_page()
    page.set_viewport_size({"width": 1200, "height": 800})
    page.goto(pages[0])
    return page


@pytest.mark.parametrize("width", [1200, 390])
def test_nothing_long_pushes_a_page_beyond_the_window(
    page: Page, pages: tuple[str, str, list[str]], axe: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    for place in pages[2]:
        page.goto(pages[1] + place)
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, place
        assert barriers(page, axe) == [], place


def test_what_is_long_is_whole_on_paper(page: Page, pages: tuple[str, str, list[str]]) -> None:
    for place in pages[2]:
        page.goto(pages[1] + place)
        assert on_paper(page) == FINE, place


def test_an_experiment_of_a_long_name_leaves_the_other_columns_in_sight(
    page: Page, pages: tuple[str, str, list[str]]
) -> None:
    page.goto(pages[1] + "/")
    assert page.evaluate("innerWidth") >= page.locator("thead th").last.evaluate(
        "one => one.getBoundingClientRect().right"
    )


def test_of_many_curves_the_first_are_drawn_and_the_rest_is_a_click_away(
    page: Page, pages: tuple[str, str, list[str]]
) -> None:
    for place in pages[2][3:6]:
        page.goto(pages[1] + place)
        page.locator(".curve").first.wait_for()
        assert page.locator(".curve:not(.usage):visible").count() == 24, place
        page.get_by_text("3 more curves").click()
        assert page.locator(".curve:not(.usage):visible").count() == 27, place


def test_an_error_is_a_line_and_the_whole_of_it_a_click_away(
    page: Page, pages: tuple[str, str, list[str]]
) -> None:
    page.goto(pages[1] + pages[2][3])
    error = page.locator(".error")
    assert "ValueError line 0 of a message" in error.inner_text()
    assert "line 1999" not in error.inner_text()
    assert page.locator("#results").is_visible()
    error.get_by_text("the whole message").click()
    assert "line 1999" in error.inner_text()


def test_a_traceback_is_seen_from_its_end(page: Page, pages: tuple[str, str, list[str]]) -> None:
    page.goto(pages[1] + pages[2][3])
    failure = page.locator(".failure")
    failure.scroll_into_view_if_needed()
    # Of a reversed box 0 is its end.
    assert failure.evaluate("one => [one.scrollTop, one.scrollHeight > 10 * one.clientHeight]") == [0, True]
    last = failure.locator("pre").bounding_box()
    box = failure.bounding_box()
    assert last is not None
    assert box is not None
    assert last["y"] + last["height"] <= box["y"] + box["height"]


def test_a_count_is_told_to_its_last_digit(page: Page, pages: tuple[str, str, list[str]]) -> None:
    page.goto(pages[1] + pages[2][3])
    assert page.get_by_role("row", name="rows").locator("td").first.inner_text() == "12345678"


def test_a_value_that_is_shortened_is_there_in_full(page: Page, pages: tuple[str, str, list[str]]) -> None:
    page.goto(pages[1] + pages[2][3])
    value = page.locator("section", has=page.locator("#parameters")).locator("details.whole")
    assert _TEXT not in value.inner_text()
    value.locator("summary").click()
    assert _TEXT in value.inner_text()


@pytest.mark.parametrize("width", [1200, 390])
def test_a_shared_page_stays_within_the_window_too(page: Page, shared: Path, axe: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(shared.as_uri())
    for details in page.locator("details.block").all():
        details.evaluate("one => { one.open = true }")
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert barriers(page, axe) == []
    assert on_paper(page)["cut"] == []
