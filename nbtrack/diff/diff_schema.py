"""A diff as JSON, described by a JSON Schema, for whoever reads one without nbtrack."""

from __future__ import annotations

from typing import Any

from nbtrack.diff.diff_json import SCHEMA
from nbtrack.diff.kinds import KINDS
from nbtrack.diff.noise.classes import WORDS

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_Schema = dict[str, Any]

_TEXT: _Schema = {"type": "string"}
_COUNT: _Schema = {"type": "integer", "minimum": 0}
_NUMBER: _Schema = {"type": "integer", "minimum": 1}
_DIGEST: _Schema = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
_PATH: _Schema = {"type": "array", "items": {"anyOf": [_TEXT, _COUNT]}}


def schema() -> _Schema:
    """Return the schema; what is not named in it may be there, and says nothing to a reader of this one."""
    properties: _Schema = {
        "schema": {"const": SCHEMA},
        "equal": {"type": "boolean", "description": "whether nothing that was compared differs"},
        "kinds": _list({"enum": list(KINDS)}),
        "cells": _list(_of("cell")),
        "metadata": _list(_of("value")),
        "noise": _list(_of("noise")),
        "old": _TEXT,
        "new": _TEXT,
        "patch": _of("patch"),
    }
    return {
        "$schema": DIALECT,
        "title": "nbtrack diff",
        **_object(properties, "schema", "equal", "kinds", "cells"),
        "$defs": {**_COMPARED, **_PATCH},
    }


def _object(properties: _Schema, *required: str) -> _Schema:
    return {"type": "object", "properties": properties, "required": list(required)}


def _list(items: _Schema) -> _Schema:
    return {"type": "array", "items": items}


def _of(name: str) -> _Schema:
    return {"$ref": f"#/$defs/{name}"}


_SIDES = {"old": _NUMBER, "new": _NUMBER}
_COMPARED: _Schema = {
    "cell": _object(
        {
            "kind": {"enum": ["same", "changed", "added", "removed", "moved"]},
            **_SIDES,
            "old_type": _TEXT,
            "new_type": _TEXT,
            "source": _list(_of("hunk")),
            "outputs": _list(_of("output")),
            "attachments": _list(_of("part")),
            "metadata": _list(_of("value")),
            "noise": _list(_of("noise")),
        },
        "kind",
    ),
    "hunk": _object(
        {
            "old_start": _NUMBER,
            "new_start": _NUMBER,
            "lines": _list({"type": "string", "pattern": "^[ +-]"}),
        },
        "old_start",
        "new_start",
        "lines",
    ),
    "output": _object({**_SIDES, "name": _TEXT, "parts": _list(_of("part"))}, "name", "parts"),
    "part": _object(
        {
            "name": _TEXT,
            "old_size": _COUNT,
            "new_size": _COUNT,
            "hunks": _list(_of("hunk")),
            "left_out": _COUNT,
            "values": _list(_of("value")),
            "table": _list(_of("table")),
        },
        "name",
    ),
    "value": _object({"path": _list(_TEXT), "old": _TEXT, "new": _TEXT}, "path"),
    "table": _object(
        {"row": _TEXT, "column": _TEXT, "old": _TEXT, "new": _TEXT, "delta": _TEXT}, "row", "column"
    ),
    "noise": _object({"name": {"enum": list(WORDS)}, "times": _NUMBER}, "name", "times"),
}
_SIDE = _object({"sha256": _DIGEST, "cells": _COUNT}, "sha256", "cells")
_SPLICES = _list(
    _object(
        {"old_at": _COUNT, "new_at": _COUNT, "old": {"type": "array"}, "new": {"type": "array"}},
        "old_at",
        "new_at",
        "old",
        "new",
    )
)
_PATCH: _Schema = {
    "patch": _object(
        {"old": _SIDE, "new": _SIDE, "cells": _list(_of("changed-cell")), "document": _list(_of("edit"))},
        "old",
        "new",
        "cells",
        "document",
    ),
    "changed-cell": {
        **_object({**_SIDES, "edits": _list(_of("edit")), "cell": {"type": "object"}}),
        "oneOf": [
            {"required": ["old", "new", "edits"]},
            {"required": ["old", "cell"], "not": {"required": ["new"]}},
            {"required": ["new", "cell"], "not": {"required": ["old"]}},
        ],
    },
    "edit": {
        **_object({"path": _PATH, "old": True, "new": True, "items": _SPLICES, "lines": _SPLICES}, "path"),
        "oneOf": [
            {"anyOf": [{"required": ["old"]}, {"required": ["new"]}]},
            {"required": ["items"]},
            {"required": ["lines"]},
        ],
    },
}
