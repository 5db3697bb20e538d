"""The door to latex2mathml: TeX as MathML, which browsers draw themselves, or as code where that fails."""

from __future__ import annotations

import re
from functools import lru_cache

from markupsafe import Markup

_LONGEST = 5_000  # characters; the library takes a second for a hundred thousand
_KEPT = 2_000
_WHOLE = re.compile(
    r"\s*(?:\$\$(?P<block>[^$]+)\$\$|\$(?:\\displaystyle)?(?P<line>[^$]+)\$|\\\[(?P<square>.+)\\\]"
    r"|\\\((?P<round>.+)\\\)|(?P<bare>\\begin\{(?P<name>[a-z]+\*?)\}.+\\end\{(?P=name)\}))\s*",
    re.S,
)
_NUMBERED = re.compile(r"\\(begin|end)\{(equation|displaymath|math)\*?\}")
_TAGS = {
    *("math", "menclose", "mfrac", "mi", "mmultiscripts", "mn", "mo", "mover", "mpadded", "mphantom"),
    *("mprescripts", "mroot", "mrow", "mspace", "msqrt", "mstyle", "msub", "msubsup", "msup", "mtable"),
    *("mtd", "mtext", "mtr", "munder", "munderover", "none"),
}
_KEPT_ATTRIBUTES = {
    *("accent", "accentunder", "columnalign", "columnlines", "columnspacing", "depth", "displaystyle"),
    *("fence", "form", "height", "largeop", "linethickness", "lspace", "mathcolor", "mathvariant", "maxsize"),
    *("minsize", "movablelimits", "notation", "rowlines", "rowspacing", "rspace", "scriptlevel", "separator"),
    *("stretchy", "symmetric", "voffset", "width"),
}
_PLAIN = re.compile(r"[\w#.% +-]*")


def tex_of(text: str) -> str | None:
    """Return the formula that an output of LaTeX is, None for more or other than one that can be drawn."""
    found = _WHOLE.fullmatch(text)
    if found is None:
        return None
    tex = next(found[name] for name in ("block", "line", "square", "round", "bare") if found[name])
    return tex.strip() if mathml(tex.strip(), block=True) else None


def formula(tex: str, *, block: bool) -> Markup:
    """Return the HTML of a formula: drawn, or its code."""
    return mathml(tex, block=block) or Markup("<code>{}</code>").format(tex)


@lru_cache(_KEPT)
def mathml(tex: str, *, block: bool) -> Markup | None:
    """Return TeX as sanitised MathML, None where that cannot be done in full."""
    if len(tex) > _LONGEST:
        return None
    from latex2mathml.converter import convert

    plain = _NUMBERED.sub("", tex).replace("<", r"\lt ")  # it takes texts for markup
    try:
        made = convert(plain, display="block" if block else "inline")
    except Exception:  # noqa: BLE001 - of many kinds, as is what people write
        return None
    if "\\" in made or "<mi>&</mi>" in made:  # a command that it does not know, a table of texts
        return None
    return Markup(_sanitised(made))  # noqa: S704 - sanitised just now


def _sanitised(made: str) -> str:
    """Leave of MathML what draws: an `href` leads anywhere, and a `text` holds any markup."""
    import nh3

    attributes = dict.fromkeys(_TAGS - {"math"}, _KEPT_ATTRIBUTES) | {"math": {"display"}}
    return nh3.clean(
        made,
        tags=_TAGS,
        attributes=attributes,
        attribute_filter=lambda _, __, value: value if _PLAIN.fullmatch(value) else None,
        url_schemes=set(),
        link_rel=None,
    )
