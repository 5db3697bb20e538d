"""What cells put out, as the page of a run shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.e2e.ui_project import record_showing
from tests.e2e.ui_server import serving

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.kernel


@pytest.fixture(scope="module")
def page(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    folder = tmp_path_factory.mktemp("shows")
    record_showing(folder)
    errors: list[str] = []
    with serving(folder) as address:
        context = browser.new_context(viewport={"width": 1200, "height": 900})
        found = context.new_page()
        found.on("console", lambda told: errors.append(told.text) if told.type == "error" else None)
        found.goto(address)
        found.locator("tbody td a").first.click()
        found.wait_for_url("**/run/*")
        yield found
        context.close()
    assert errors == []


def test_formulas_are_drawn_by_the_browser(page: Page) -> None:
    assert page.locator(".markdown math").count() == 2
    assert (page.locator(".maths math").text_content() or "").startswith("y")
    box = page.locator(".markdown math mfrac").bounding_box()
    assert box is not None
    assert box["height"] > 20


def test_a_frame_is_as_high_as_what_is_in_it(page: Page) -> None:
    heights = []
    for frame in page.locator("iframe.measured").all():
        frame.scroll_into_view_if_needed()
        inside = frame.content_frame.locator("html")
        inside.get_by_text("l").first.wait_for()
        page.wait_for_function(
            "one => one.height > 0 && one.contentDocument.body", arg=frame.element_handle()
        )
        page.wait_for_timeout(100)
        heights.append((int(frame.get_attribute("height") or 0), inside.bounding_box()))
    (lines, lines_box), (line, _), (tall, _) = heights
    assert lines_box is not None
    assert abs(lines - lines_box["height"]) <= 3
    assert line < 60 < lines
    assert tall == 640
