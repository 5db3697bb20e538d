"""Look for what is missing or damaged in a store."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from nbtrack.errors import NbtrackError, StoreError
from nbtrack.store.attached import attached_or_get
from nbtrack.store.digest import first_digits, short_id
from nbtrack.store.kept_outputs import KeptOutputs
from nbtrack.store.notebooks import get_notebook, parts_of
from nbtrack.store.telling import silent
from nbtrack.store.undo_log import UndoLog

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nbtrack.store.record import RunRecord
    from nbtrack.store.store import Store
    from nbtrack.store.telling import Tell


class Trouble(NamedTuple):
    """What is wrong, and with which run or blob."""

    where: str
    what: str


def verify(store: Store, tell: Tell = silent) -> Iterator[Trouble]:
    """Yield what is wrong: records and blobs that do not fit their digest, blobs that are missing."""
    runs, blobs = set(store.records.ids()), list(store.blobs.digests())
    total = len(runs) + len(blobs)
    for name in store.records.damaged_packs():
        yield Trouble(f"pack {first_digits(name)}", "it is damaged, and what runs are in it is not known")
    for number, (run_id, record) in enumerate(store.records.checked(runs)):
        tell(number, total)
        if isinstance(record, StoreError):
            yield Trouble(f"run {short_id(run_id)}", record.message)
            continue
        try:
            yield from _missing(store, record)
        except NbtrackError as error:
            yield Trouble(f"run {short_id(run_id)}", error.message)
    for digest in sorted(store.annotations.digests()):
        try:
            store.annotations.get(digest)
        except StoreError as error:
            yield Trouble(f"annotation {first_digits(digest)}", error.message)
    for number, digest in enumerate(blobs, len(runs)):
        tell(number, total)
        try:
            store.blobs.get(digest)
        except NbtrackError as error:
            yield Trouble(f"blob {first_digits(digest)}", error.message)
    for entry_id, what in UndoLog(store.root).troubles():
        yield Trouble(f"undo {entry_id}", what)
    kept = KeptOutputs(store.root)
    for version in kept.everything():
        try:
            kept.read(version)
        except StoreError as error:
            yield Trouble(f"outputs {short_id(version.digest)}", error.message)


def blobs_of(record: RunRecord) -> dict[str, str]:
    """Return the blobs that a record names and does not hold itself, notebooks apart, by what they are."""
    named = {
        "script": record.script,
        "extracted script": record.notebook.script,
        "series": record.series,
        "system metrics": record.system,
        "comparison": record.diff,
        "traceback": record.error and record.error.traceback,
        "patch": record.git and record.git.patch,
        "packages": record.environment and record.environment.packages,
        "imported packages": record.environment and record.environment.imported,
        "lock": record.environment and record.environment.lock,
        "machine": record.environment and record.environment.machine,
        "list of files": record.data and record.data.files,
    }
    files = {f"configuration file {file.path}": file.blob for file in record.config_files}
    files |= {f"artifact {name}": artifact.blob for name, artifact in record.artifacts.items()}
    files |= {f"module {path}": digest for path, digest in record.modules.items()}
    files |= {f"paired {name}": digest for name, digest in record.notebook.paired.items()}
    return {
        what: digest
        for what, digest in {**named, **files}.items()
        if digest and digest not in record.attached
    }


def notebooks_of(record: RunRecord) -> dict[str, str]:
    """Return the notebooks that a record names, by what they are."""
    kept = record.notebook
    named = {"given notebook": kept.given, "notebook as run": kept.as_run, "executed notebook": kept.executed}
    return {what: name for what, name in named.items() if name}


def _missing(store: Store, record: RunRecord) -> Iterator[Trouble]:
    where = f"run {short_id(record.id)}"
    for digest in record.attached:
        try:
            attached_or_get(record, store.blobs, digest)
        except StoreError as error:
            yield Trouble(where, error.message)
    for what, digest in blobs_of(record).items():
        if digest not in store.blobs:
            yield Trouble(where, f"its {what} is missing: blob {first_digits(digest)}")
    for what, name in notebooks_of(record).items():
        try:
            absent = [digest for digest in parts_of(store.blobs, name) if digest not in store.blobs]
            if not absent:
                get_notebook(store.blobs, name)
        except NbtrackError as error:
            yield Trouble(where, f"its {what}: {error.message}")
            continue
        if absent:
            yield Trouble(where, f"its {what} lacks blob {first_digits(absent[0])}")
