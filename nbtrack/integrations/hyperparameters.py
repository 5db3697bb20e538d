"""The parameters that a training library holds itself."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from nbtrack.record.current import parameters
from nbtrack.record.log import is_recording, warn

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def hyperparameters(library: str, asked: Callable[[], Mapping[str, Any]]) -> None:
    """Record what a library is asked for: plain values, no models, data or functions.

    Its code may raise anything, which is no reason to end a training.
    """
    if not is_recording():
        return
    try:
        parameters({name: value for name, value in asked().items() if is_plain(value)})
    except Exception as error:  # noqa: BLE001 - see above
        warn(f"nbtrack.integrations.{library}: parameters not recorded: {error}")


def is_plain(value: object) -> bool:
    """Tell whether a value, and all that is in it, is a number, a text, a path, a boolean or None."""
    if isinstance(value, dict):
        return all(map(is_plain, value.values()))
    if isinstance(value, (list, tuple, set, frozenset)):
        return all(map(is_plain, value))
    return value is None or isinstance(value, (bool, int, float, str, os.PathLike))
