"""Values that every reader of JSON takes: it has no word for NaN and infinity, so they become texts."""

from __future__ import annotations

import math
from typing import Any


def finite(value: object) -> Any:
    """Return a value with texts for the numbers that JSON lacks."""
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if isinstance(value, dict):
        return {name: finite(one) for name, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [finite(one) for one in value]
    return value
