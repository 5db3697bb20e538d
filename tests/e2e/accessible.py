"""What a page puts in the way of people, as far as axe-core finds it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page


def barriers(page: Page, axe: str) -> list[tuple[str, str]]:
    """Return what is serious: the rule and the first element that breaks it."""
    page.evaluate(axe)
    found = page.evaluate("axe.run({resultTypes: ['violations']})")["violations"]
    serious = [one for one in found if one["impact"] in ("serious", "critical")]
    return [(one["id"], one["nodes"][0]["html"]) for one in serious]
