"""When the state of a kernel is kept, and how much of it."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from nbtrack.settings import read_settings
from nbtrack.terminal import size_text

if TYPE_CHECKING:
    from nbtrack.store.states import Kept, States

ALWAYS, NEVER = "always", "never"
_STATES = 4  # as large as one may be, in one store
_SHARE_OF_FREE = 4  # one state takes at most this part of what is free


@dataclass(frozen=True, slots=True, kw_only=True)
class StateLimits:
    """How many seconds cells must have taken to be worth it, the bytes and seconds that it may take."""

    after_s: float
    most_bytes: int
    most_s: float


def state_limits(folder: str, when: str | None) -> StateLimits | None:
    """Return what the settings of a folder say, where nobody says otherwise; None where nothing is kept."""
    settings = read_settings(folder)
    when = when or settings.value("record.keep-state")
    if when == NEVER:
        return None
    return StateLimits(
        after_s=0.0 if when == ALWAYS else settings.value("record.state-after"),
        most_bytes=settings.value("record.state-max-size"),
        most_s=settings.value("record.state-max-seconds"),
    )


def room_for(limits: StateLimits, folder: str) -> dict[str, Any]:
    """Return how many bytes a state may take on a disk, and what there is to say of more."""
    free = shutil.disk_usage(folder).free // _SHARE_OF_FREE
    if free < limits.most_bytes:
        return {
            "most_bytes": free,
            "too_large": f"it is larger than {size_text(free)}, a quarter of what is free",
        }
    too_large = f"it is larger than {size_text(limits.most_bytes)}, as record.state-max-size says"
    return {"most_bytes": limits.most_bytes, "too_large": too_large}


def outdated_states(states: States, folder: str) -> list[Kept]:
    """Return the states that the settings of a folder let go."""
    settings = read_settings(folder)
    most_bytes = settings.value("record.state-max-size") * _STATES
    return states.outdated(keep_days=settings.value("record.state-keep-days"), most_bytes=most_bytes)
