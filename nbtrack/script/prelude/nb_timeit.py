"""Measure by repetition."""


def _nb_timeit(statement):  # type: ignore[no-untyped-def]
    """Print how long a statement, or a function, takes on average."""
    import sys
    import timeit

    caller = sys._getframe(1)
    timer = timeit.Timer(statement, globals={**caller.f_globals, **caller.f_locals})
    loops, total_s = timer.autorange()
    print(f"{total_s / loops:.3g} s per loop, mean of {loops:,}")
