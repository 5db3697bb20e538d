"""Code of a cell as HTML with its words coloured."""

from __future__ import annotations

from functools import lru_cache

from markupsafe import Markup, escape

from nbtrack.diff.page.syntax import Highlighter

# The first that fits: the names of files begin with the signs of lines.
_OF_PATCH = (("diff ", "gh"), ("@@", "gu"), ("--- ", "gh"), ("+++ ", "gh"), ("+", "plus"), ("-", "minus"))
_KEPT = 2_000  # pieces of code: most cells of a page were on the page before


@lru_cache(_KEPT)
def highlighted(text: str, language: str) -> Markup:
    """Return the HTML of some code; every piece of it is escaped."""
    lines = Highlighter(language).lines(text)
    return Markup("\n").join(
        Markup("").join(
            Markup('<span class="{}">{}</span>').format(style, piece) if style else escape(piece)
            for style, piece in line
        )
        for line in lines
    )


def patched(text: str) -> Markup:
    """Return the HTML of a patch as git writes it, its lines coloured by how they begin."""
    return Markup("\n").join(_patch_line(line) for line in text.split("\n"))


def _patch_line(line: str) -> Markup:
    style = next((style for begins, style in _OF_PATCH if line.startswith(begins)), "")
    return Markup('<span class="{}">{}</span>').format(style, line) if style else escape(line)
