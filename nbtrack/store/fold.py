"""Put a record together from the fragments of a journal.

A fragment is a piece of a record's JSON. Later ones win, field by field; parameters, metrics and artifacts
are merged by name, cells by number, parts such as `git` field by field, and tags add up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    Fragment = Mapping[str, Any]


def fold(fragments: Iterable[Fragment]) -> dict[str, Any]:
    """Return the JSON of the record that the fragments say."""
    found: dict[str, Any] = {}
    cells: dict[int, dict[str, Any]] = {}
    for fragment in fragments:
        for name, value in fragment.items():
            if name == "cells":
                for cell in value:
                    cells[cell["number"]] = cells.get(cell["number"], {}) | cell
            elif name == "tags":
                found[name] = list(dict.fromkeys([*found.get(name, ()), *value]))
            elif isinstance(value, dict) and isinstance(found.get(name), dict):
                found[name] = found[name] | value
            else:
                found[name] = value
    return found | ({"cells": list(cells.values())} if cells else {})
