"""Rows of many records, for which the index keeps their bytes as they are where these say what it keeps.

What is attached, most of a small record, is not parsed, and nothing is spelled anew.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nbtrack.notebook.orjson_import import import_orjson
from nbtrack.store.bulk_json import bulk_dump, bulk_load, reads_plainly, without_attached
from nbtrack.store.row import LARGE, row_from, row_of
from nbtrack.store.seal import holds, sealed_json, without_seal

if TYPE_CHECKING:
    from collections.abc import Callable

    from nbtrack.store.row import Row


def bulk_rows() -> Callable[[bytes, str], Row]:
    """Return what `row.read_row` does, quicker for many."""
    loads, load, write = import_orjson().loads, bulk_load(), bulk_dump()

    def plain(light: bytes) -> dict[str, Any] | None:
        """Return the JSON of a record that needs no second look."""
        try:
            said = loads(light) if reads_plainly(light) else None
        except ValueError:  # a lone surrogate, or not what it seems
            return None
        return said if isinstance(said, dict) and LARGE.isdisjoint(said) else None

    def fast(raw: bytes, run_id: str) -> Row:
        light = without_attached(raw)
        said = plain(light)
        if said is not None and said.get("id") == run_id:
            seal = str(said.pop("seal", ""))
            if holds(raw, seal):
                return row_from(said, without_seal(light, seal))
        return row_of(sealed_json(raw, run_id, load), write)

    return fast
