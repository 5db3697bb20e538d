"""One run as text and as JSON, for `run` and `show`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nbtrack.cli.run_brief import show_head, show_metrics, show_parameters
from nbtrack.compare.comparison_json import comparison_to_json
from nbtrack.compare.text import render_summary
from nbtrack.compare.times import ago
from nbtrack.compare.view import code_only
from nbtrack.diff.text import render_text
from nbtrack.errors import StoreError
from nbtrack.record.previous import stored_comparison
from nbtrack.store.digest import short_id
from nbtrack.store.record_json import to_json
from nbtrack.store.statuses import EXITED, FINISHED, STOPPED
from nbtrack.terminal import count_text, without_colours

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nbtrack.cli.options import Args
    from nbtrack.cli.output import Output
    from nbtrack.compare.model import Comparison
    from nbtrack.store.record import RunRecord
    from nbtrack.store.store import Store

# What to do where a first run has nothing that could be compared later.
_IN_NOTEBOOK = "tag a cell `parameters` or `metrics`, or give --metric NAME=EXPRESSION"
_IN_SCRIPT = "`nbtrack.log(loss=0.3)` or --metric-pattern 'loss=(\\S+)' records some"
_MOST_CODE_LINES = 40
_MOST_TRACEBACK_LINES = 80


def run_json(record: RunRecord, comparison: Comparison | None) -> dict[str, Any]:
    """Return a record as JSON, with the comparison in it."""
    return to_json(record) | {"comparison": comparison and comparison_to_json(comparison)}


def show_run(record: RunRecord, store: Store, args: Args, out: Output) -> None:
    """Show a run that has just ended, with what changed since the run before; quietly only what failed."""
    if record.status == FINISHED and (words := args.values("metric-pattern")):
        from nbtrack.record.metrics.asked_metrics import found_nothing, read_patterns

        for pattern in found_nothing(read_patterns(words), record.metrics):
            out.warn(f"--metric-pattern {pattern!r}: no number in what was printed fits it")
    if out.quiet and not args.flag("json"):
        if exit_code(record):
            show_head(to_json(record), out)
            _show_ends_of_traceback(record, store, out)
        return
    comparison = stored_comparison(store, record)
    if args.flag("json"):
        out.json(run_json(record, comparison))
        return
    said = to_json(record)
    show_head(said, out)
    show_parameters(said, out)
    if comparison is None:
        show_metrics(said, out)
    _show_ends_of_traceback(record, store, out)
    if comparison:
        out.styled("")
        show_comparison(comparison, store, out)
    elif record.status == FINISHED and not (record.parameters or record.metrics):
        out.note(f"no parameters and no metrics: {_IN_SCRIPT if record.script else _IN_NOTEBOOK}")
    if missing := missing_code(record):
        out.note(missing)


def missing_code(record: RunRecord) -> str:
    """Say why the record does not hold what was not committed, nothing where it does."""
    unknown = record.git.unknown if record.git else None
    return f"what was not committed is not on record: {unknown}" if unknown else ""


def exit_code(record: RunRecord) -> int:
    """Return what the end of a run means to a shell."""
    if record.status in STOPPED:
        return 130
    return 0 if record.status in (FINISHED, EXITED) else 1


def show_traceback(record: RunRecord, store: Store, out: Output) -> None:
    """Print the traceback of a cell that failed, without IPython's colours."""
    _show_lines(_traceback(record, store), out)


def _show_ends_of_traceback(record: RunRecord, store: Store, out: Output) -> None:
    """Print a traceback, and of one that is as long as an endless recursion's only its ends."""
    lines = _traceback(record, store)
    if len(lines) > _MOST_TRACEBACK_LINES:
        half = _MOST_TRACEBACK_LINES // 2
        left_out = f"… {count_text(len(lines) - 2 * half, 'more line')}: `nbtrack show {short_id(record.id)}`"
        lines = [*lines[:half], left_out, *lines[-half:]]
    _show_lines(lines, out)


def _traceback(record: RunRecord, store: Store) -> list[str]:
    if record.error is None or not record.error.traceback:
        return []
    text = store.blobs.get(record.error.traceback).decode("utf-8", "replace")
    return without_colours(text).split("\n")


def _show_lines(lines: Sequence[str], out: Output) -> None:
    if lines:
        out.styled("")
    for line in lines:
        out.line(f"  {line}")


def show_comparison(comparison: Comparison, store: Store, out: Output) -> None:
    """Print in short what changed from one run to the next, the code in full as far as it is short."""
    old = out.paint(short_id(comparison.old), "yellow")
    out.styled(f"since run {old} ({_state(comparison.old, store, out)}):")
    for line in render_summary(comparison, out.paint):
        out.styled(line)
    lines = list(render_text(code_only(comparison.notebook), out.paint))
    for line in lines[:_MOST_CODE_LINES]:
        out.styled(f"  {line}")
    if len(lines) > _MOST_CODE_LINES:
        rest = len(lines) - _MOST_CODE_LINES
        command = f"nbtrack diff {short_id(comparison.old)} {short_id(comparison.new)}"
        out.note(f"  … {count_text(rest, 'more line')}: `{command}`")


def _state(run_id: str, store: Store, out: Output) -> str:
    try:
        old = store.get(run_id)
    except StoreError:
        return "no longer there"
    return f"{out.paint(old.status)}, {ago(old.started)}"
