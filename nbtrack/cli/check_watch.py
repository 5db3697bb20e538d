"""Check again whenever a notebook changes."""

from __future__ import annotations

import gc
import os
import sys

from nbtrack.errors import NbtrackError, UsageError
from nbtrack.notebook.files import STDIN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from nbtrack.cli.options import Args
    from nbtrack.cli.output import Output

# What findings depend on: notebooks, the texts that they are paired with, settings and declared dependencies.
_SUFFIXES = (".ipynb", ".py", ".md", ".toml", ".txt", ".in", ".cfg", ".yml", ".yaml", ".lock")
_SKIPPED = frozenset(
    {".git", ".ipynb_checkpoints", ".nbtrack", ".venv", "venv", "node_modules", "__pycache__"}
)
_WAIT_MS = 100
_CLEAR_B = b"\x1b[H\x1b[2J"


def watch(args: Args, out: Output, check: Callable[[], int]) -> int:
    """Check now and after each change, until Ctrl-C; raises NbtrackError where it cannot."""
    try:
        from watchfiles import watch as changes
    except ImportError:
        raise NbtrackError(
            "--watch needs the package watchfiles", hint="pip install 'nbtrack[watch]'"
        ) from None
    folders = _folders(args)
    ignored = os.path.abspath(args.value("output") or "")  # our own report would set us off again
    found = changes(
        *folders,
        watch_filter=lambda _, path: path != ignored and _matters(path),
        yield_on_timeout=True,
        rust_timeout=_WAIT_MS,
    )
    next(found)  # watches from here on, so that no change is missed during a check
    _check(out, check, note=f"watching {', '.join(folders)}; Ctrl-C ends it")
    for changed in found:
        if changed:
            _check_again(out, check, sorted({os.path.relpath(path) for _, path in changed}))
    return 0


def _check_again(out: Output, check: Callable[[], int], names: list[str]) -> None:
    try:
        _check(out, check, note=f"changed: {', '.join(names)}")
    except NbtrackError as error:  # a settings file that is being edited, say
        out.fail(error.message, error.hint)


def _check(out: Output, check: Callable[[], int], *, note: str) -> None:
    if sys.stdout.isatty() and os.environ.get("TERM") != "dumb":
        out.raw(_CLEAR_B)
    check()
    gc.collect()  # a check of many notebooks counts on ending with the last of them
    out.note(note)


def _folders(args: Args) -> list[str]:
    """List the folders to watch: editors put a new file in the place of an old one."""
    if STDIN in args.positional:
        raise UsageError("--watch needs files: nothing changes in what came through stdin")
    paths = args.positional or (".",)
    missing = [path for path in paths if not os.path.exists(path)]
    if missing:
        raise UsageError(f"--watch needs what is there, and {missing[0]} is not")
    return list(
        dict.fromkeys(path if os.path.isdir(path) else os.path.dirname(path) or "." for path in paths)
    )


def _matters(path: str) -> bool:
    return path.endswith(_SUFFIXES) and _SKIPPED.isdisjoint(os.path.relpath(path).split(os.sep))
