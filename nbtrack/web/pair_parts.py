"""What two runs say against each other, for the live page and for a shared one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nbtrack.compare.comparison import RUN_SCOPE
from nbtrack.compare.view import sections_of
from nbtrack.diff.page.render import render_parts
from nbtrack.web.notebook.markdown import prose
from nbtrack.web.run_parts import sections_json

if TYPE_CHECKING:
    from nbtrack.compare.model import Comparison
    from nbtrack.notebook.document import Notebook

_WHY = ("ends", "why")
_ELSEWHERE = (*_WHY, "metrics", "code", "outputs")  # shown in another form


def pair_values(comparison: Comparison) -> dict[str, Any]:
    """Return why the runs differ, and what else does besides metrics and cells."""
    sections = sections_json(sections_of(comparison))
    return {
        "why": [section for section in sections if section["title"] in _WHY],
        "sections": [section for section in sections if section["title"] not in _ELSEWHERE],
        "is_empty": comparison.is_empty,
    }


def pair_cells(comparison: Comparison, old: Notebook, new: Notebook) -> dict[str, str]:
    """Return the cells beside each other, as HTML that needs the style and script of the diff."""
    counted, cells = render_parts(comparison.notebook, old, new, RUN_SCOPE, prose)
    return {"counted": counted, "cells": cells}
