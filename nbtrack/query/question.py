"""Which runs are asked for, and in what order; they are found on a sheet, without reading records."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, NamedTuple

from nbtrack.compare.directions import MAX, MIN

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nbtrack.store.sheet import Sheet
    from nbtrack.store.store import Store


class Question(NamedTuple):
    """Conditions that all have to hold, and an order: by a value the smallest first, else the newest first.

    `some_have` is a name that is asked for besides, which some run must have.
    """

    where: Sequence[str] = ()
    status: str | None = None
    tags: Sequence[str] = ()
    sort: str | None = None
    is_reversed: bool = False
    limit: int | None = None
    some_have: str | None = None


@contextlib.contextmanager
def asked(store: Store, experiment: str | None, question: Question) -> Iterator[tuple[Sheet, int]]:
    """Open the runs that are asked for, and tell how many fit; raises UsageError for a name no run has."""
    if question == Question(limit=question.limit):  # no more than the newest has to be looked at
        with store.newest_on_sheet(question.limit, experiment) as found:
            yield found
        return
    with store.sheet(experiment) as sheet:
        places = places_on(sheet, question)
        if question.some_have:
            from nbtrack.compare.sheet_fields import sheet_field

            sheet_field(question.some_have, sheet)
        yield sheet.only(places[: question.limit]), len(places)


def places_on(sheet: Sheet, question: Question) -> list[int]:
    """Return the places of all runs that fit, in the order asked for; raises UsageError."""
    return _sorted(_chosen(sheet, question), sheet, question)


def _chosen(sheet: Sheet, question: Question) -> list[int]:
    from nbtrack.compare.sheet_fields import fitting

    found = fitting(question.where, sheet)
    if question.status:
        found = [place for place in found if sheet.runs[place].status == question.status]
    if wanted := set(question.tags):
        tags = sheet.tags()
        found = [place for place in found if wanted <= set(tags[place])]
    return found


def _sorted(places: list[int], sheet: Sheet, question: Question) -> list[int]:
    if question.sort is None:
        return places[::-1] if question.is_reversed else places
    from nbtrack.compare.ranking import ordered
    from nbtrack.compare.sheet_fields import sheet_field

    return ordered(places, sheet_field(question.sort, sheet), MAX if question.is_reversed else MIN)
