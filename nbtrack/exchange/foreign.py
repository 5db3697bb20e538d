"""A run of another tool, on its way into the store."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field, replace
from hashlib import sha256
from mimetypes import guess_type
from typing import TYPE_CHECKING, Any

from nbtrack.errors import UsageError
from nbtrack.notebook.document import parse
from nbtrack.notebook.mime_types import BYTES
from nbtrack.record.secrets.redacted_parameters import redacted_parameters
from nbtrack.record.secrets.redaction import redacted_notebook, redacted_text_b
from nbtrack.store.attached import attach_or_put
from nbtrack.store.notebooks import put_notebook
from nbtrack.store.record import Artifact, RecordedNotebook, RunRecord
from nbtrack.store.series import Series, pack

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nbtrack.store.store import Store


@dataclass(frozen=True, slots=True)
class ForeignRun:
    """What its record is to say, its points, the bytes of its executed notebook, and its files by name."""

    record: RunRecord
    series: Mapping[str, Series] = field(default_factory=dict)
    executed: bytes | None = None
    artifacts: Mapping[str, str] = field(default_factory=dict)


def foreign_id(tool: str, identity: str) -> str:
    """Return the id that a run of another tool has here, the same each time it is taken in."""
    return sha256(f"{tool}:{identity}".encode("utf-8", "surrogatepass")).hexdigest()[:16]


def keep(run: ForeignRun, store: Store) -> bool:
    """Seal the record of a foreign run, False where it is there already; raises StoreError."""
    if store.records.has(run.record.id):
        return False
    record = replace(run.record, parameters=redacted_parameters(run.record.parameters))
    series = {name: one for name, one in run.series.items() if one}
    if series:
        digest, attached = attach_or_put(store.blobs, pack(series))
        metrics = {name: one.summary() for name, one in series.items()}
        record = replace(record, series=digest, attached=attached, metrics=metrics)
    if run.executed is not None:
        name = put_notebook(store.blobs, redacted_notebook(parse(run.executed, record.experiment)).raw)
        record = replace(record, notebook=RecordedNotebook(executed=name))
    if run.artifacts:
        kept = {name: _artifact(path, store) for name, path in run.artifacts.items()}
        record = replace(record, artifacts=kept)
    store.records.add(record)
    return True


def _artifact(path: str, store: Store) -> Artifact:
    try:
        with open(path, "rb") as file:
            raw = redacted_text_b(file.read())
    except OSError as error:
        raise UsageError(f"cannot read {path}: {(error.strerror or 'unreadable').lower()}") from None
    media_type = guess_type(path)[0] or BYTES
    return Artifact(store.blobs.put(raw), len(raw), media_type)


def value_of(text: str) -> Any:
    """Return the value of which `str()` made a text, where that is certain: a number, True, False or None."""
    try:
        value = ast.literal_eval(text)
    except (ValueError, SyntaxError, RecursionError, MemoryError):
        return text
    return value if isinstance(value, (int, float, type(None))) and str(value) == text else text
