"""The frame of a chart in a page, and the mouse in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import FloatRect, Frame, Page


_DRAWN = "new Promise(requestAnimationFrame)"
_A_MOMENT = "new Promise(done => setTimeout(done, 300))"


def frame_of(page: Page) -> Frame:
    """Return the frame in which the chart is."""
    return page.frames[-1]


def box_of(page: Page) -> FloatRect:
    """Return where the frame is on the page, in pixels."""
    found = page.locator("iframe[title=Chart]").bounding_box()
    assert found is not None
    return found


def drag(page: Page, *places: tuple[float, float]) -> None:
    """Drag from one place to others; what the mouse does is seen once in each frame that is drawn."""
    page.mouse.move(*places[0])
    _next_frame(page)
    page.mouse.down()
    for place in places[1:]:
        page.mouse.move(*place, steps=6)
        _next_frame(page)
    page.mouse.up()


def _next_frame(page: Page) -> None:
    """Wait until something is drawn; a page that nobody sees may not be, so not for longer than a moment."""
    page.evaluate(f"Promise.race([{_DRAWN}, {_A_MOMENT}])")
