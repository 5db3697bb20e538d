"""Render the page. The only place that imports Jinja2."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nbtrack.diff.page.view import page_view

if TYPE_CHECKING:
    from collections.abc import Sequence

    import jinja2

    from nbtrack.diff.engine import DiffScope
    from nbtrack.diff.model import NotebookDiff
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
    from markupsafe import Markup

    style, script = _text("page.css") + _text(STYLE), "".join(map(_text, SCRIPTS))
    page = (
        _environment()
        .get_template("page.html.jinja")
        .render(
            view=page_view(diff, old, new, names, scope, prose),
            sections=sections,
            newline=Markup("\n"),
            style=style,
            script=script,
            style_digest=_digest(style),
            script_digest=_digest(script),
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
def _environment() -> jinja2.Environment:
    """Return what knows the templates."""
    import jinja2

    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _text(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
