"""Go on behind a cell that may raise."""

from contextlib import contextmanager as _nb_contextmanager


@_nb_contextmanager
def _nb_may_raise():  # type: ignore[no-untyped-def]
    """Print the exception of a block, and go on."""
    import traceback

    try:
        yield
    except Exception:
        traceback.print_exc()
