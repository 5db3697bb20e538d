"""A diff as JSON values, for a run's record and for programs; what says nothing is left out."""

from __future__ import annotations

from typing import Any

from nbtrack.diff.kinds import kinds_of
from nbtrack.diff.model import (
    CellDiff,
    LineHunk,
    NoiseCount,
    NotebookDiff,
    OutputChange,
    PartChange,
    TableChange,
    ValueChange,
)
from nbtrack.errors import DiffError

SCHEMA = "nbtrack.diff/1"
_Value = (
    NotebookDiff | CellDiff | OutputChange | PartChange | LineHunk | ValueChange | TableChange | NoiseCount
)
_LISTS: dict[str, type[_Value]] = {
    "cells": CellDiff,
    "source": LineHunk,
    "hunks": LineHunk,
    "outputs": OutputChange,
    "parts": PartChange,
    "attachments": PartChange,
    "metadata": ValueChange,
    "values": ValueChange,
    "table": TableChange,
    "noise": NoiseCount,
}
_TEXTS = ("lines", "path")


def diff_to_json(diff: NotebookDiff) -> dict[str, Any]:
    """Return a diff as JSON values."""
    return {"schema": SCHEMA, "equal": diff.is_empty, "kinds": list(kinds_of(diff))} | _written(diff)


def diff_from_json(found: dict[str, Any]) -> NotebookDiff:
    """Return the diff of JSON values; raises DiffError where they are none."""
    if found.get("schema") != SCHEMA:
        raise DiffError(f"unknown schema {found.get('schema')!r} of a diff, this nbtrack knows {SCHEMA}")
    try:
        return NotebookDiff(**_read(NotebookDiff, found))
    except (TypeError, AttributeError) as error:
        raise DiffError(f"this is no diff: {error}") from None


def _written(value: _Value) -> dict[str, Any]:
    defaults = value._field_defaults
    return {
        name: [_written(inner) if name in _LISTS else inner for inner in field]
        if isinstance(field, tuple)
        else field
        for name, field in value._asdict().items()
        if field is not None and (name not in defaults or field != defaults[name])
    }


def _read(kind: type[_Value], found: dict[str, Any]) -> dict[str, Any]:
    return {
        name: _field(name, found.get(name))
        for name in kind._fields
        if name in found or name not in kind._field_defaults
    }


def _field(name: str, value: Any) -> Any:
    if name in _LISTS:
        kind = _LISTS[name]
        return tuple(kind(**_read(kind, inner)) for inner in value)
    return tuple(value) if name in _TEXTS else value
