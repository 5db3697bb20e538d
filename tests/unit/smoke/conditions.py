"""Conditions for tests: this interpreter, a minute, nothing out of the ordinary."""

from __future__ import annotations

import sys
from typing import Any

from nbtrack.smoke.interpreter import Interpreter
from nbtrack.smoke.trial import Conditions, Limits


def under(
    *, timeout_s: float = 60, memory_bytes: int = 0, python: str = sys.executable, **more: Any
) -> Conditions:
    """Return conditions with some that are out of the ordinary."""
    limits = Limits(timeout_s, memory_bytes)
    return Conditions(limits, "skip", Interpreter(python, "given"), **more)
