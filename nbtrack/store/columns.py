"""The index's second half: one name's values for many runs side by side, to filter and sort by.

Sixty-four runs share a chunk, in which each name that one of them has is a list of 64 values. A chunk is
written once. Runs that wait for a chunk to be full are looked up in their records.
"""

from __future__ import annotations

import json
import zlib
from typing import TYPE_CHECKING, Any

from nbtrack.store.facts import FACTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from nbtrack.store.record import RunRecord

    Key = tuple[str, str]  # kind and name
    Values = dict[Key, Any]

CHUNK_RUNS = 64
FACT, PARAMETER = "fact", "parameter"
LAST, MIN, MAX, COUNT = "last", "min", "max", "count"  # of a metric
_TAGS_KEY = (FACT, "tags")
_IN_ROWS = ("id", "name", "notebook", "status", "started")
_PARTS = (LAST, MIN, MAX, COUNT)


def values_of(record: RunRecord) -> Values:
    """Return what can be asked of a run, without what its row says anyway; tags are a list."""
    found = {(FACT, name): fact(record) for name, fact in FACTS.items() if name not in _IN_ROWS}
    found[_TAGS_KEY] = list(record.tags) or None
    for name, parameter in record.parameters.items():
        found[PARAMETER, name] = parameter.value
    for name, metric in record.metrics.items():
        for part in _PARTS:
            found[part, name] = getattr(metric, part)
    return {key: value for key, value in found.items() if value is not None or key[0] == PARAMETER}


def chunk_of(runs: Sequence[Values]) -> Iterable[tuple[Key, bytes]]:
    """Yield the columns of some runs, packed."""
    for key in dict.fromkeys(key for values in runs for key in values):
        yield key, _packed([values.get(key) for values in runs])


def unpacked(packed: bytes) -> list[Any]:
    """Return the values of a packed column."""
    found: list[Any] = json.loads(zlib.decompress(packed))
    return found


def _packed(values: list[Any]) -> bytes:
    return zlib.compress(json.dumps(values, separators=(",", ":")).encode("ascii"), 1)
