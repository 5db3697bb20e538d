"""The door to nh3: markup of strangers without anything that runs, loads, or names parts of our page."""

from __future__ import annotations

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
_PICTURES = tuple(f"data:image/{kind};base64," for kind in ("png", "jpeg", "gif", "webp", "svg+xml"))


def sanitised(html: str) -> str:
    """Return HTML that shows what it can of the given one without a script, a style or a request."""
    import nh3

    return nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        attribute_filter=_kept,
        url_schemes=_LINKS,
        link_rel="noopener noreferrer",
        clean_content_tags={"script", "style", "title", "noscript", "iframe", "object", "svg", "math"},
    )


def _kept(tag: str, attribute: str, value: str) -> str | None:
    """Keep pictures that need no request, and links that lead to another page."""
    if (tag, attribute) == ("img", "src"):
        return value if value.lower().startswith(_PICTURES) else None
    if (tag, attribute) == ("a", "href"):
        return value if value.lower().startswith(("http://", "https://", "mailto:")) else None
    return value
