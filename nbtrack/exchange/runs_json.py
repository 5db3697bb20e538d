"""Runs as JSON, whole, one after the other: all at once they may be more than the memory holds."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_HEAD = b'{\n  "schema": "nbtrack.runs/1",\n  "runs": ['
_DEEPER = "\n    "


def runs_json(runs: Iterable[Mapping[str, Any]]) -> Iterator[bytes]:
    """Yield the parts of a document, laid out as `json` would the whole."""
    yield _HEAD
    before, end = "", "]\n}\n"
    for run in runs:
        text = json.dumps(run, indent=2).replace("\n", _DEEPER)
        yield f"{before}{_DEEPER}{text}".encode("ascii")
        before, end = ",", "\n  ]\n}\n"
    yield end.encode("ascii")
