"""The door to markdown-it: the Markdown of a cell as HTML of which nothing runs."""

from __future__ import annotations

import html
import re
from functools import cache
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

from nbtrack.web.notebook.maths import formula
from nbtrack.web.notebook.sanitised import sanitised

if TYPE_CHECKING:
    from collections.abc import Mapping

_LONGEST = 200_000  # characters
_ATTACHED = re.compile(r"\(attachment:([^)\s]+)\)")
_HEADING = re.compile(r"<(/?)h([1-6])>")
_BELOW = 2  # the page has headings of its own above those of a notebook
_MARK = "\ue0f0"  # of private use: cells are rid of it
_FORMULA = re.compile(f"<(?P<tag>code|pre)>{_MARK}(?P<tex>[^<]*)</(?P=tag)>")


def rendered(text: str, attachments: Mapping[str, str]) -> Markup:
    """Return the HTML of Markdown; `attachments` are addresses of pictures by name."""
    text = text[:_LONGEST].replace(_MARK, "")
    text = _ATTACHED.sub(lambda found: f"({attachments.get(found[1], '')})", text)
    made = sanitised(_parser().render(text))
    lowered = _HEADING.sub(lambda found: f"<{found[1]}h{min(int(found[2]) + _BELOW, 6)}>", made)
    return Markup(_FORMULA.sub(_drawn, lowered))  # noqa: S704 - sanitised just now


def prose(text: str) -> Markup:
    """Return the HTML of Markdown whose attachments are not at hand."""
    return rendered(text, {})


def _drawn(found: re.Match[str]) -> str:
    """Draw a formula only now: of strangers no MathML is let through, which sanitisers misread."""
    return str(formula(html.unescape(found["tex"]).strip(), block=found["tag"] == "pre"))


def _marked(tex: str, options: Mapping[str, Any]) -> str:
    tag = "pre" if options["display_mode"] else "code"
    return f"<{tag}>{_MARK}{escape(tex)}</{tag}>"


@cache
def _parser() -> Any:
    from markdown_it import MarkdownIt
    from mdit_py_plugins.amsmath import amsmath_plugin
    from mdit_py_plugins.dollarmath import dollarmath_plugin

    parser = MarkdownIt("gfm-like", {"linkify": False, "html": True})
    dollarmath_plugin(parser, renderer=_marked, double_inline=True, allow_digits=False)
    amsmath_plugin(parser, renderer=lambda tex: _marked(tex, {"display_mode": True}))
    return parser
