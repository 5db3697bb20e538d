"""Runs as JSON, whole, one after the other: all at once they may be more than the memory holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nbtrack.store.bulk_json import MANY, bulk_pretty, pretty

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_HEAD = b'{\n  "schema": "nbtrack.runs/1",\n  "runs": ['
_DEEPER = "\n    "


def runs_json(runs: Iterable[Mapping[str, Any]], count: int) -> Iterator[bytes]:
    """Yield the parts of a document of so many runs, laid out as `json` would the whole."""
    write = bulk_pretty() if count >= MANY else pretty
    yield _HEAD
    before, end = "", "]\n}\n"
    for run in runs:
        text = write(run).replace("\n", _DEEPER)
        yield f"{before}{_DEEPER}{text}".encode("ascii")
        before, end = ",", "\n  ]\n}\n"
    yield end.encode("ascii")
