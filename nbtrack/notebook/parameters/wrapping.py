"""Find out before a run whether `Decimal`, `date` and their like will take a text."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

# What numpy and pandas make is left to the notebook: importing them here would cost a second.
_MAKERS = {
    "Decimal": ("decimal", "Decimal", None),
    "Fraction": ("fractions", "Fraction", None),
    "UUID": ("uuid", "UUID", None),
    "date": ("datetime", "date", "fromisoformat"),
    "datetime": ("datetime", "datetime", "fromisoformat"),
    "time": ("datetime", "time", "fromisoformat"),
}


def check_argument(name: str, argument: object) -> Any:
    """Return the argument of a wrapper; raises ValueError or ArithmeticError where it would not take it."""
    if name in _MAKERS:
        module, attribute, method = _MAKERS[name]
        maker: Callable[[Any], Any] = getattr(import_module(module), attribute)
        (getattr(maker, method) if method else maker)(argument)
    return argument
