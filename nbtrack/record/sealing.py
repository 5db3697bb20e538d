"""Turn a run that is over into its record, or leave its last words where the disk has no room for one."""

from __future__ import annotations

import contextlib
import time
from typing import TYPE_CHECKING, Any

from nbtrack.errors import StoreError
from nbtrack.record.previous import compare_with_previous
from nbtrack.store.clock import utc_text
from nbtrack.store.digest import short_id

if TYPE_CHECKING:
    from collections.abc import Callable

    from nbtrack.record.reserve import Reserve
    from nbtrack.store.live import LiveRun
    from nbtrack.store.record import Failure, RunRecord
    from nbtrack.store.store import Store


def ending(status: str, error: Failure | None, started: float) -> dict[str, Any]:
    """Return the last fields of a run that ends now."""
    ended = time.time()
    return {
        "status": status,
        "error": error,
        "ended": utc_text(ended),
        "duration_s": round(ended - started, 3),
    }


def sealed(
    live: LiveRun,
    store: Store,
    folder: str,
    reserve: Reserve,
    gather: Callable[[], None],
    end: dict[str, Any],
) -> RunRecord:
    """Gather what the run used, compare it with the one before, and seal it.

    Raises StoreError where the disk refuses; what was kept so far is then sealed by whoever lists runs.
    """
    try:
        gather()
    except StoreError as refusal:
        reserve.release()
        with contextlib.suppress(StoreError):
            live.append(**end)
        raise _put_off(live, refusal) from None
    try:
        reserve.release()
        live.append(**end)
        previous, diff = compare_with_previous(store, live.whole(), folder)
        return live.seal(previous=previous, diff=diff)
    except StoreError as refusal:
        raise _put_off(live, refusal) from None


def _put_off(live: LiveRun, refusal: StoreError) -> StoreError:
    hint = (
        f"once there is room, `nbtrack runs` makes a record of what run {short_id(live.id)} has kept so far"
    )
    return StoreError(refusal.message, hint=hint)
