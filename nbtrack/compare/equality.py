"""When two values of runs are the same to a person who reads, and to the code that is given them."""

from __future__ import annotations

import math
from typing import Any


def equal(one: object, other: object) -> bool:
    """Tell whether a person takes both for the same."""
    if isinstance(one, float) and isinstance(other, float) and math.isnan(one) and math.isnan(other):
        return True
    # To a person who reads a comparison, True is not 1.
    return isinstance(one, bool) == isinstance(other, bool) and bool(one == other)


def equal_in_type(one: Any, other: Any) -> bool:
    """Tell whether code that is given either does the same: 1 is not 1.0, which divides another way."""
    if type(one) is not type(other):
        return False
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(equal_in_type(one[key], other[key]) for key in one)
    if isinstance(one, list):
        return len(one) == len(other) and all(map(equal_in_type, one, other))
    return equal(one, other)
