"""The words for what is likely behind an output that changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nbtrack.compare.why.cut_short import cut_short_text

if TYPE_CHECKING:
    from nbtrack.compare.why.model import Cause, Why

_MOST = 4
_CELLS = {
    "changed": "the code of cell {} changed",
    "added": "cell {} is new",
    "removed": "cell {} (of the old run) is gone",
    "moved": "cell {} was moved",
}
UNEXPLAINED = "nothing on record explains it: data that is not recorded, a variable, or not deterministic?"


def why_texts(why: Why) -> list[str]:
    """Say which cell it is, then what is likely behind it, likeliest first."""
    found = [f"{_what_differs(why)} does not"]
    if not why.causes:
        return [*found, UNEXPLAINED]
    found.append(f"likely: {cause_text(why.causes[0])}")
    found += [f"or: {cause_text(cause)}" for cause in why.causes[1:_MOST]]
    if (more := len(why.causes) - _MOST) > 0:
        found.append(f"or {more} more")
    return found


def _what_differs(why: Why) -> str:
    if why.metrics:
        return "metrics differ though the script's code"
    cell = why.cell and f"cell {why.cell} is the first whose output differs"
    return f"{cell or 'what the script prints differs'} though its code"


def cause_text(cause: Cause) -> str:
    """Say in a few words what may have changed the output, and how it gets there."""
    if (text := cut_short_text(cause)) is not None:
        return text
    if cause.kind == "code":
        return _CELLS.get(cause.what, _CELLS["changed"]).format(cause.cell) + _way(cause)
    if cause.kind == "parameter":
        return f"parameter {cause.what} changed{_way(cause)}"
    if cause.kind == "data":
        return f"{cause.what} changed, which {f'cell {cause.cell}' if cause.cell else 'the run'} reads"
    if cause.kind == "module":
        return f"{cause.what} changed, which the run imports"
    if cause.kind == "variable":
        return f"environment variable {cause.what[1:]} changed"
    if cause.kind == "seed":
        return f"{_place(cause)} draws random numbers without a seed: {cause.what}{_way(cause)}"
    if cause.kind == "time":
        return f"{_place(cause)} asks for the time: {cause.what}{_way(cause)}"
    if cause.kind == "address":
        where = _place(cause) if cause.name is None or cause.cell else "the run"
        return f"{where} fetches {cause.what}, and what came is not on record{_way(cause)}"
    if cause.kind == "environment":
        return f"{_place(cause)} reads environment variable {cause.what}, which is not on record{_way(cause)}"
    if cause.kind == "project":
        return f"the commit or its patch changed, and {cause.what} is imported, which may be of this project"
    if cause.what in ("Python", "platform"):
        return f"{'Python' if cause.what == 'Python' else 'the platform'} is another"
    return f"package {cause.what} is imported, and its version changed"


def _place(cause: Cause) -> str:
    return f"cell {cause.cell}" if cause.cell else "the script"


def _way(cause: Cause) -> str:
    if not cause.name:
        return "" if cause.name == "" else ", above it, though no name is seen to lead from there"
    cells = f"cell{'s' if len(cause.through) > 1 else ''} {', '.join(map(str, cause.through))}"
    through = f" by way of {cells}" if cause.through else ""
    is_itself = cause.kind == "parameter" and cause.name == cause.what
    return f", and leads here{through}" + ("" if is_itself else f" as {cause.name}")
