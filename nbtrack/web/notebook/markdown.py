"""The door to markdown-it: the Markdown of a cell as HTML of which nothing runs."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

from nbtrack.web.notebook.sanitised import sanitised

if TYPE_CHECKING:
    from collections.abc import Mapping

_LONGEST = 200_000  # characters
_ATTACHED = re.compile(r"\(attachment:([^)\s]+)\)")
_HEADING = re.compile(r"<(/?)h([1-6])>")
_BELOW = 2  # the page has headings of its own above those of a notebook


def rendered(text: str, attachments: Mapping[str, str]) -> Markup:
    """Return the HTML of Markdown; `attachments` are addresses of pictures by name."""
    text = _ATTACHED.sub(lambda found: f"({attachments.get(found[1], '')})", text[:_LONGEST])
    made = sanitised(_parser().render(text))
    lowered = _HEADING.sub(lambda found: f"<{found[1]}h{min(int(found[2]) + _BELOW, 6)}>", made)
    return Markup(lowered)  # noqa: S704 - sanitised just now


@cache
def _parser() -> Any:
    from markdown_it import MarkdownIt
    from mdit_py_plugins.dollarmath import dollarmath_plugin

    parser = MarkdownIt("gfm-like", {"linkify": False, "html": True})
    dollarmath_plugin(parser, renderer=lambda text, _: f"<code>{escape(text)}</code>")
    return parser
