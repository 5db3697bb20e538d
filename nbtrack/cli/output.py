"""What commands print: results on stdout, notes and failures on stderr."""

from __future__ import annotations

import os
import sys

from nbtrack.terminal import safe, safe_json, safe_line, unpainted, without_commands

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TextIO

# Variables by which CI servers say that they read what is printed.
_SERVERS = frozenset(("GITHUB_ACTIONS", "TEAMCITY_VERSION", "TF_BUILD"))
_CODES = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33", "blue": "34", "cyan": "36"}


class Output:
    """Write to the terminal, with colour only where a person looks.

    Text given to `line`, `note` and `fail` is made safe; text that already carries this class's own
    colours goes through `styled`, whose parts were made safe by `paint`.
    """

    __slots__ = ("colour", "interactive", "quiet", "verbose")

    def __init__(self, *, quiet: bool = False, verbose: bool = False, color: str = "auto") -> None:
        self.quiet = quiet
        self.verbose = verbose
        self.colour = _wants_colour(color, sys.stdout)
        self.interactive = sys.stderr.isatty() and not quiet

    def line(self, text: str = "") -> None:
        """Print one line of the result, whatever is in the text."""
        write_for_people(sys.stdout, safe_line(text) + "\n")

    def styled(self, text: str) -> None:
        """Print text whose untrusted parts went through `paint` or `safe`."""
        write_for_people(sys.stdout, text + "\n")

    def beside(self, text: str) -> None:
        """Print such text to stderr, where stdout holds something else."""
        write_for_people(sys.stderr, text + "\n")

    def json(self, value: object) -> None:
        """Print a value as JSON."""
        from nbtrack.plain_json import plain_json

        _put(sys.stdout, safe_json(plain_json(value)) + "\n")

    def json_parts(self, parts: Iterable[bytes]) -> None:
        """Print JSON that is too much to be held at once."""
        for part in parts:
            _put(sys.stdout, safe_json(part.decode("utf-8")))

    def raw(self, raw_b: bytes) -> None:
        """Write bytes to stdout as they are."""
        sys.stdout.flush()
        sys.stdout.buffer.write(raw_b)
        sys.stdout.buffer.flush()

    def note(self, text: str) -> None:
        """Tell the person something beside the result, unless they asked for quiet."""
        if self.quiet:
            return
        try:
            write_for_people(sys.stderr, safe_line(text) + "\n")
        except OSError:  # the terminal was closed, which is no reason to stop
            return

    def detail(self, text: str) -> None:
        """Tell what is done, only where --verbose asks for it."""
        if self.verbose:
            self.note(text)

    def warn(self, text: str) -> None:
        """Say what did not work although the command goes on."""
        sys.stdout.flush()
        write_for_people(sys.stderr, f"nbtrack: warning: {safe(text)}\n")

    def fail(self, message: str, hint: str | None = None) -> None:
        """Say what failed, and what to do about it."""
        sys.stdout.flush()
        write_for_people(sys.stderr, failure_text(message, hint))

    def paint(self, text: str, *styles: str) -> str:
        """Return a piece of a line made safe, in colour where that is wanted; styles are as "bold", "red"."""
        text = unpainted(text)
        if not self.colour or not styles:
            return text
        return f"\x1b[{';'.join(_CODES[style] for style in styles)}m{text}\x1b[0m"


def failure_text(message: str, hint: str | None) -> str:
    """Render a failure in the form that every message of nbtrack has."""
    lines = safe(message).replace("\n", "\n  ")
    text = f"nbtrack: {lines}\n"
    return text + f"  hint: {safe(hint)}\n" if hint else text


def _wants_colour(color: str, stream: TextIO) -> bool:
    if color != "auto":
        return color == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def write_for_people(stream: TextIO, text: str) -> None:
    """Write whole lines, in which the CI server that shows them finds no command."""
    is_read_by_ci = not _SERVERS.isdisjoint(os.environ)
    _put(stream, without_commands(text) if is_read_by_ci else text)


def _put(stream: TextIO, text: str) -> None:
    try:
        stream.write(text)
    except UnicodeEncodeError:  # a C locale, or a lone surrogate out of a notebook or a file name
        stream.write(
            text.encode(stream.encoding or "ascii", "backslashreplace").decode(stream.encoding or "ascii")
        )
    stream.flush()
