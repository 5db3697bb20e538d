"""A comparison of two runs as one page of HTML that stands alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nbtrack.compare.comparison import RUN_SCOPE
from nbtrack.compare.view import sections_of
from nbtrack.store.digest import short_id

if TYPE_CHECKING:
    from nbtrack.compare.model import Comparison, Side
    from nbtrack.diff.page.view import Prose


def render_report(comparison: Comparison, old: Side, new: Side, prose: Prose | None = None) -> str:
    """Return the page: what changed around the cells on top, then the cells with their outputs.

    `prose` renders Markdown, as sanitised HTML.
    """
    from nbtrack.diff.page.render import render_page

    names = (f"run {short_id(comparison.old)}", f"run {short_id(comparison.new)}")
    sections = tuple(sections_of(comparison))
    return render_page(
        comparison.notebook, old.notebook, new.notebook, names, RUN_SCOPE, sections=sections, prose=prose
    )
