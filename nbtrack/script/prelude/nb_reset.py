"""Forget names."""


def _nb_reset(names: dict) -> None:  # type: ignore[type-arg]
    """Forget every name that the notebook defined."""
    kept = ("display", "get_ipython")
    for name in [name for name in names if not name.startswith("_") and name not in kept]:
        del names[name]
