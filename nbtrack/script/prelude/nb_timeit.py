"""Measure by repetition."""


class _NbTimes:
    """What a measurement found, in seconds, as IPython names it."""

    def __init__(self, loops: int, repeat: int, all_runs: list) -> None:  # type: ignore[type-arg]
        import statistics

        self.loops, self.repeat, self.all_runs = loops, repeat, all_runs
        self.timings = [run / loops for run in all_runs]
        self.best, self.worst = min(self.timings), max(self.timings)
        self.average, self.stdev = statistics.mean(self.timings), statistics.pstdev(self.timings)

    def __str__(self) -> str:
        return f"{self.average:.3g} s per loop, mean of {self.repeat} runs of {self.loops:,}"


def _nb_timeit(statement, loops: int = 0, repeat: int = 7, quiet: bool = False):  # type: ignore[no-untyped-def]
    """Measure how long a statement, or a function, takes on average, and print it."""
    import sys
    import timeit

    caller = sys._getframe(1)
    timer = timeit.Timer(statement, globals={**caller.f_globals, **caller.f_locals})
    loops = loops or timer.autorange()[0]
    times = _NbTimes(loops, repeat, timer.repeat(repeat, loops))
    if not quiet:
        print(times)
    return times
