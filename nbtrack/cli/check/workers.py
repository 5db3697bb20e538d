"""Spread work over processes; one that is killed costs its own piece of work only."""

from __future__ import annotations

from contextlib import contextmanager, suppress

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess
    from typing import Any


class Killed:
    """What a piece of work came to whose process died."""

    __slots__ = ("how",)

    def __init__(self, exit_code: int | None) -> None:
        self.how = f"signal {-exit_code}" if exit_code and exit_code < 0 else f"exit code {exit_code}"


class _Worker:
    """A process and the piece of work that it has."""

    __slots__ = ("at", "line", "process")

    def __init__(self, process: BaseProcess, line: Connection) -> None:
        self.process = process
        self.line = line
        self.at = -1

    def give(self, at: int) -> None:
        """Hand out a piece of work; that the process is dead by now is seen when it does not answer."""
        self.at = at
        with suppress(OSError):
            self.line.send(at)


def spread(work: Callable[[str], Any], items: Sequence[str], jobs: int) -> Iterator[tuple[int, Any]]:
    """Yield (index, result) for each item as soon as it is there.

    The result is `Killed` where the process died, None where `work` raised: who does it again sees why.
    """
    from multiprocessing.connection import wait

    waiting = iter(range(len(items)))
    workers: list[_Worker] = []
    try:
        for _ in range(min(jobs, len(items))):
            _begin(work, items, workers, waiting)
        while workers:
            ready = wait([worker.line for worker in workers])
            for worker in [worker for worker in workers if worker.line in ready]:
                done = worker.at
                result = _received(worker)
                if isinstance(result, Killed):
                    workers.remove(worker)
                    _begin(work, items, workers, waiting)
                else:
                    _hand_out(worker, workers, waiting)
                yield done, result
    finally:
        for worker in workers:  # interrupted
            worker.process.kill()
        for worker in workers:
            worker.process.join()


def _begin(
    work: Callable[[str], Any], items: Sequence[str], workers: list[_Worker], waiting: Iterator[int]
) -> None:
    """Start a process, if there is anything left to do."""
    import multiprocessing

    first = next(waiting, None)
    if first is None:
        return
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe()
    foreign = [ours, *(worker.line for worker in workers)]
    process = context.Process(target=_serve, args=(work, items, theirs, foreign), daemon=True)
    with _uninterrupted():  # Python swallows an interruption amid a fork, and nobody would know the child
        process.start()
        workers.append(_Worker(process, ours))
    theirs.close()
    workers[-1].give(first)


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Let Ctrl-C wait."""
    import signal

    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _hand_out(worker: _Worker, workers: list[_Worker], waiting: Iterator[int]) -> None:
    """Give a worker its next piece of work, or send it home."""
    following = next(waiting, None)
    if following is None:
        workers.remove(worker)
        worker.line.close()
        worker.process.join()
        return
    worker.give(following)


def _received(worker: _Worker) -> Any:
    try:
        return worker.line.recv()
    except (EOFError, OSError):
        worker.process.join()
        return Killed(worker.process.exitcode)


def _serve(
    work: Callable[[str], Any], items: Sequence[str], line: Connection, foreign: Sequence[Connection]
) -> None:
    """Do what is handed out until nobody is at the other end any more."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent is interrupted too, and ends its children
    for other in foreign:  # an end that is open here would hide that the parent died
        other.close()
    while True:
        try:
            at = line.recv()
        except (EOFError, OSError):
            return
        try:
            result = work(items[at])
        except Exception:  # noqa: BLE001 - the parent does it again, and tells
            result = None
        line.send(result)
