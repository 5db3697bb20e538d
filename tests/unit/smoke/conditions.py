"""Trials for tests: this interpreter, a minute, nothing out of the ordinary."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from nbtrack.errors import NbtrackError
from nbtrack.smoke.interpreter import Interpreter
from nbtrack.smoke.trial import Conditions, Limits
from nbtrack.smoke.watching import run_all

if TYPE_CHECKING:
    from nbtrack.smoke.trial import Trial
    from nbtrack.smoke.verdict import Verdict


def under(
    *, timeout_s: float = 60, memory_bytes: int = 0, python: str = sys.executable, **more: Any
) -> Conditions:
    """Return conditions with some that are out of the ordinary."""
    limits = Limits(timeout_s, memory_bytes)
    return Conditions(limits, "skip", Interpreter(python, "given"), **more)


def run_one(trial: Trial) -> Verdict:
    """Run one trial and return its verdict; raises RunError where it cannot start."""
    ((_, outcome),) = run_all([(0, trial)], 1, lambda _: None)
    if isinstance(outcome, NbtrackError):
        raise outcome
    return outcome
