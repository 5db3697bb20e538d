"""All magics that have a translation, by name."""

from __future__ import annotations

from nbtrack.script.magics import (
    bigquery,
    capture,
    environment,
    folders,
    frontend,
    markup,
    names,
    packages,
    programs,
    pylab,
    run,
    shell,
    store,
    timing,
    writing,
)
from nbtrack.script.model import Magics, refused

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nbtrack.script.model import Construct, Outcome, Translators

LINE_MAGICS: Translators = (
    environment.LINE
    | folders.LINE
    | frontend.LINE
    | names.LINE
    | packages.LINE
    | pylab.LINE
    | run.LINE
    | shell.LINE
    | store.LINE
    | timing.LINE
)
CELL_MAGICS: Translators = (
    bigquery.CELL | capture.CELL | frontend.CELL | markup.CELL | programs.CELL | timing.CELL | writing.CELL
)
BUILT_IN = Magics(LINE_MAGICS, CELL_MAGICS)
# Magics of their own languages and services, to say more than "unknown".
_FOREIGN = {
    "R": "R runs in rpy2",
    "sql": "the database connection belongs to the magic",
    "cython": "the cell is compiled by Cython",
    "julia": "Julia runs in another process",
    "spark": "the cell runs on a cluster",
    "pyspark": "the cell runs on a cluster",
    "local": "the cell belongs to a cluster session",
    "code_wrap": "it changes what IPython runs in every cell",
    "alias": "it changes what IPython reads as a command",
}


def line_outcome(construct: Construct, magics: Magics) -> Outcome:
    """Decide about a line magic."""
    if construct.name.startswith("%"):
        return refused("a cell magic must stand on the first line of its cell")
    return _outcome(construct, magics.line)


def cell_outcome(construct: Construct, magics: Magics) -> Outcome:
    """Decide about a cell magic."""
    return _outcome(construct, magics.cell)


def _outcome(construct: Construct, translators: Translators) -> Outcome:
    translator = translators.get(construct.name)
    return translator(construct) if translator else refused(why_unknown(construct.name))


def why_unknown(name: str) -> str:
    """Say why a magic has no translation."""
    return _FOREIGN.get(name, "no translation is known")
