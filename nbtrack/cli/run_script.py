"""`nbtrack run SCRIPT`: the same for a plain script."""

from __future__ import annotations

import contextlib
import sys
from typing import TYPE_CHECKING

from nbtrack.cli.run_show import exit_code, show_run
from nbtrack.errors import UsageError
from nbtrack.notebook.parameters.given import read_words
from nbtrack.record.plan import Labels, Limits
from nbtrack.record.script_plan import make_script_plan
from nbtrack.record.script_run import record_script
from nbtrack.store.store import find_store

if TYPE_CHECKING:
    from nbtrack.cli.options import Args
    from nbtrack.cli.output import Output

_FOR_NOTEBOOKS = (
    *("config", "set", "metric", "metric-pattern", "cell-timeout", "kernel", "cwd", "env", "retry"),
    *("output", "to-html"),
)


def run_script(args: Args, out: Output) -> int:
    """Run one script and show its record."""
    for name in _FOR_NOTEBOOKS:
        if args.flag(name):
            raise UsageError(f"--{name} is for notebooks", hint="give a script its own options behind --")
    path, *words = args.positional
    plan = make_script_plan(
        path,
        read_words(args.values("parameter")),
        words,
        command=("nbtrack", *sys.argv[1:]),
        limits=Limits(run_s=args.number("timeout")),
        labels=Labels(name=args.value("name"), tags=args.values("tag"), note=args.value("note")),
    )
    if args.flag("dry-run"):
        out.line(" ".join(("python", path, *plan.words)))
        return 0
    store = find_store(path)
    record = record_script(plan, store, Echo(path, out))
    show_run(record, store, args, out)
    return exit_code(record)


class Echo:
    """Let a person see what the script prints, on stderr, where progress belongs.

    It comes as it is, colours and progress bars too: whoever runs a program lets it speak to the terminal.
    """

    def __init__(self, path: str, out: Output) -> None:
        self._path = path
        self._out = out

    def run_started(self, run_id: str) -> None:
        """Say which run begins."""
        self._out.note(f"{self._path}: run {run_id[:8]}")

    def printed(self, raw: bytes) -> None:
        """Hand on what came."""
        if self._out.quiet:
            return
        with contextlib.suppress(OSError):  # the terminal was closed; who closed it sends a signal
            sys.stderr.buffer.write(raw)
            sys.stderr.buffer.flush()
