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
from nbtrack.script.model import refused

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from nbtrack.script.model import Construct, Outcome

    Translators = Mapping[str, Callable[[Construct], Outcome]]

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
# Magics of their own languages and services, to say more than "unknown".
_FOREIGN = {
    "R": "R runs in rpy2",
    "sql": "the database connection belongs to the magic",
    "cython": "the cell is compiled by Cython",
    "julia": "Julia runs in another process",
    "spark": "the cell runs on a cluster",
    "pyspark": "the cell runs on a cluster",
    "local": "the cell belongs to a cluster session",
    "alias": "it changes what IPython reads as a command",
}


def line_outcome(construct: Construct) -> Outcome:
    """Decide about a line magic."""
    if construct.name.startswith("%"):
        return refused("a cell magic must stand on the first line of its cell")
    translator = LINE_MAGICS.get(construct.name)
    return translator(construct) if translator else refused(_why(construct.name))


def cell_outcome(construct: Construct) -> Outcome:
    """Decide about a cell magic."""
    translator = CELL_MAGICS.get(construct.name)
    return translator(construct) if translator else refused(_why(construct.name))


def _why(name: str) -> str:
    return _FOREIGN.get(name, "no translation is known")
