"""How people name a run: by the beginning of its id, name, tag, `latest`, `latest~2`, `train.ipynb@RUN`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeVar

from nbtrack.errors import StoreError
from nbtrack.store.statuses import RUN
from nbtrack.terminal import count_text

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from nbtrack.store.listed import Listed
    from nbtrack.store.record import RunRecord
    from nbtrack.store.sheet import Sheet

    AnyRun = TypeVar("AnyRun", RunRecord, Listed)

LATEST = "latest"
SHORTEST_ID = 4
_REFERENCE = re.compile(r"(?:(?P<experiment>.+)@)?latest(?:~(?P<back>\d{1,9}))?")
_HINT = "`nbtrack runs` lists what there is"


def is_latest(text: str) -> bool:
    """Tell whether a text names a run by its age."""
    return _REFERENCE.fullmatch(text) is not None


def with_tag(tag: str, sheet: Sheet) -> set[str]:
    """Return the ids of the runs that have a tag."""
    return {run.id for run, tags in zip(sheet.runs, sheet.tags(), strict=True) if tag in tags}


def find_run(
    text: str, runs: Sequence[AnyRun], tagged: Callable[[str], Collection[str]] = lambda _: ()
) -> AnyRun:
    """Return the run that a text names, out of all runs, newest first; raises StoreError.

    `tagged` gives the ids of the runs that have a tag, and is asked for what is no name and no id.
    """
    by_age = _REFERENCE.fullmatch(text)
    if by_age:
        return _by_age(by_age["experiment"], int(by_age["back"] or 0), runs)
    named = [run for run in runs if run.name == text]
    if named:
        return named[0]
    wanted = text.lower()
    found = [run for run in runs if len(wanted) >= SHORTEST_ID and run.id.startswith(wanted)]
    if len(found) == 1:
        return found[0]
    if found:
        raise StoreError(
            f"{text} is the beginning of {len(found)} runs", hint=f"such as {found[0].id} and {found[1].id}"
        )
    experiment, _, reference = text.rpartition("@")
    own = [run for run in runs if run.experiment == experiment]
    if own and reference:
        return find_run(reference, own, tagged)
    ids = tagged(text)
    marked = [run for run in runs if run.id in ids]
    if len(marked) == 1:
        return marked[0]
    if marked:
        raise StoreError(
            f"{len(marked)} runs have the tag {text!r}", hint=f"such as {marked[0].id} and {marked[1].id}"
        )
    raise StoreError(f"there is no run {text!r}", hint=_HINT)


def _by_age(experiment: str | None, back: int, runs: Sequence[AnyRun]) -> AnyRun:
    fitting = [run for run in runs if run.kind == RUN and experiment in (None, run.experiment)]
    of = f" of {experiment}" if experiment else ""
    if not fitting:
        raise StoreError(f"there is no run{of} yet", hint="`nbtrack run NOTEBOOK` records one")
    if back >= len(fitting):
        is_are = "is" if len(fitting) == 1 else "are"
        raise StoreError(f"there {is_are} only {count_text(len(fitting), 'run')}{of}", hint=_HINT)
    return fitting[back]
