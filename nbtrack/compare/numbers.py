"""Numbers as people compare them."""

from __future__ import annotations

import math
from typing import Any

_MOST = 60
_EXACT = 1e15  # up to here a float holds whole numbers; counts of rows and parameters are logged as floats


def value_text(value: Any) -> str:
    """Return a value in as few characters as tell it: six digits of a fraction, a long text shortened."""
    if isinstance(value, float):
        return f"{value:.0f}" if abs(value) < _EXACT and value.is_integer() else f"{value:.6g}"
    return shortened(value if isinstance(value, str) else repr(value))


def shortened(text: str) -> str:
    """Return a text, cut where it is too long for a table."""
    return text if len(text) <= _MOST else text[: _MOST - 1] + "…"


def delta_text(old: float | None, new: float | None) -> str:
    """Return how a number changed, "+0.02 (+2.1 %)"; empty where there is nothing to compare."""
    if old is None or new is None or not (math.isfinite(old) and math.isfinite(new)):
        return ""
    delta = new - old
    if delta == 0:
        return "="
    relative = f" ({delta / abs(old):+.1%})" if old else ""
    return f"{delta:+.4g}{relative}"
