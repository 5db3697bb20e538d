"""Work is shared out to real processes; whatever becomes of one, every piece has its result."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from nbtrack.cli.shares import shared_out

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are forked")


def done_by(piece: int) -> tuple[int, int]:
    return piece, os.getpid()


def shared(work: Callable[[int], Any], count: int, processes: int) -> list[Any]:
    """Share out work that knows nothing of its neighbours."""
    return list(shared_out(partial(map, work), count, processes))


@pytest.mark.parametrize("processes", [1, 2, 3, 50])
@pytest.mark.parametrize("count", [0, 1, 7, 8003])
def test_results_come_in_order(count: int, processes: int) -> None:
    assert [piece for piece, _ in shared(done_by, count, processes)] == list(range(count))


def test_every_process_has_its_share() -> None:
    ids = [process for _, process in shared(done_by, 9, 3)]
    assert ids[0] == os.getpid()
    assert len({*ids}) == 3


def test_one_process_starts_no_other() -> None:
    assert {process for _, process in shared(done_by, 9, 1)} == {os.getpid()}


def test_work_is_given_its_share_as_a_whole() -> None:
    def shares(pieces: range) -> Iterator[list[int]]:
        yield from [list(pieces)] * len(pieces)

    assert list(shared_out(shares, 4, 2)) == [[0, 2], [1, 3], [0, 2], [1, 3]]


def test_what_a_process_that_was_killed_had_to_do_is_done_here() -> None:
    here = os.getpid()

    def work(piece: int) -> tuple[int, int]:
        if piece == 3 and os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        return done_by(piece)

    assert shared(work, 6, 2) == [(piece, here) for piece in range(6)]


def test_an_error_in_another_process_is_raised_here() -> None:
    def work(piece: int) -> int:
        if piece == 3:
            raise ZeroDivisionError("three")
        return piece

    with pytest.raises(ZeroDivisionError, match="three"):
        shared(work, 6, 2)


def test_what_nobody_can_send_is_done_here() -> None:
    assert [type(result) for result in shared(lambda _: object(), 4, 2)] == [object] * 4


def test_results_may_be_longer_than_a_pipe_holds() -> None:
    assert shared(lambda piece: "x" * 200_000, 4, 2) == ["x" * 200_000] * 4


def test_text_that_waits_to_be_written_is_written_once(tmp_path: Path) -> None:
    program = (
        "import sys\nfrom nbtrack.cli.shares import shared_out\n"
        "sys.stdout.write('once')\nlist(shared_out(lambda pieces: map(str, pieces), 9, 3))\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=tmp_path)
    assert (done.stdout, done.stderr) == ("once", "")


def test_an_interruption_leaves_no_process_behind(tmp_path: Path) -> None:
    def work(piece: int) -> int:
        if piece:
            (tmp_path / "child").write_text(str(os.getpid()))
            time.sleep(60)
            return piece
        while not (tmp_path / "child").exists() or not (tmp_path / "child").read_text():
            pass
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        shared(work, 2, 2)
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "child").read_text()), 0)
