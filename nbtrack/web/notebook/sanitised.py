"""The door to nh3: markup of strangers without anything that runs, loads, or names parts of our page."""

from __future__ import annotations

import html
import re

_TAGS = {
    *("a", "abbr", "b", "blockquote", "br", "caption", "center", "code", "col", "colgroup", "dd", "del"),
    *("details", "div", "dl", "dt", "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "ins", "kbd"),
    *("li", "mark", "ol", "p", "pre", "q", "s", "samp", "small", "span", "strike", "strong", "sub"),
    *("summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "tt", "u", "ul", "var"),
}
# No `id`, `name` or `class`: they could stand in for elements that scripts and styles of the page look for.
_ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt", "title", "width", "height"},
    "td": {"colspan", "rowspan", "align"},
    "th": {"colspan", "rowspan", "align", "scope"},
    "ol": {"start"},
    "abbr": {"title"},
}
_LINKS = {"http", "https", "mailto", "data"}
# As nh3 writes one: a quotation mark in a value is escaped, "<" and ">" are not.
_PICTURE = re.compile(r'<img((?: [a-z]+="[^"]*")*)>')
_ALT = re.compile(r' alt="([^"]*)"')
_PICTURES = tuple(f"data:image/{kind};base64," for kind in ("png", "jpeg", "gif", "webp", "svg+xml"))


def sanitised(markup: str) -> str:
    """Return HTML that shows what it can of the given one without a script, a style or a request.

    In place of a picture that would take a request stands what is said of it.
    """
    import nh3

    clean = nh3.clean(
        markup,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        attribute_filter=_kept,
        url_schemes=_LINKS,
        link_rel="noopener noreferrer",
        clean_content_tags={"script", "style", "title", "noscript", "iframe", "object", "svg", "math"},
    )
    return _PICTURE.sub(_picture_or_words, clean)


def _picture_or_words(found: re.Match[str]) -> str:
    if ' src="' in found[1]:
        return found[0]
    words = _ALT.search(found[1])
    return f"<em>{html.escape(html.unescape(words[1]))}</em>" if words and words[1] else ""


def _kept(tag: str, attribute: str, value: str) -> str | None:
    """Keep pictures that need no request, and links that lead to another page."""
    if (tag, attribute) == ("img", "src"):
        return value if value.lower().startswith(_PICTURES) else None
    if (tag, attribute) == ("a", "href"):
        return value if value.lower().startswith(("http://", "https://", "mailto:")) else None
    return value
