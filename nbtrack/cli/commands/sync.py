"""`nbtrack sync`: bring notebooks and their Python files in step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nbtrack.cli.keeping import UNDO_OPTIONS, Writer
from nbtrack.cli.options import JSON, Command, Option
from nbtrack.cli.sync.plan import plan_pair
from nbtrack.cli.sync.show import is_out_of_step, row_of, show_plan
from nbtrack.cli.sync.sides import FROM, LEADERS, SIDES
from nbtrack.errors import NbtrackError, UndoError, UsageError
from nbtrack.notebook.discovery import find_files
from nbtrack.notebook.files import STDIN, load
from nbtrack.pairing.finder import TEXT_SUFFIXES, Finder
from nbtrack.pairing.formats import NOTEBOOK as IPYNB
from nbtrack.pairing.sync import carry_out

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nbtrack.cli.options import Args
    from nbtrack.cli.output import Output
    from nbtrack.notebook.files import Write
    from nbtrack.pairing.finder import Found
    from nbtrack.pairing.sync import Plan

COMMAND = Command(
    "sync",
    "bring notebooks and their Python files in step",
    arguments=("PATH...", 0, None),
    options=(
        Option("--check", help="change nothing; exit 1 when a pair is out of step"),
        Option("--dry-run", help="change nothing; say what would be"),
        Option("--watch", help="sync again whenever a file changes, until Ctrl-C"),
        FROM,
        Option(
            "--settle",
            metavar="SIDE",
            choices=SIDES,
            help="where both sides changed the same lines, whose to take: ipynb, or py (also called text)",
        ),
        *UNDO_OPTIONS,
        JSON,
    ),
    description=(
        "PATH is either side of a pair or a folder, by default the current one. The side that changed since\n"
        "the last sync leads, found by content and never by clock; outputs, ids and attachments stay. Where\n"
        "both changed they are merged cell by cell; where they clash neither is touched, the cells are\n"
        "named and the exit code is 1. Pairs are what `nbtrack pair` or jupytext made."
    ),
    examples=(
        ("nbtrack sync", "all pairs below the current folder"),
        ("nbtrack sync --check .", "for CI: exit 1 when a pair is out of step"),
        ("nbtrack sync train.py", "one pair, named by either side"),
        ("nbtrack sync --settle py train.ipynb", "merge, and take the Python file's lines where both clash"),
        ("nbtrack sync --from py train.ipynb", "both changed: keep the Python file's cells, all of them"),
    ),
)


def run(args: Args, out: Output) -> int:
    """Sync every pair, once or whenever a file changes."""
    if args.flag("from") and args.flag("settle"):
        raise UsageError("--from and --settle exclude each other: all of one side, or only what clashes")
    if not args.flag("watch"):
        return _sync(args, out)
    from nbtrack.cli.sync.watch import watch

    return watch(args, out, lambda: _sync(args, out))


def _sync(args: Args, out: Output) -> int:
    """Sync every pair; one that cannot be synced does not stop the others."""
    finder = Finder()
    write = Writer(args, out).write
    failures: list[NbtrackError] = []
    plans: list[Plan] = []
    for path in find_files(args.positional or (".",), IPYNB, *TEXT_SUFFIXES):
        try:
            for plan in _planned(_pairs(path, finder, args), args, write):
                plans.append(plan)
                show_plan(plan, args, out)
        except UndoError:
            raise
        except NbtrackError as error:
            out.fail(error.message, error.hint)
            failures.append(error)
    if args.flag("json"):
        errors = [error.to_json() for error in failures]
        out.json({"schema": "nbtrack.sync/1", "pairs": list(map(row_of, plans)), "errors": errors})
    elif not plans and not failures:
        out.note("there are no pairs here; `nbtrack pair NOTEBOOK` makes one")
    if failures:
        return NbtrackError.exit_code
    return 1 if any(plan.is_refused or (args.flag("check") and is_out_of_step(plan)) for plan in plans) else 0


def _pairs(path: str, finder: Finder, args: Args) -> list[Found]:
    """Return the pairs of a file that were not found before; raises NbtrackError."""
    if path == STDIN:
        return []
    found = finder.new_pairs(path)
    if not found and path.endswith(IPYNB) and path in args.positional:
        load(path)  # a notebook that cannot be read may have lost what pairs it
    return found


def _planned(pairs: list[Found], args: Args, write: Write) -> Iterator[Plan]:
    """Plan the pairs of one notebook and carry the plans out, that of a text that leads first."""
    leader, prefer = LEADERS[args.value("from")], LEADERS[args.value("settle")]
    plans = [plan_pair(found.pair, found.notebook, leader, prefer) for found in pairs]
    if args.flag("check") or args.flag("dry-run"):
        yield from plans
        return
    plans.sort(key=lambda plan: not plan.changes_notebook)
    for number, plan in enumerate(plans):
        again = number and plans[0].changes_notebook  # the notebook is not what it was when this was planned
        current = plan_pair(plan.status.pair, None, leader, prefer) if again else plan
        carry_out(current, write)
        yield current
