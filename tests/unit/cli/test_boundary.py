"""Whatever goes wrong in a command becomes a message for people and an exit code."""

from __future__ import annotations

import errno
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from nbtrack.cli.boundary import guarded
from nbtrack.errors import NbtrackError

if TYPE_CHECKING:
    from collections.abc import Callable


def raising(error: BaseException) -> Callable[[], int]:
    def call() -> int:
        raise error

    return call


FULL = OSError(errno.ENOSPC, "No space left on device", "a.ipynb")
NAMELESS = OSError(errno.EMFILE, "Too many open files")


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (
            NbtrackError("no such run", hint="see `nbtrack runs`"),
            2,
            "no such run\n  hint: see `nbtrack runs`",
        ),
        (KeyboardInterrupt(), 130, "interrupted"),
        (FULL, 2, "cannot use a.ipynb: No space left on device"),
        (NAMELESS, 2, "the system refuses: Too many open files"),
    ],
    ids=["foreseen", "interrupted", "full disk", "no file"],
)
def test_what_goes_wrong_is_said_in_a_line(
    error: BaseException, code: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert guarded(raising(error)) == code
    assert capsys.readouterr() == ("", f"nbtrack: {said}\n")


def test_what_a_command_returns_is_the_exit_code(capsys: pytest.CaptureFixture[str]) -> None:
    assert guarded(lambda: 1) == 1
    assert capsys.readouterr() == ("", "")


def test_a_bug_is_named_and_leaves_a_report(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert guarded(raising(ZeroDivisionError("of our own"))) == 3
    first, hint = capsys.readouterr().err.splitlines()
    assert first == "nbtrack: bug: ZeroDivisionError: of our own"
    report = Path(hint.removeprefix("  hint: report saved in "))
    assert report.is_relative_to(home)
    assert "ZeroDivisionError: of our own\n```" in report.read_text()
    assert "raise error" in report.read_text()


def test_a_reader_that_has_seen_enough_is_no_error() -> None:
    words = [sys.executable, "-m", "nbtrack", "rule", "--all"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.close()
        assert process.stderr is not None
        assert process.stderr.read() == b""
    assert process.returncode == 0
