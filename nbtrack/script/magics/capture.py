"""`%%capture`: keep what a cell prints."""

from __future__ import annotations

from nbtrack.script.model import Construct, Outcome, around
from nbtrack.script.options import words

_STREAMS = {"--no-stdout": "stdout=False", "--no-stderr": "stderr=False"}


def capture(construct: Construct) -> Outcome:
    """`%%capture name`: the name gets an object with `stdout`, `stderr` and `show()`."""
    given = words(construct.argument)
    name = next((f" as {word}" for word in given if not word.startswith("-")), "")
    options = ", ".join(code for option, code in _STREAMS.items() if option in given)
    return around(f"with _nb_captured({options}){name}:")


CELL = {"capture": capture}
