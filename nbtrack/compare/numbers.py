"""Numbers as people compare them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from nbtrack.terminal import cut

if TYPE_CHECKING:
    from collections.abc import Sequence

_MOST = 60
_EXACT = 1e15  # up to here a float holds whole numbers; counts of rows and parameters are logged as floats


def value_text(value: object) -> str:
    """Return a value in as few characters as tell it: six digits of a fraction, a long text shortened."""
    if isinstance(value, float):
        return _float_text(value)
    return shortened(value if isinstance(value, str) else repr(value))


def _float_text(value: float) -> str:
    return f"{value:.0f}" if abs(value) < _EXACT and value.is_integer() else f"{value:.6g}"


def value_texts(values: Sequence[Any]) -> list[str]:
    """Return the same of many values, nothing of None: most columns hold numbers of one kind."""
    kinds = {*map(type, values)}
    if kinds == {float}:
        is_any_whole = any(map(float.is_integer, values))
        return list(map(_float_text if is_any_whole else "{:.6g}".format, values))
    if kinds == {int}:
        texts = list(map(repr, values))
        return texts if max(map(len, texts)) <= _MOST else list(map(shortened, texts))
    return ["" if value is None else value_text(value) for value in values]


def shortened(text: str) -> str:
    """Return a text, cut where it is too long for a table."""
    return cut(text, _MOST)


def delta_text(old: float | None, new: float | None) -> str:
    """Return how a number changed, "+0.02 (+2.1 %)"; empty where there is nothing to compare."""
    if old is None or new is None:
        return ""
    if old == new or (math.isnan(old) and math.isnan(new)):
        return "="
    if not (math.isfinite(old) and math.isfinite(new)):
        return ""
    delta = new - old
    share = f"{delta / abs(old):+.1%}" if old else ""
    return f"{delta:+.4g} ({share})" if share.strip("+-0.%") else f"{delta:+.4g}"
