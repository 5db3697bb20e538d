"""What a run kept beside its values: files, figures and tables, points of metrics."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nbtrack.errors import StoreError
from nbtrack.store.attached import series_of
from nbtrack.store.digest import short_id
from nbtrack.store.live import OUTPUT
from nbtrack.store.logged import read_points
from nbtrack.store.printed import read_printed
from nbtrack.store.series import unpack
from nbtrack.store.statuses import RUNNING

if TYPE_CHECKING:
    from nbtrack.store.record import RunRecord
    from nbtrack.store.series import Series
    from nbtrack.store.store import Store


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


def points_of(record: RunRecord, metric: str, store: Store) -> Series:
    """Return the points of a metric, `system/cpu` and such among them; raises StoreError."""
    table = (
        read_points(store.live_folder(record.id))
        if record.status == RUNNING
        else series_of(record, store.blobs)
    )
    system = unpack(store.blobs.get(record.system)) if record.system else {}
    table |= {f"system/{name}": series for name, series in system.items()}
    if metric not in table:
        raise StoreError(
            f"run {short_id(record.id)} has no metric {metric!r}", hint=f"it has {', '.join(table) or 'none'}"
        )
    return table[metric]
