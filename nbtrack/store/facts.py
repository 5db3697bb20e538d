"""Facts about a run that can be asked for by name, of its record and of the record's JSON alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from nbtrack.store.record import RunRecord

    Place = tuple[str, ...]

TAGS = "tags"
# Where each stands in a record; what the first place lacks is at the second.
_PLACES: dict[str, tuple[Place, ...]] = {
    "id": (("id",),),
    "name": (("name",),),
    "notebook": (("experiment",),),
    "status": (("status",),),
    "started": (("started",),),
    "took": (("duration_s",),),
    "note": (("note",),),
    TAGS: ((TAGS,),),
    "branch": (("git", "branch"),),
    "commit": (("git", "commit"),),
    "python": (("environment", "python"),),
    "code": (("notebook", "code"), ("script",)),
}


def _asking(places: tuple[Place, ...], get: Callable[[Any, str], Any]) -> Callable[[Any], Any]:
    """Return what asks for the value at the first of some places that has one."""
    if len(places) > 1:
        first, other = _asking(places[:1], get), _asking(places[1:], get)
        return lambda run: first(run) or other(run)
    *outer, name = places[0]
    if outer:
        return lambda run: (part := get(run, outer[0])) and get(part, name)
    return lambda run: get(run, name)


FACTS: dict[str, Callable[[RunRecord], Any]] = {
    name: _asking(places, getattr) for name, places in _PLACES.items()
} | {TAGS: lambda run: ", ".join(run.tags) or None}
SAID_FACTS: dict[str, Callable[[Mapping[str, Any]], Any]] = {
    name: _asking(places, dict.get) for name, places in _PLACES.items()
}
