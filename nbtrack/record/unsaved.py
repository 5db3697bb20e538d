"""Make sure that what a file holds is on record, or in git, before it is overwritten."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nbtrack.diff.git_versions import file_at
from nbtrack.errors import GitError, NotebookError, StoreError
from nbtrack.notebook.document import parse
from nbtrack.record.plan import Labels
from nbtrack.record.secrets.clean_version import clean_version
from nbtrack.record.secrets.source_redaction import secrets_in
from nbtrack.record.snapshot import record_version
from nbtrack.store.location import experiment_of
from nbtrack.store.versions import NOTEBOOK, keep_version, version_name
from nbtrack.store.write_once import keep_out_of_git
from nbtrack.terminal import as_word

if TYPE_CHECKING:
    from nbtrack.store.record import RunRecord
    from nbtrack.store.store import Store


def is_saved(path: str, raw: bytes, store: Store) -> bool:
    """Tell whether the last commit, or a run or snapshot of the file, has just these bytes.

    Raises NotebookError for a notebook that is none: nothing on record can have it.
    """
    return _is_committed(path, raw) or _is_recorded(path, raw, store)


def save(path: str, raw: bytes, why: str, store: Store) -> RunRecord:
    """Record what a file holds as a snapshot."""
    return record_version(
        path, keep_version(path, clean_version(path, raw), store.blobs), store, Labels(note=why)
    )


def save_first(path: str, raw: bytes | None, why: str, store: Store) -> RunRecord | None:
    """Record what is about to be overwritten, where nothing else has it.

    Raises StoreError where that cannot be, and so the file must be left as it is.
    """
    if raw is None:
        return None
    try:
        return None if is_saved(path, raw, store) else save(path, raw, why, store)
    except NotebookError as error:
        raise StoreError(
            f"{path} was left as it is: what it holds cannot be recorded, since it is no notebook "
            f"({error.reason})",
            hint=f"move it away, and run this again: `mv {as_word(path)} {as_word(path + '.old')}`",
        ) from None


def require_no_loss(path: str, old: bytes | None, new: bytes) -> None:
    """Raise StoreError where a secret would be overwritten that is nowhere else: no record keeps it."""
    text = _sources(path, old or b"")
    lost = secrets_in(text) - secrets_in(_sources(path, new))
    if lost and not _is_committed(path, old or b""):
        raise StoreError(
            f"{path} was left as it is: it holds what looks like a secret, which is nowhere else",
            hint="--undo keeps the file for `nbtrack undo`, or move it away",
        )


def _sources(path: str, raw: bytes) -> str:
    if not path.endswith(NOTEBOOK):
        return raw.decode("utf-8", "replace")
    try:
        return "\n".join(cell.source for cell in parse(raw, path).cells)
    except NotebookError:
        return ""


def _is_recorded(path: str, raw: bytes, store: Store) -> bool:
    keep_out_of_git(store.root)
    name = keep_version(path, clean_version(path, raw), store.blobs).name  # equal bytes have equal names
    runs = store.runs(experiment_of(path))
    return any(name in (version_name(run), run.notebook.executed) for run in runs)


def committed(path: str) -> bytes | None:
    """Return a file as the last commit has it."""
    try:
        return file_at("HEAD", path)
    except GitError:
        return None


def _is_committed(path: str, raw: bytes) -> bool:
    return committed(path) == raw
