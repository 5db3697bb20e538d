"""Conditions on records that are at hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nbtrack.compare import where
from nbtrack.compare.fields import field_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from nbtrack.store.record import RunRecord


def condition(text: str, runs: Sequence[RunRecord]) -> Callable[[RunRecord], bool]:
    """Return the condition that a text says about runs."""
    return where.condition(text, lambda name: field_of(name, runs), lambda run: run.tags)
