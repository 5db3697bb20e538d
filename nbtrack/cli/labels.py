"""The name, tags and note that a person gives a run or snapshot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nbtrack.errors import UsageError
from nbtrack.record.plan import Labels
from nbtrack.store.references import is_latest

if TYPE_CHECKING:
    from nbtrack.cli.options import Args


def labels_in(args: Args, *, note: str = "note") -> Labels:
    """Read them; raises UsageError for a name by which the run would not be found."""
    return Labels(name=name_in(args), tags=args.values("tag"), note=args.value(note))


def name_in(args: Args) -> str | None:
    """Read the name alone."""
    name = args.value("name")
    if name and is_latest(name):
        raise UsageError(f"--name cannot be {name!r}, which always means a run by its age")
    return name
