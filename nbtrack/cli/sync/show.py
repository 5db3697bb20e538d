"""Say what a sync did, would do or refused to do."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from nbtrack.pairing.git_questions import is_ignored
from nbtrack.pairing.status import IN_STEP, NO_NOTEBOOK
from nbtrack.terminal import as_word

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nbtrack.cli.options import Args
    from nbtrack.cli.output import Output
    from nbtrack.pairing.sync import Change, Clash, Plan


def is_out_of_step(plan: Plan) -> bool:
    """Tell whether `--check` reports a pair."""
    if plan.status.verdict == NO_NOTEBOOK:  # kept out of git on purpose: there is nothing to compare
        return not is_ignored(plan.status.pair.notebook)
    return plan.status.verdict != IN_STEP


def show_plan(plan: Plan, args: Args, out: Output) -> None:
    """Print what becomes of a pair: results of --check and --dry-run, else notes."""
    if args.flag("json"):
        return
    if plan.is_refused:
        _refuse(plan, out)
    elif args.flag("check"):
        if is_out_of_step(plan):
            pair = plan.status.pair
            out.line(f"{pair.notebook}: {plan.status.reason}; run `nbtrack sync {as_word(pair.notebook)}`")
    else:
        say, would_be = (out.line, "would be ") if args.flag("dry-run") else (out.note, "")
        for change in plan.changes:
            say(_change_text(plan, change, would_be))


def row_of(plan: Plan) -> dict[str, Any]:
    """Return a pair as JSON values."""
    pair = plan.status.pair
    return {
        "notebook": pair.notebook,
        "text": pair.text,
        "format": pair.fmt.short,
        "status": plan.status.verdict,
        "needs_choice": plan.is_refused,
        "updates": [change.path for change in plan.changes],
        "summary": next((change.summary for change in plan.changes if change.summary), ""),
        "clashes": [clash._asdict() for clash in plan.clashes],
    }


def _refuse(plan: Plan, out: Output) -> None:
    pair = plan.status.pair
    found = list(_clash_lines(plan.clashes))
    said = f"{pair.notebook}: {plan.status.reason}; nothing was touched"
    if found:
        settle = (
            f"`nbtrack sync --settle ipynb {as_word(pair.notebook)}` or `--settle py` takes one side there"
        )
        out.fail("\n".join([said, *found]), f"make them alike there, or {settle} and merges the rest")
    else:
        choice = f"`nbtrack sync --from ipynb {as_word(pair.notebook)}` or `--from py`"
        out.fail(said, f"compare them, then keep one side: {choice}")


def _clash_lines(clashes: tuple[Clash, ...]) -> Iterator[str]:
    for clash in clashes:
        where = f"cell {clash.cell} of {clash.path}" if clash.cell else "metadata"
        yield f"{where}: {clash.reason}"


def _change_text(plan: Plan, change: Change, would_be: str) -> str:
    done = "made" if change.old is None else "updated"
    details = f" ({change.summary})" if change.summary else ""
    if plan.is_merge:
        return f"{change.path}: {would_be}merged with {_other(change, plan)}{details}"
    return f"{change.path}: {would_be}{done} from {os.path.basename(_other(change, plan))}{details}"


def _other(change: Change, plan: Plan) -> str:
    pair = plan.status.pair
    return os.path.basename(pair.text if change.path == pair.notebook else pair.notebook)
