"""The version of a notebook or script that a record holds: the bytes of its file as they were."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, NamedTuple

from nbtrack.errors import StoreError
from nbtrack.notebook.discovery import SUFFIX
from nbtrack.notebook.document import parse
from nbtrack.notebook.parameters.declared import INJECTED_TAG
from nbtrack.store.digest import digest_of, short_id
from nbtrack.store.notebooks import code_digest, get_notebook, put_notebook
from nbtrack.store.record import RecordedNotebook

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nbtrack.store.blobs import Blobs
    from nbtrack.store.record import RunRecord

NOTEBOOK = SUFFIX


class Kept(NamedTuple):
    """A version in the store: the name that it has there, and the fields of a record that hold it."""

    name: str
    fields: dict[str, Any]


def keep_version(path: str, raw: bytes, blobs: Blobs) -> Kept:
    """Keep a file's content; raises NotebookError where a notebook's is none."""
    if path.endswith(NOTEBOOK):
        code = code_of(path, raw)
        name = put_notebook(blobs, raw)
        return Kept(name, {"notebook": RecordedNotebook(given=name, code=code)})
    name = blobs.put(raw)
    return Kept(name, {"script": name})


def code_of(path: str, raw: bytes) -> str:
    """Return the digest by which a record would know a file's code; raises NotebookError."""
    return code_digest(parse(raw, path), INJECTED_TAG) if path.endswith(NOTEBOOK) else digest_of(raw)


def version_name(record: RunRecord) -> str | None:
    """Return the name of the version that a record was given, None where it has none.

    Equal bytes have equal names.
    """
    return record.notebook.given or record.script


def version_at(record: RunRecord, path: str) -> str | None:
    """Return the name of a file's version in a record, which is of the file or of its twin."""
    if path.endswith(NOTEBOOK):
        return record.notebook.given
    return _paired_text(record.notebook, path) if record.notebook.given else record.script


def _paired_text(notebook: RecordedNotebook, path: str) -> str | None:
    """Return a paired text by its name, one that was renamed by its suffix."""
    alike = [blob for name, blob in notebook.paired.items() if _suffix(name) == _suffix(path)]
    return notebook.paired.get(os.path.basename(path), alike[0] if len(alike) == 1 else None)


def _suffix(path: str) -> str:
    return os.path.splitext(path)[1]


def read_version_at(record: RunRecord, path: str, blobs: Blobs) -> bytes:
    """Return what a file was at the time of a record of it or of its twin; raises StoreError."""
    name = version_at(record, path)
    if name is None:
        raise StoreError(
            f"{record.kind} {short_id(record.id)} is of {record.experiment}, and holds no version of {path}"
        )
    return get_notebook(blobs, name) if path.endswith(NOTEBOOK) else blobs.get(name)


def read_version(record: RunRecord, blobs: Blobs) -> bytes:
    """Return the file as a record was given it; raises StoreError."""
    if record.notebook.given:
        return get_notebook(blobs, record.notebook.given)
    if record.script:
        return blobs.get(record.script)
    raise StoreError(f"{record.kind} {short_id(record.id)} holds no version of {record.experiment}")


def read_executed(record: RunRecord, blobs: Blobs) -> bytes:
    """Return the notebook as it came out of a run; raises StoreError where nothing did."""
    if record.notebook.executed is None:
        raise StoreError(f"{record.kind} {short_id(record.id)} has no executed notebook")
    return get_notebook(blobs, record.notebook.executed)


def first_of_each(records: Iterable[RunRecord], path: str) -> Iterator[RunRecord]:
    """Yield of records, newest first, those in which a file changed: the oldest of each row of equals."""
    last: RunRecord | None = None
    for record in records:
        if version_at(record, path) is None:
            continue
        if last and version_at(last, path) != version_at(record, path):
            yield last
        last = record
    if last:
        yield last
