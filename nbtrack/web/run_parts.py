"""Parts of a run's page that stand in blobs; what is wrong with one is told in its place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nbtrack.errors import NbtrackError
from nbtrack.store.digest import short_id
from nbtrack.store.live import OUTPUT
from nbtrack.store.printed import read_printed
from nbtrack.store.statuses import RUNNING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from nbtrack.diff.page.sections import Section
    from nbtrack.store.record import RunRecord
    from nbtrack.store.store import Store
    from nbtrack.web.table.row import RunRow

RECENT = 100  # of an experiment's runs: those that a page looks at for neighbours and noise
_MOST_BYTES = 200_000  # of a log or a patch; the whole is there to download


def readable(part: Callable[[], Any]) -> Any:
    """Return a part, or what keeps it from being read."""
    try:
        return part()
    except (NbtrackError, OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        return {"trouble": getattr(error, "message", "") or f"cannot be read: {error}"}


def brief(record: RunRecord | RunRow) -> dict[str, Any]:
    """Return what a link to a run says."""
    return {
        "id": record.id,
        "label": record.name or short_id(record.id),
        "started": record.started,
        "status": record.status,
        "duration_s": record.duration_s,
    }


def sections_json(sections: Iterable[Section]) -> list[dict[str, Any]]:
    """Return sections of a comparison as JSON values."""
    return [
        {
            "title": section.title,
            "rows": [
                [[{"text": piece.text, "tone": piece.tone} for piece in column] for column in row]
                for row in section.rows
            ],
        }
        for section in sections
    ]


def log_of(store: Store, record: RunRecord) -> dict[str, Any] | None:
    """Return what a script printed, and the traceback of what failed."""
    printed = _printed(store, record)
    failure = record.error
    traceback = store.blobs.get(failure.traceback) if failure and failure.traceback else b""
    if not printed and not traceback:
        return None
    return {"printed": _text(printed[-_MOST_BYTES:]), "traceback": _text(traceback[-_MOST_BYTES:])}


def _printed(store: Store, record: RunRecord) -> bytes:
    if record.status == RUNNING:
        return read_printed(store.live_folder(record.id))
    kept = record.artifacts.get(OUTPUT)
    return store.blobs.get(kept.blob) if kept else b""


def patch_of(store: Store, record: RunRecord) -> str:
    """Return what was not committed when the run began."""
    if not record.git or not record.git.patch:
        return ""
    return _text(store.blobs.get(record.git.patch)[:_MOST_BYTES])


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "replace")
