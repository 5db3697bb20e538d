"""What a page asks for while the runs are still being read: the index answers, by the same conditions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nbtrack.errors import UsageError
from nbtrack.query.question import Question, places_on
from nbtrack.store.record_json import to_json
from nbtrack.web.table.row import RunRow, Shelf
from nbtrack.web.table.view import Chosen, said_of

if TYPE_CHECKING:
    from nbtrack.store.sheet import Sheet
    from nbtrack.store.store import Store
    from nbtrack.web.query import Query


def chosen_beforehand(store: Store, query: Query) -> Chosen:
    """Return what an address asks for; which run was before each of them is known when all are read."""
    with store.sheet(query.experiment) as sheet:
        total = len(sheet.runs)
        try:
            places = _places(sheet, query)
        except UsageError as error:
            return Chosen([], [], 0, total, said_of(error))
        end = query.offset + query.limit if query.limit else None
        records = sheet.records(places[query.offset : end])
    shelf = Shelf()
    rows = [RunRow(to_json(record), shelf, place) for place, record in enumerate(records)]
    return Chosen(rows, rows, len(places), total, None)


def _places(sheet: Sheet, query: Query) -> list[int]:
    where = tuple(filter(None, (query.where, query.brush)))
    if not query.sort:
        return places_on(sheet, Question(where))
    sort = query.sort.removeprefix("-")
    return places_on(sheet, Question(where, sort=sort, is_reversed=query.is_descending))
