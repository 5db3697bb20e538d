"""Do many pieces of work in a few processes, with next to no imports.

`check/workers` hands pieces out one by one with `multiprocessing`, whose import takes as long as a hundred
notebooks. Where pieces are many and small, each process can have its share beforehand.
"""

from __future__ import annotations

import marshal
import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

_MOST = 4
_AT_A_TIME = 4000  # results are shown after so many
_INTERRUPT = 2  # SIGINT on every system that forks; `signal` would import `enum`


def usable_processes() -> int:
    """Return in how many processes to work: one for each processor that is ours, but not many."""
    if not hasattr(os, "fork"):
        return 1
    if hasattr(os, "sched_getaffinity"):
        return min(len(os.sched_getaffinity(0)), _MOST)
    return min(os.cpu_count() or 1, _MOST)


def shared_out(work: Callable[[range], Iterator[Any]], count: int, processes: int) -> Iterator[Any]:
    """Yield what `work` yields for each of range(count), in order, when it is given all of them or a share.

    Results must be what `marshal` can write. Work whose process died or raised is done again here, where the
    error is seen: it must bear that.
    """
    if processes < 2:
        yield from work(range(count))
        return
    for start in range(0, count, _AT_A_TIME):
        yield from _shared(work, range(start, min(count, start + _AT_A_TIME)), processes)


def _shared(work: Callable[[range], Iterator[Any]], pieces: range, processes: int) -> list[Any]:
    sys.stdout.flush()  # or a child would have the text too
    sys.stderr.flush()
    children: list[tuple[int, int]] = []
    found: list[Any] = [None] * len(pieces)
    try:
        for share in range(1, processes):
            children += (_begun(work, pieces[share::processes]),)
        found[::processes] = work(pieces[::processes])
        for share, (_, pipe) in enumerate(children, 1):
            found[share::processes] = _received(pipe) or work(pieces[share::processes])
    except BaseException:  # interrupted, say: each of them finishes its file or leaves it as it is
        for child, _ in children:
            os.kill(child, _INTERRUPT)
        raise
    finally:
        for child, pipe in children:
            os.close(pipe)
            os.waitpid(child, 0)
    return found


def _begun(work: Callable[[range], Iterator[Any]], share: range) -> tuple[int, int]:
    """Start a process; return it with the end of the pipe on which it answers."""
    ours, theirs = os.pipe()
    child = os.fork()
    if child:
        os.close(theirs)
        return child, ours
    try:
        answer = marshal.dumps(list(work(share)))
        with open(theirs, "wb") as pipe:
            pipe.write(answer)
    finally:  # whatever it was: nothing of the parent's may be done twice
        os._exit(0)


def _received(pipe: int) -> list[Any] | None:
    """Return the results of a share, None where its process did not come to an end."""
    with open(pipe, "rb", closefd=False) as stream:
        answer = stream.read()
    try:
        results: list[Any] = marshal.loads(answer)  # noqa: S302 - written by ourselves, a moment ago
    except (EOFError, ValueError, TypeError):
        return None
    return results
