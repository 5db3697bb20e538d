"""Cells of Databricks, which name their language on the first line, behind one percent sign."""

from __future__ import annotations

import re

from nbtrack.script.magics.frontend import unwrapped
from nbtrack.script.magics.markup import markup
from nbtrack.script.magics.programs import script
from nbtrack.script.model import Construct, Outcome, refused

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Container

_HEAD = re.compile(r"%(md-sandbox|md|sh|python|scala|r|fs|sql(?=[ \t]*\n))(?=\s|$)")
_REASONS = {
    "sql": "the query runs on Databricks",
    "scala": "the cell is in Scala",
    "r": "the cell is in R",
    "fs": "the command asks the file system of Databricks",
}


def language_of(source: str, line_magics: Container[str] = ()) -> str:
    """Return the language of such a cell, "" for any other, as where a line magic has that name.

    IPython has no line magic of these names but `%sql` of extensions, whose query stands on its line.
    """
    match = _HEAD.match(source)
    return match[1] if match and match[1] not in line_magics else ""


def language_cell(construct: Construct) -> Outcome:
    """Decide about a cell in a language that its first line names."""
    if reason := _REASONS.get(construct.name):
        return refused(reason)
    if construct.name == "sh":
        return script(construct._replace(argument=f"bash {construct.argument}"))
    return unwrapped(construct) if construct.name == "python" else markup(construct)
