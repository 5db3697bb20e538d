"""`nbtrack sync`: bring notebooks and their Python files in step."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from nbtrack.cli.keeping import UNDO_OPTIONS, Writer
from nbtrack.cli.options import JSON, Command, Option
from nbtrack.errors import NbtrackError, UndoError
from nbtrack.notebook.discovery import find_files
from nbtrack.notebook.files import STDIN
from nbtrack.pairing.finder import TEXT_SUFFIXES, Finder
from nbtrack.pairing.formats import NOTEBOOK as IPYNB
from nbtrack.pairing.git_questions import is_ignored
from nbtrack.pairing.status import BOTH_CHANGED, IN_STEP, NO_NOTEBOOK, UNRELATED
from nbtrack.pairing.sync import NOTEBOOK, TEXT, carry_out, plan_sync

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nbtrack.cli.options import Args
    from nbtrack.cli.output import Output
    from nbtrack.notebook.files import Write
    from nbtrack.pairing.finder import Found
    from nbtrack.pairing.sync import Plan

FROM = Option(
    "--from",
    metavar="SIDE",
    choices=("ipynb", "py", "text"),
    help="where both sides changed, the side that wins: ipynb, or py (also called text)",
)
COMMAND = Command(
    "sync",
    "bring notebooks and their Python files in step",
    arguments=("PATH...", 0, None),
    options=(
        Option("--check", help="change nothing; exit 1 when a pair is out of step"),
        Option("--dry-run", help="change nothing; say what would be"),
        FROM,
        *UNDO_OPTIONS,
        JSON,
    ),
    description=(
        "PATH is either side of a pair or a folder, by default the current one. The side that changed since\n"
        "the last sync leads, found by content and never by clock; outputs, ids and attachments stay. Where\n"
        "both sides changed nothing is touched and the exit code is 1. Pairs are what `nbtrack pair` or\n"
        "jupytext made."
    ),
    examples=(
        ("nbtrack sync", "all pairs below the current folder"),
        ("nbtrack sync --check .", "for CI: exit 1 when a pair is out of step"),
        ("nbtrack sync train.py", "one pair, named by either side"),
        ("nbtrack sync --from py train.ipynb", "both changed: keep the Python file's cells"),
    ),
)
LEADERS = {None: None, "ipynb": NOTEBOOK, "py": TEXT, "text": TEXT}


def run(args: Args, out: Output) -> int:
    """Sync every pair; one that cannot be synced does not stop the others."""
    finder = Finder()
    write = Writer(args, out).write
    failures: list[NbtrackError] = []
    plans: list[Plan] = []
    for path in find_files(args.positional or (".",), IPYNB, *TEXT_SUFFIXES):
        try:
            for plan in _planned(finder.new_pairs(path) if path != STDIN else [], args, write):
                plans.append(plan)
                _say(plan, args, out)
        except UndoError:
            raise
        except NbtrackError as error:
            out.fail(error.message, error.hint)
            failures.append(error)
    if args.flag("json"):
        errors = [{"message": error.message, "hint": error.hint} for error in failures]
        out.json({"schema": "nbtrack.sync/1", "pairs": list(map(_row, plans)), "errors": errors})
    elif not plans and not failures:
        out.note("there are no pairs here; `nbtrack pair NOTEBOOK` makes one")
    if failures:
        return NbtrackError.exit_code
    return (
        1 if any(plan.is_refused or (args.flag("check") and _is_out_of_step(plan)) for plan in plans) else 0
    )


def _planned(pairs: list[Found], args: Args, write: Write) -> Iterator[Plan]:
    """Plan the pairs of one notebook and carry the plans out, that of a text that leads first."""
    leader = LEADERS[args.value("from")]
    plans = [plan_sync(found.pair, found.notebook, leader) for found in pairs]
    if args.flag("check") or args.flag("dry-run"):
        yield from plans
        return
    plans.sort(key=lambda plan: not plan.changes_notebook)
    for number, plan in enumerate(plans):
        again = number and plans[0].changes_notebook  # the notebook is not what it was when this was planned
        current = plan_sync(plan.status.pair, leader=leader) if again else plan
        carry_out(current, write)
        yield current


def _is_out_of_step(plan: Plan) -> bool:
    if plan.status.verdict == NO_NOTEBOOK:  # kept out of git on purpose: there is nothing to compare
        return not is_ignored(plan.status.pair.notebook)
    return plan.status.verdict != IN_STEP


def _say(plan: Plan, args: Args, out: Output) -> None:
    if args.flag("json"):
        return
    if plan.is_refused:
        _refuse(plan, out)
    elif args.flag("check"):
        if _is_out_of_step(plan):
            pair = plan.status.pair
            out.line(f"{pair.notebook}: {plan.status.reason}; run `nbtrack sync {pair.notebook}`")
    elif plan.change:
        said = _change_text(plan, "would be " if args.flag("dry-run") else "")
        if args.flag("dry-run"):
            out.line(said)
        else:
            out.note(said)


def _refuse(plan: Plan, out: Output) -> None:
    pair = plan.status.pair
    out.fail(
        f"{pair.notebook}: {plan.status.reason}; nothing was touched",
        f"compare them, then keep one side: `nbtrack sync --from ipynb {pair.notebook}` or `--from py`",
    )


def _change_text(plan: Plan, would_be: str) -> str:
    assert plan.change  # noqa: S101 - for the type checker
    pair = plan.status.pair
    other = pair.text if plan.change.path == pair.notebook else pair.notebook
    done = "made" if plan.change.old is None else "updated"
    details = f" ({plan.change.summary})" if plan.change.summary else ""
    return f"{plan.change.path}: {would_be}{done} from {os.path.basename(other)}{details}"


def _row(plan: Plan) -> dict[str, Any]:
    pair = plan.status.pair
    return {
        "notebook": pair.notebook,
        "text": pair.text,
        "format": pair.fmt.short,
        "status": plan.status.verdict,
        "needs_choice": plan.status.verdict in (BOTH_CHANGED, UNRELATED),
        "follows": plan.change.path if plan.change else None,
        "summary": plan.change.summary if plan.change else "",
    }
