"""A record as JSON values."""

from __future__ import annotations

from binascii import a2b_base64
from dataclasses import MISSING, fields
from typing import TYPE_CHECKING, Any, TypeVar

from nbtrack.store.record import (
    Artifact,
    CellRun,
    ConfigFile,
    DataUse,
    Environment,
    Failure,
    GitState,
    Metric,
    Parameter,
    Part,
    RecordedNotebook,
    Resumed,
    RunRecord,
)
from nbtrack.store.seal import SCHEMA, damaged

if TYPE_CHECKING:
    from collections.abc import Mapping

    AnyPart = TypeVar("AnyPart", bound=Part)

VALUES = frozenset(("parameters", "metrics", "cells"))  # of which a run has many
_ATTACHED = "attached"
_NOTHING: Mapping[str, bytes] = {}
_SCALARS = frozenset((str, int, float, bool, type(None)))
_ONE: dict[str, type[Part]] = {
    "notebook": RecordedNotebook,
    "error": Failure,
    "git": GitState,
    "data": DataUse,
    "environment": Environment,
    "resumes": Resumed,
}
_MANY: dict[str, type[Part]] = {"cells": CellRun, "config_files": ConfigFile}
_NAMED: dict[str, type[Part]] = {"parameters": Parameter, "metrics": Metric, "artifacts": Artifact}


def record_of(said: dict[str, Any], attached: Mapping[str, bytes] = _NOTHING) -> RunRecord:
    """Return the record of what was sealed; raises StoreError where another program sealed it so."""
    try:
        return from_json(said, attached)
    except (TypeError, ValueError, AttributeError) as error:
        raise damaged(said["id"], str(error)) from None


def to_json(record: RunRecord) -> dict[str, Any]:
    """Return the record as JSON values; what is attached, or says no more than its default, is left out."""
    return {"schema": SCHEMA} | part_to_json(record)


def from_json(found: Mapping[str, Any], attached: Mapping[str, bytes] = _NOTHING) -> RunRecord:
    """Return the record of JSON values; raises ValueError or TypeError where they are none."""
    if found.get("schema") != SCHEMA:
        raise ValueError(f"unknown schema {found.get('schema')!r}, this nbtrack knows {SCHEMA}")
    values = {name: _built(name, value) for name, value in found.items() if name != "schema"}
    return _part(RunRecord, {_ATTACHED: attached, **values} if attached else values)


def bare_of(said: dict[str, Any], attached: Mapping[str, bytes] = _NOTHING) -> RunRecord:
    """Return the record without its many values, which name no blobs; raises where they make no record.

    To build them takes several times as long as all the rest of a record.
    """
    bare = {name: value for name, value in said.items() if name not in VALUES}
    try:
        for name in VALUES & said.keys():
            _look_at(name, said[name])
        return from_json(bare, attached)
    except (TypeError, ValueError, AttributeError) as error:
        raise damaged(said["id"], str(error)) from None


def _look_at(name: str, values: Any) -> None:
    kind, parts = (_MANY[name], values) if name in _MANY else (_NAMED[name], values.values())
    for part in parts:
        if not part.keys() >= _REQUIRED[kind]:
            raise TypeError(f"one of its {name} lacks {', '.join(sorted(_REQUIRED[kind] - part.keys()))}")


def in_order(said: Mapping[str, Any]) -> dict[str, Any]:
    """Return a record's JSON values as `to_json` orders them, what is known first."""
    known = ["schema", *(name for name, _ in _DEFAULTS[RunRecord])]
    return {name: said[name] for name in known if name in said} | dict(said)


def tidied(found: Mapping[str, Any]) -> dict[str, Any]:
    """Return the JSON values of a record without what says no more than its default, as `to_json` does.

    That what stands by name or number has been tidied before is taken for granted.
    """
    parts = {name: _tidied(kind, part) for name, kind in _ONE.items() if (part := found.get(name))}
    return _tidied(RunRecord, {**found, **parts})


def part_to_json(part: Part) -> dict[str, Any]:
    """Return one part as JSON values."""
    found = dict(part.extra)
    for name, default in _DEFAULTS[type(part)]:
        value = getattr(part, name)
        if value != default:
            found[name] = value if type(value) in _SCALARS else json_of(value)
    return found


def json_of(value: Any) -> Any:
    """Return the value of a record's field as JSON values."""
    if isinstance(value, Part):
        return part_to_json(value)
    if isinstance(value, tuple) and value and isinstance(value[0], Part):
        return [part_to_json(inner) for inner in value]
    if isinstance(value, dict) and any(isinstance(inner, Part) for inner in value.values()):
        return {key: part_to_json(inner) for key, inner in value.items()}
    return list(value) if isinstance(value, tuple) else value


def _tidied(kind: type[Part], found: Mapping[str, Any]) -> dict[str, Any]:
    defaults = _JSON_DEFAULTS[kind]
    return {name: value for name, value in found.items() if name not in defaults or value != defaults[name]}


def _built(name: str, value: Any) -> Any:
    if name in _ONE and value is not None:
        return _part(_ONE[name], value)
    if name in _MANY:
        return tuple(_part(_MANY[name], inner) for inner in value)
    if name in _NAMED:
        return {key: _part(_NAMED[name], inner) for key, inner in value.items()}
    if name == _ATTACHED:  # of a record from before it stood beside the JSON
        return {digest: a2b_base64(packed) for digest, packed in value.items()}
    return tuple(value) if name in ("tags", "command") else value


def _part(kind: type[AnyPart], found: dict[str, Any]) -> AnyPart:
    known = _FIELDS[kind]
    if found.keys() <= known:  # most often: listing ten thousand runs builds half a million parts
        return kind(**found)
    extra = {name: value for name, value in found.items() if name not in known}
    return kind(extra=extra, **{name: value for name, value in found.items() if name in known})


def _defaults(kind: type[Part]) -> tuple[tuple[str, Any], ...]:
    """Return the fields of a part with their defaults, MISSING where there is none."""
    return tuple(
        (item.name, item.default if item.default_factory is MISSING else item.default_factory())
        for item in fields(kind)
        if item.name not in ("extra", _ATTACHED)
    )


# Asking a dataclass for its fields takes as long as all the rest of writing a small record.
_KINDS: tuple[type[Part], ...] = (RunRecord, *_ONE.values(), *_MANY.values(), *_NAMED.values())
_DEFAULTS = {kind: _defaults(kind) for kind in _KINDS}
_JSON_DEFAULTS = {
    kind: {name: json_of(value) for name, value in defaults if value is not MISSING}
    for kind, defaults in _DEFAULTS.items()
}
_REQUIRED = {
    kind: frozenset(name for name, default in defaults if default is MISSING)
    for kind, defaults in _DEFAULTS.items()
}
_FIELDS = {kind: frozenset(item.name for item in fields(kind) if item.name != "extra") for kind in _KINDS}
