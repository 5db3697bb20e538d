"""Measure a block."""

from contextlib import contextmanager as _nb_contextmanager


@_nb_contextmanager
def _nb_timed():  # type: ignore[no-untyped-def]
    """Print how long a block took."""
    import time

    wall_s, cpu_s = time.perf_counter(), time.process_time()
    try:
        yield
    finally:
        cpu_s, wall_s = time.process_time() - cpu_s, time.perf_counter() - wall_s
        print(f"CPU times: total: {cpu_s:.3g} s\nWall time: {wall_s:.3g} s")
