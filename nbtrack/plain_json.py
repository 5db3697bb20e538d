"""JSON for other programs to read."""

from __future__ import annotations

import json
import math
from typing import Any


def plain_json(value: object, *, ensure_ascii: bool = False) -> str:
    """Return JSON as people read it, in which numbers that JSON lacks are texts.

    They are "NaN", "Infinity" and "-Infinity", as Protocol Buffers have them in JSON.
    """
    try:
        return json.dumps(value, indent=2, ensure_ascii=ensure_ascii, allow_nan=False)
    except ValueError:
        return json.dumps(finite(value), indent=2, ensure_ascii=ensure_ascii)


def finite(value: object) -> Any:
    """Return a value with texts for the numbers that JSON lacks."""
    if isinstance(value, float):
        return value if math.isfinite(value) else json.dumps(value)
    if isinstance(value, dict):
        return {key: finite(inner) for key, inner in value.items()}
    return [finite(inner) for inner in value] if isinstance(value, (list, tuple)) else value
