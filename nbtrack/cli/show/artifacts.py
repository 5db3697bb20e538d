"""What a run kept beside its outputs: files, figures, tables, and what a script printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nbtrack.errors import StoreError
from nbtrack.store.digest import short_id
from nbtrack.store.live import OUTPUT
from nbtrack.store.printed import read_printed
from nbtrack.store.statuses import RUNNING
from nbtrack.terminal import size_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nbtrack.store.record import RunRecord
    from nbtrack.store.store import Store

_MOST = 8


def artifact_facts(record: RunRecord) -> Iterator[tuple[str, str]]:
    """Yield a line that names them, with a title."""
    named = [f"{name} ({size_text(one.size_bytes)})" for name, one in record.artifacts.items()]
    if named:
        more = f", … {len(named) - _MOST} more" if len(named) > _MOST else ""
        yield "artifacts", ", ".join(named[:_MOST]) + more


def artifact_b(record: RunRecord, name: str, store: Store) -> bytes:
    """Return what one holds; of a script that still runs, what it printed so far. Raises StoreError."""
    if name == OUTPUT and record.status == RUNNING and record.script:
        return read_printed(store.live_folder(record.id))
    if name not in record.artifacts:
        raise StoreError(
            f"run {short_id(record.id)} has no artifact {name!r}",
            hint=f"it has {', '.join(record.artifacts) or 'none'}",
        )
    return store.blobs.get(record.artifacts[name].blob)
