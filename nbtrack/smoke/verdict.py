"""What a smoke run says of a notebook."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NamedTuple

    from nbtrack.errors import NbtrackError
    from nbtrack.smoke.interpreter import Interpreter
    from nbtrack.smoke.protocol import Used
else:
    from nbtrack.values import NamedTuple

PASSED, FAILED, NOT_RUN = "passed", "failed", "not-run"

# The kinds of failure that are told apart; all others have none.
HIDDEN_STATE = "hidden-state"
MODULE = "missing-module"
FILE = "missing-file"
REFUSED = "cannot-leave-jupyter"
INVALID = "invalid-python"
NEEDS_INPUT = "needs-input"
NEEDS_DISPLAY = "needs-display"
NEEDS_IPYTHON = "needs-ipython"
NETWORK = "network"
TIMEOUT = "timeout"
MEMORY = "memory"
CRASHED = "crashed"
EXITED = "exited"
DIFFERS = "differs"
KINDS = (
    *(HIDDEN_STATE, MODULE, FILE, REFUSED, INVALID, NEEDS_INPUT, NEEDS_DISPLAY, NEEDS_IPYTHON, NETWORK),
    *(TIMEOUT, MEMORY, CRASHED, EXITED, DIFFERS),
)


class Cause(NamedTuple):
    """Why something failed: one of the kinds, and a sentence for people; both empty where nobody knows."""

    kind: str = ""
    text: str = ""


UNKNOWN = Cause()


class Failure(NamedTuple):
    """What stopped a notebook, and where; columns count characters from 0, in `source`, the cell's line.

    `cell` is 0 and `line` None where nobody knows. `trace` says for people where in the notebook and in the
    project's own modules it came through.
    """

    cell: int
    line: int | None
    what: str
    source: str = ""
    start: int = 0
    end: int = 0
    cause: str = ""
    kind: str = ""
    trace: tuple[str, ...] = ()


class CellRun(NamedTuple):
    """What became of one cell."""

    number: int
    status: str
    duration_s: float = 0.0


class Comparison(NamedTuple):
    """What was compared with stored outputs: cells by number, and names whose values were recorded.

    `left_out` counts cells that have stored outputs, none of which could be compared.
    """

    cells: tuple[int, ...]
    names: tuple[str, ...]
    left_out: int


class Verdict(NamedTuple):
    """The result of one notebook; `skipped` has the shell commands that the policy left out.

    `ended_in` is the cell in which a notebook that did not fail ended itself, 0 where it ran to its end.
    `used` is what the child says that the run depended on. `remembered` tells that it passed earlier and that
    nothing changed since; `not_kept` why it will have to run again.
    """

    path: str
    cells: int
    duration_s: float
    failure: Failure | None
    skipped: tuple[str, ...] = ()
    output: str = ""
    errors: str = ""
    ended_in: int = 0
    runs: tuple[CellRun, ...] = ()
    comparison: Comparison | None = None
    python: Interpreter | None = None
    used: Used | None = None
    remembered: bool = False
    not_kept: str = ""


class Tried(NamedTuple):
    """One notebook to be tried: its verdict, or what kept it from being tried; neither, if it was not.

    `file_line` is the line of the file at which the failure is.
    """

    path: str
    verdict: Verdict | None = None
    error: NbtrackError | None = None
    file_line: int = 1

    @property
    def passed(self) -> bool:
        """Tell whether it ran, and nothing is wrong with it."""
        return self.verdict is not None and self.verdict.failure is None
