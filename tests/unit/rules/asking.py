"""Ask single rules about notebooks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nbtrack.rules.engine import check_notebook
from nbtrack.rules.fixing import SAFE, fix_notebook
from nbtrack.rules.options import Options
from nbtrack.rules.registry import RULES
from nbtrack.rules.selection import select

if TYPE_CHECKING:
    from nbtrack.notebook.document import Notebook
    from nbtrack.rules.finding import Finding, Safety


def findings(code: str, notebook: Notebook, **options: Any) -> list[Finding]:
    """Return what one rule finds."""
    return list(check_notebook(notebook, select(RULES, selected=[code]), Options(**options)))


def said(code: str, notebook: Notebook, **options: Any) -> list[str]:
    """Return the messages of one rule as a reader sees them: "3: message", "3:1:5: message" with a line."""
    return [f"{where(finding)}{finding.message}" for finding in findings(code, notebook, **options)]


def where(finding: Finding) -> str:
    place = finding.place
    if place.cell is None:
        return ""
    return f"{place.cell}: " if place.line is None else f"{place.cell}:{place.line}:{place.column}: "


def fixed(code: str, notebook: Notebook, safeties: tuple[Safety, ...] = SAFE, **options: Any) -> Notebook:
    """Return the notebook after the fixes of one rule, which then finds nothing more to fix."""
    rules = select(RULES, selected=[code])
    done = fix_notebook(notebook, rules, Options(**options), safeties)
    assert not [f for f in done.findings if f.fix and f.fix.safety in safeties]
    return done.notebook
