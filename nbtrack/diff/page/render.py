"""Render the page."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nbtrack.diff.page.templates import templates_in
from nbtrack.diff.page.view import page_view

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from jinja2 import Environment

    from nbtrack.diff.engine import DiffScope
    from nbtrack.diff.model import NotebookDiff
    from nbtrack.diff.page.book import Book
    from nbtrack.diff.page.sections import Section
    from nbtrack.diff.page.view import Prose
    from nbtrack.notebook.document import Notebook

FOLDER = Path(__file__).parent
STYLE, SCRIPTS = "parts.css", ("page.js", "viewed.js")


def render_page(
    diff: NotebookDiff,
    old: Notebook,
    new: Notebook,
    names: tuple[str, str],
    scope: DiffScope,
    *,
    sections: Sequence[Section] = (),
    prose: Prose | None = None,
) -> str:
    """Return one page of HTML that stands alone, with some sections on top.

    Everything from the notebooks is escaped, and the content security policy lets nothing run or load but
    the page's own style and script, which it names by digest.
    """
    view = page_view(diff, old, new, names, scope, prose)
    return _page("page", (STYLE,), SCRIPTS, {"view": view, "sections": sections})


def render_several(books: Sequence[Book], asked: str, failures: Sequence[str]) -> str:
    """Return one page of several notebooks, folded under a list of them; `asked` is what was compared."""
    styles, scripts = (STYLE, "several.css"), (*SCRIPTS, "several.js")
    return _page("several", styles, scripts, {"books": books, "asked": asked, "failures": failures})


def _page(name: str, styles: Sequence[str], scripts: Sequence[str], values: Mapping[str, Any]) -> str:
    from markupsafe import Markup

    style, script = "".join(map(_text, ("page.css", *styles))), "".join(map(_text, scripts))
    page = (
        _environment()
        .get_template(f"{name}.html.jinja")
        .render(
            values,
            newline=Markup("\n"),
            style=style,
            script=script,
            style_digest=source_of(style),
            script_digest=source_of(script),
        )
    )
    return page.encode("utf-8", "replace").decode("utf-8")  # a page has no lone surrogates


def render_parts(
    diff: NotebookDiff, old: Notebook, new: Notebook, scope: DiffScope, prose: Prose
) -> tuple[str, str]:
    """Return the count of changes and the cells, as HTML for a page with STYLE and SCRIPTS."""
    from markupsafe import Markup

    parts: Any = _environment().get_template("parts.html.jinja").module
    view = page_view(diff, old, new, ("", ""), scope, prose)
    made = parts.summary(view), parts.cells(view, Markup("\n"))
    counted, cells = (str(part).encode("utf-8", "replace").decode("utf-8") for part in made)
    return counted, cells


@cache
def _environment() -> Environment:
    return templates_in(FOLDER)


def _text(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


def source_of(text: str) -> str:
    """Return what a policy for content calls a script or style that it allows."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
