"""A program that nothing waits for ends at once; any other ends as Python ends programs."""

from __future__ import annotations

import subprocess
import sys

import pytest

LEAVE = "\nfrom nbtrack.cli.leaving import leave; leave(7); print('went on')"


def ended(program: str) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-c", program + LEAVE], capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout


def test_it_ends_with_the_code_and_all_that_was_printed() -> None:
    assert ended("print('x', end='')") == (7, "x")


@pytest.mark.parametrize(
    "program",
    [
        "import atexit; atexit.register(print, 'at exit')",
        "import threading",
        "import sys; sys.setprofile(lambda *_: None)",
    ],
)
def test_it_goes_on_where_something_waits_for_the_end(program: str) -> None:
    code, printed = ended(program)
    assert code == 0
    assert printed.startswith("went on\n")
