"""The version of a notebook or script that a record holds: the bytes of its file as they were."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from nbtrack.errors import StoreError
from nbtrack.notebook.document import parse
from nbtrack.notebook.parameters.declared import INJECTED_TAG
from nbtrack.store.digest import digest_of
from nbtrack.store.notebooks import code_digest, get_notebook, put_notebook
from nbtrack.store.record import RecordedNotebook

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nbtrack.store.blobs import Blobs
    from nbtrack.store.record import RunRecord

NOTEBOOK = ".ipynb"


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


def read_version(record: RunRecord, blobs: Blobs) -> bytes:
    """Return the file as a record was given it; raises StoreError."""
    if record.notebook.given:
        return get_notebook(blobs, record.notebook.given)
    if record.script:
        return blobs.get(record.script)
    raise StoreError(f"{record.kind} {record.id[:8]} holds no version of {record.experiment}")


def read_executed(record: RunRecord, blobs: Blobs) -> bytes:
    """Return the notebook as it came out of a run; raises StoreError where nothing did."""
    if record.notebook.executed is None:
        raise StoreError(f"{record.kind} {record.id[:8]} has no executed notebook")
    return get_notebook(blobs, record.notebook.executed)


def first_of_each(records: Iterable[RunRecord]) -> Iterator[RunRecord]:
    """Yield of records, newest first, those in which the file changed: the oldest of each row of equals."""
    last: RunRecord | None = None
    for record in records:
        if version_name(record) is None:
            continue
        if last and version_name(last) != version_name(record):
            yield last
        last = record
    if last:
        yield last
