"""Cells that are the content of a file."""

from __future__ import annotations

from nbtrack.script.literals import filled, literal
from nbtrack.script.model import Construct, Outcome, refused, translated
from nbtrack.script.options import words


def writefile(construct: Construct) -> Outcome:
    """`%%writefile path`, with `-a` to append."""
    given = words(construct.argument)
    paths = [word for word in given if word not in ("-a", "--append")]
    if len(paths) != 1:
        return refused("it needs one path")
    more = ", append=True" if len(given) > 1 else ""
    return translated(f"_nb_write({filled(paths[0])}, {literal(construct.body or '')}{more})")


CELL = {"writefile": writefile, "file": writefile}
