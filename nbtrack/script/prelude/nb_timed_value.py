"""Measure an expression."""

from nbtrack.script.prelude.nb_timed import _nb_timed


def _nb_timed_value(expression):  # type: ignore[no-untyped-def]
    """Return the value of an expression and print how long it took."""
    with _nb_timed():
        return expression()
