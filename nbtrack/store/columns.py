"""The index's second half: one name's values for many runs side by side, to filter and sort by.

Sixty-four runs share a chunk, in which each name that one of them has is a list of 64 values. A chunk is
written once. Runs that wait for a chunk to be full are looked up in their records.
"""

from __future__ import annotations

import contextlib
import json
import zlib
from array import array
from itertools import chain
from typing import TYPE_CHECKING, Any

from nbtrack.store.facts import SAID_FACTS
from nbtrack.store.seal import SCHEMA

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    Key = tuple[str, str]  # kind and name
    Values = dict[str, dict[str, Any]]  # by kind and name

CHUNK_RUNS = 64
FACT, PARAMETER = "fact", "parameter"
EXPRESSION = "expression"  # of a parameter: the Python that sets it where its value does not say all
NONE = "none"  # true for a parameter that is there, and None
LAST, MIN, MAX, COUNT = "last", "min", "max", "count"  # of a metric
KINDS = (FACT, PARAMETER, EXPRESSION, NONE, LAST, MIN, MAX, COUNT)
_IN_ROWS = ("id", "name", "notebook", "status", "started")
_ASKED = [(name, fact) for name, fact in SAID_FACTS.items() if name not in _IN_ROWS]
_NOTHING: Mapping[str, Any] = {}
# Doubles of this machine, its integers by their size, JSON, or JSON of the one value of all.
_FLOATS, _INTEGERS, _JSON, _SAME = b"d", (b"h", b"i", b"q"), b"j", b"s"
_ARRAYS = (_FLOATS, *_INTEGERS)  # by the letters that `array` has for them
_AS_IT_IS = (*_ARRAYS, _SAME)  # may stand so; else all of it is compressed, and begins with another letter
_EXACT = frozenset((int, str, bool))  # of which equal ones are the same
_write = json.JSONEncoder(separators=(",", ":")).encode


def values_of(said: Mapping[str, Any]) -> Values:
    """Return what can be asked of a run, given its record's JSON, without what its row says anyway.

    Tags are a list. Raises TypeError, ValueError, KeyError or AttributeError for what is no record.
    """
    if said["schema"] != SCHEMA:
        raise ValueError(f"unknown schema {said['schema']!r}")
    parameters, metrics = said.get("parameters", _NOTHING), said.get("metrics", _NOTHING)
    return {
        FACT: {name: value for name, fact in _ASKED if (value := fact(said)) is not None},
        PARAMETER: {name: one["value"] for name, one in parameters.items()},
        EXPRESSION: {name: one["expression"] for name, one in parameters.items() if "expression" in one},
        NONE: {name: True for name, one in parameters.items() if one["value"] is None},
        LAST: {name: one["last"] for name, one in metrics.items()},
        MIN: {name: one["min"] for name, one in metrics.items()},
        MAX: {name: one["max"] for name, one in metrics.items()},
        COUNT: {name: one.get("count", 1) for name, one in metrics.items()},
    }


def chunk_of(runs: Sequence[Values]) -> Iterator[tuple[Key, bytes]]:
    """Yield the columns of some runs, packed."""
    for kind in KINDS:
        found = [values[kind] for values in runs]
        for name in dict.fromkeys(chain.from_iterable(found)):
            yield (kind, name), _packed([values.get(name) for values in found])


def unpacked(packed: bytes) -> list[Any]:
    """Return the values of a packed column."""
    raw = packed if packed[:1] in _AS_IT_IS else zlib.decompress(packed)
    if raw[:1] in _ARRAYS:
        return array(raw[:1].decode("ascii"), raw[1:]).tolist()
    found = json.loads(raw[1:])
    return [found] * CHUNK_RUNS if raw[:1] == _SAME else list(found)


def _packed(values: list[Any]) -> bytes:
    kinds = {*map(type, values)}
    if len(kinds) == 1 and kinds < _EXACT and values.count(values[0]) == len(values):
        return _SAME + _write(values[0]).encode("ascii")
    raw = _as_array(values, kinds)
    # To find out that what is measured does not get smaller takes most of the time of a whole index.
    if raw and len(set(values)) > len(values) // 4:
        return raw
    return zlib.compress(raw or _JSON + _write(values).encode("ascii"), 1)


def _as_array(values: list[Any], kinds: set[type]) -> bytes:
    """Return the shortest array that holds some numbers; nothing where none does."""
    letters = (_FLOATS,) if kinds == {float} else _INTEGERS if kinds == {int} else ()
    for letter in letters:
        with contextlib.suppress(OverflowError):
            return letter + array(letter.decode("ascii"), values).tobytes()
    return b""
