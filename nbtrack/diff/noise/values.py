"""Which values beside source and outputs are noise: counts, ids, and what front ends write unasked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nbtrack.notebook.strip.policy import TRANSIENT_METADATA

if TYPE_CHECKING:
    from nbtrack.diff.model import ValueChange

COUNT = "execution_count"
_TRANSIENT = frozenset(tuple(name.split(".")) for name in TRANSIENT_METADATA)
_DEPTHS = tuple({len(path) for path in _TRANSIENT})


def class_of(change: ValueChange, top: str) -> str | None:
    """Return the class of noise that a changed value is of, None where it is none.

    `top` says what the path is in: "cell" or "notebook".
    """
    if change.path == (COUNT,):
        return "counts"
    if change.path == ("id",) and top == "cell":
        return "ids"
    path = change.path if top == "notebook" else (top, *change.path)
    return "metadata" if any(path[:depth] in _TRANSIENT for depth in _DEPTHS) else None
