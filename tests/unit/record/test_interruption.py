"""Signals that end a program end a run, but for those that whoever started it had ignored."""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING

import pytest

from nbtrack.record.interruption import interruptible

if TYPE_CHECKING:
    from collections.abc import Iterator

ENDING = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]


@pytest.fixture(autouse=True)
def handlers() -> Iterator[None]:
    """Begin as at a terminal, whatever started the tests."""
    before = {number: signal.signal(number, signal.SIG_DFL) for number in ENDING}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.parametrize("number", ENDING)
def test_a_signal_ends_what_waits_between_cells(number: int) -> None:
    with (
        pytest.raises(KeyboardInterrupt),
        interruptible(lambda: None) as interruption,
        interruption.raising(),
    ):
        os.kill(os.getpid(), number)


@pytest.mark.parametrize("number", ENDING)
def test_one_that_comes_before_the_run_begins_ends_it_there(number: int) -> None:
    with interruptible(lambda: None) as interruption:
        os.kill(os.getpid(), number)
        with pytest.raises(KeyboardInterrupt), interruption.raising():
            pytest.fail("it began")


@pytest.mark.parametrize("number", ENDING)
def test_those_that_come_while_the_run_ends_harm_nothing(number: int) -> None:
    with interruptible(lambda: None) as interruption:
        with pytest.raises(KeyboardInterrupt), interruption.raising():
            os.kill(os.getpid(), number)
        os.kill(os.getpid(), number)
    assert interruption.asked


def test_each_has_a_status_of_its_own() -> None:
    found = []
    for number in ENDING:
        with interruptible(lambda: None) as interruption:
            os.kill(os.getpid(), number)
        found.append(interruption.status)
    assert found == ["interrupted", "terminated", "hung-up"]


@pytest.mark.parametrize("number", ENDING)
def test_one_that_is_ignored_stays_ignored(number: int) -> None:
    signal.signal(number, signal.SIG_IGN)  # as nohup does with SIGHUP
    with interruptible(lambda: None) as interruption:
        os.kill(os.getpid(), number)
    assert not interruption.asked
    assert signal.getsignal(number) is signal.SIG_IGN


@pytest.mark.parametrize("number", ENDING)
def test_it_reaches_the_cell_that_runs(number: int) -> None:
    heard: list[int] = []
    with interruptible(lambda: heard.append(number)) as interruption, interruption.cell():
        os.kill(os.getpid(), number)
    assert heard == [number]
    assert interruption.asked
