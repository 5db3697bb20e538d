"""Find the command, import it and nothing else, run it."""

from __future__ import annotations

import gc
import os
import sys

from nbtrack.cli.boundary import guarded
from nbtrack.cli.leaving import leave
from nbtrack.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

# Summaries stand here as well as in the commands so that `--help` imports no command; a test compares them.
COMMANDS: dict[str, dict[str, str]] = {
    "clean": {
        "check": "find what does not belong in git",
        "strip": "take outputs, counts and transient metadata out of notebooks",
        "rule": "explain a rule",
        "undo": "bring back what a command overwrote",
        "init": "set a repository up for all of this",
        "git": "let git clean notebooks, show them readably and merge them",
        "outputs": "bring back outputs that git did not get",
    },
    "pair": {
        "pair": "give a notebook a Python file as its twin",
        "sync": "bring notebooks and their Python files in step",
    },
    "prove": {
        "extract": "write a notebook as a plain Python script",
        "smoke": "run notebooks outside Jupyter and blame the cell that fails",
    },
    "record": {
        "run": "run a notebook or script with parameters and record everything",
        "reproduce": "run a recorded run again, and tell whether the same comes out",
        "snapshot": "record a version of a notebook or script without running it",
        "restore": "bring a recorded version of a notebook or script back",
        "params": "list a notebook's parameters",
        "tag": "put tags on a run, or take them away",
        "note": "write a note to a run",
        "rm": "take runs out of all lists, or bring them back",
        "export": "write runs as a table for other programs",
        "import": "take in runs of other tools",
    },
    "compare": {
        "runs": "list recorded runs",
        "best": "find the best runs by a metric",
        "compare": "compare runs: two in full, more side by side",
        "show": "show one run whole",
        "log": "show the history of a notebook",
        "blame": "show in which run or snapshot each cell last changed",
        "diff": "show what changed between notebooks, revisions or runs",
        "merge": "merge two changed notebooks into one, settle what conflicts",
        "apply": "apply a diff to a notebook",
        "ui": "look at experiments and runs in a browser",
        "share": "make a page of chosen runs that needs no server",
    },
    "look after": {
        "store": "look into the store, check it, rebuild its index",
        "config": "show which settings hold and where they come from",
        "completion": "let a shell complete commands and options",
        "demo": "see all of it at work on sample notebooks",
    },
}


_NEED_FORK = frozenset(("run", "smoke", "reproduce", "snapshot", "demo"))


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and return the exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    _stand_in_for_closed_streams()
    code = guarded(lambda: _dispatch(words))
    if argv is None:  # this is the program, not a call from another one
        leave(code)
    return code


def _stand_in_for_closed_streams() -> None:
    """Open what a caller closed (`>&-`): Python has None there, and the next file would get its number."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(os.open(os.devnull, os.O_RDWR), mode, encoding="utf-8"))


def command_names() -> list[str]:
    """List the commands in the order of the help."""
    return [name for group in COMMANDS.values() for name in group]


def _dispatch(words: list[str]) -> int:
    if not words or words[0] in ("-h", "--help", "help"):
        return _overview(words)
    if words[0] in ("-V", "--version", "version"):
        from nbtrack.version import __version__

        sys.stdout.write(f"nbtrack {__version__}\n")
        return 0
    return _run(words[0], words[1:])


def _overview(words: list[str]) -> int:
    if len(words) > 1:
        return _run(words[1], ["--help"])
    from nbtrack.cli.overview import overview

    sys.stdout.write(overview(COMMANDS))
    return 0 if words else UsageError.exit_code


def _run(name: str, words: list[str]) -> int:
    if name not in command_names():
        from nbtrack.cli.unknown import unknown

        raise unknown(name, command_names())
    if name in _NEED_FORK and not hasattr(os, "fork"):
        raise UsageError(
            f"`nbtrack {name}` does not run on this system yet: for code to run it needs Linux or macOS",
            hint="install nbtrack in WSL, the Linux of Windows; `check`, `strip` and the like run here",
        )
    module = _import(name)
    from nbtrack.cli.output import Output
    from nbtrack.cli.parsing import parse

    args = parse(module.COMMAND, words)
    if args.flag("help"):
        from nbtrack.cli.help import command_help

        sys.stdout.write(command_help(module.COMMAND))
        return 0
    out = Output(quiet=args.flag("quiet"), verbose=args.flag("verbose"), color=args.value("color") or "auto")
    code: int = module.run(args, out)
    return code


def _import(name: str) -> Any:
    gc.disable()  # modules are no garbage, and a fifth of the time would go into looking for some
    try:
        # `importlib` brings `warnings` and more; this is what the import statement itself calls.
        return __import__(f"nbtrack.cli.commands.{name}", fromlist=["COMMAND"])
    finally:
        gc.freeze()  # nor will they be
        gc.enable()
