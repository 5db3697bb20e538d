"""Run several trials at once and watch over all of them."""

from __future__ import annotations

import select

from nbtrack.errors import NbtrackError
from nbtrack.smoke.judging import verdict_of
from nbtrack.smoke.running import Running
from nbtrack.smoke.trial import Trial

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator, Sequence

    from nbtrack.smoke.verdict import Verdict

    Outcome = Verdict | NbtrackError
    Tick = Callable[[dict[int, Running]], None]

_TICK_S = 0.1
_SHORT_S = 0.02


def run_all(
    prepared: Iterable[tuple[int, Trial | Outcome]], jobs: int, tick: Tick
) -> Generator[tuple[int, Outcome], None, None]:
    """Yield what each number came to as soon as it is there; some need no trial.

    At most `jobs` scripts run at a time, and `tick` hears of them. Whatever runs is ended when this is left.
    """
    waiting = iter(prepared)
    running: dict[int, Running] = {}
    is_more = True
    try:
        while is_more or running:
            while is_more and len(running) < jobs:
                following = next(waiting, None)
                is_more = following is not None
                if following is not None:
                    yield from _begin(*following, running)
            _wait(list(running.values()))
            for number in [number for number, each in running.items() if each.is_over()]:
                each = running.pop(number)
                yield number, verdict_of(each.trial, each.ended())
            tick(running)
    finally:
        for each in running.values():
            each.end()


def _begin(
    number: int, following: Trial | Outcome, running: dict[int, Running]
) -> Iterator[tuple[int, Outcome]]:
    """Start a script; yield what needs none, or why it does not start."""
    if not isinstance(following, Trial):
        yield number, following
        return
    running[number] = each = Running(following)
    try:
        each.start()
    except NbtrackError as error:
        del running[number]
        each.end()
        yield number, error


def _wait(running: Sequence[Running]) -> None:
    """Wait for a moment, or until a process ends: without polling where the system can tell."""
    if not running:
        return
    descriptors = [each.descriptor for each in running if each.descriptor is not None]
    if len(descriptors) < len(running):
        select.select([], [], [], _SHORT_S)
    else:
        select.select(descriptors, [], [], _TICK_S)
