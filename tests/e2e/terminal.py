"""Run nbtrack at a real terminal, as a person does."""

from __future__ import annotations

import os
import pty
import subprocess
from typing import TYPE_CHECKING, NamedTuple

from tests.e2e.running import command

if TYPE_CHECKING:
    from pathlib import Path

UNATTENDED = ("CI", "PRE_COMMIT", "GIT_INDEX_FILE")


class Seen(NamedTuple):
    """What a command put on the screen, and how it ended."""

    returncode: int
    screen: str


def at_terminal(folder: Path, *words: str, **variables: str) -> Seen:
    """Run a command whose input and output are a terminal."""
    return answering(folder, "", *words, **variables)


def answering(folder: Path, answers: str, *words: str, **variables: str) -> Seen:
    """Run a command at a terminal at which somebody types."""
    above, below = pty.openpty()
    environment = {name: value for name, value in os.environ.items() if name not in UNATTENDED}
    process = subprocess.Popen(
        command(*words), cwd=folder, stdin=below, stdout=below, stderr=below, env=environment | variables
    )
    os.close(below)
    os.write(above, answers.encode())
    shown = b"".join(iter(lambda: _read(above), b""))
    os.close(above)
    return Seen(process.wait(), shown.decode().replace("\r\n", "\n"))


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # Linux says so when the last one at the other end is gone
        return b""
