"""The class that a library wants its callbacks to be of."""

from __future__ import annotations

from importlib import import_module
from typing import Any


def base_class(name: str, *modules: str) -> Any:
    """Return the class of the first module that is there, and plain `object` without any of them."""
    for module in modules:
        try:
            return getattr(import_module(module), name)
        except (ImportError, AttributeError):
            continue
    return object
