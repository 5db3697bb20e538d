"""JSON for other programs to read."""

from __future__ import annotations

import json
from typing import Any


def plain_json(value: object, *, ensure_ascii: bool = False) -> str:
    """Return JSON as people read it, in which numbers that JSON lacks are texts.

    They are "NaN", "Infinity" and "-Infinity", as Protocol Buffers have them in JSON.
    """
    try:
        return json.dumps(value, indent=2, ensure_ascii=ensure_ascii, allow_nan=False)
    except ValueError:
        return json.dumps(_spelled(value), indent=2, ensure_ascii=ensure_ascii)


def _spelled(value: Any) -> Any:
    if isinstance(value, float):
        return json.dumps(value) if value != value or value in (float("inf"), -float("inf")) else value
    if isinstance(value, dict):
        return {key: _spelled(inner) for key, inner in value.items()}
    return [_spelled(inner) for inner in value] if isinstance(value, (list, tuple)) else value
