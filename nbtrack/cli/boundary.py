"""The one place that turns errors into exit codes: 0 fine, 1 findings, 2 cannot, 3 bug, 130 interrupted."""

from __future__ import annotations

import os
import sys

from nbtrack.cli.output import failure_text, write_for_people
from nbtrack.errors import NbtrackError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

EXIT_BUG = 3
EXIT_INTERRUPTED = 130


def guarded(call: Callable[[], int]) -> int:
    """Run a command; show whatever goes wrong as a message and return the exit code."""
    try:
        code = call()
        sys.stdout.flush()
    except NbtrackError as error:
        _say(failure_text(error.message, error.hint))
        return error.exit_code
    except KeyboardInterrupt:
        _say("nbtrack: interrupted\n")
        return EXIT_INTERRUPTED
    except BrokenPipeError:  # the reader, `head` say, has seen enough: nothing went wrong
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:  # the world's refusal, such as a full disk, is not a bug
        _say(failure_text(*_refusal(error)))
        return NbtrackError.exit_code
    except Exception as error:  # noqa: BLE001 - this is the boundary
        from nbtrack.cli.bug import save_report

        _say(failure_text(f"bug: {type(error).__name__}: {error}", f"report saved in {save_report(error)}"))
        return EXIT_BUG
    return code


def _refusal(error: OSError) -> tuple[str, str | None]:
    reason = error.strerror or str(error)
    if error.filename:
        return f"cannot use {error.filename}: {reason}", None
    if isinstance(error, FileNotFoundError) and not _has_working_folder():
        return "the folder that this was called in is gone", "go to one that exists: `cd`"
    return f"the system refuses: {reason}", None


def _has_working_folder() -> bool:
    try:
        os.getcwd()
    except FileNotFoundError:
        return False
    return True


def _say(text: str) -> None:
    write_for_people(sys.stderr, text)
