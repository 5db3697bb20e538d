"""Cells in a language of the browser."""

from __future__ import annotations

from nbtrack.script.model import Construct, Outcome, dropped


def markup(construct: Construct) -> Outcome:
    """`%%html` and its like: only a notebook shows them."""
    del construct
    return dropped("only a notebook shows it")


CELL = dict.fromkeys(
    ("html", "HTML", "javascript", "js", "latex", "markdown", "svg", "SVG", "css", "mermaid"), markup
)
