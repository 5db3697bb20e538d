"""A page as it would be printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

_WIDTH = 700  # of A4 between its margins, in CSS pixels
_LOOK = """() => ({
  cut: [...document.querySelectorAll("table, img, pre, h1")]
    .filter((one) => one.getBoundingClientRect().right > innerWidth + 1)
    .map((one) => one.outerHTML.slice(0, 80)),
  clicked: [...document.querySelectorAll("nav, .bar, button:not(.unfold button), select, footer.exports")]
    .filter((one) => one.checkVisibility()).map((one) => one.outerHTML.slice(0, 80)),
  colours: [getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).color],
})"""


def on_paper(page: Page) -> dict[str, list[str]]:
    """Return what is cut off, what only a screen has a use for, and the colours, where the screen is dark."""
    size = page.viewport_size
    page.emulate_media(media="print", color_scheme="dark")
    page.set_viewport_size({"width": _WIDTH, "height": 1000})
    found: dict[str, list[str]] = page.evaluate(_LOOK)
    page.emulate_media(media="null", color_scheme="null")
    if size:
        page.set_viewport_size(size)
    return found


FINE = {"cut": [], "clicked": [], "colours": ["rgb(255, 255, 255)", "rgb(31, 35, 40)"]}
