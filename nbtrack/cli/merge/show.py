"""Say what a merge came to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from nbtrack.notebook.files import STDIN
from nbtrack.report.text import ranges
from nbtrack.terminal import as_word, count_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from nbtrack.cli.options import Args
    from nbtrack.cli.output import Output
    from nbtrack.merge.model import Changes, Conflict, Merged


class Shown(NamedTuple):
    """What people call a notebook, where the result goes, and what was merged if it is not three files."""

    name: str
    target: str
    origin: str | None = None


def show_merge(merged: Merged, shown: Shown, args: Args, out: Output) -> None:
    """Print conflicts as results, the rest as notes; all as notes where stdout is the notebook."""
    if args.flag("json"):
        out.json(_report(merged, shown, args.flag("dry-run")))
        return
    done = "would merge" if args.flag("dry-run") else "merged"
    out.note(f"{shown.name}: {done} {shown.origin or _sides(merged)}")
    for line in _decisions(merged):
        out.note(f"{shown.name}: {line}")
    show_conflicts(merged.conflicts, shown, out)


def show_conflicts(conflicts: tuple[Conflict, ...], shown: Shown, out: Output) -> None:
    """List conflicts, and say how they are settled."""
    say: Callable[[str], None] = out.note if shown.target == STDIN else out.line
    for conflict in conflicts:
        line = f", line {conflict.line}" if conflict.line else ""
        say(f"{shown.name}: cell {conflict.cell}{line}: conflict: {conflict.reason}")
    if conflicts:
        command = f"`nbtrack merge --resolve --ours {as_word(shown.name)}`"
        out.note(f"{count_text(len(conflicts), 'conflict')} to settle, in Jupyter or by {command}")
        out.note("  (--theirs, --both; --cell N for one of them)")


def conflict_rows(conflicts: tuple[Conflict, ...]) -> list[dict[str, Any]]:
    """Return conflicts as JSON values."""
    return [conflict._asdict() for conflict in conflicts]


def _report(merged: Merged, shown: Shown, is_rehearsal: bool) -> dict[str, Any]:
    ours, theirs = merged.changes
    return {
        "schema": "nbtrack.merge/1",
        "path": shown.name,
        "written": None if is_rehearsal else shown.target,
        "clean": not merged.conflicts,
        "ours": ours._asdict(),
        "theirs": theirs._asdict(),
        "conflicts": conflict_rows(merged.conflicts),
        "decisions": [decision._asdict() for decision in merged.decisions],
    }


def _sides(merged: Merged) -> str:
    ours, theirs = merged.changes
    return f"ours ({_amount(ours)}) and theirs ({_amount(theirs)})"


def _amount(changes: Changes) -> str:
    parts = [f"{count} {verb}" for verb, count in changes._asdict().items() if count]
    return f"cells: {', '.join(parts)}" if parts else "no cell changed"


def _decisions(merged: Merged) -> Iterator[str]:
    """Yield each thing that was decided once, with all its cells."""
    cells: dict[str, list[int]] = {}
    for decision in merged.decisions:
        cells.setdefault(decision.text, []).extend([decision.cell] if decision.cell else [])
    for text, numbers in cells.items():
        where = f"cell{'s' if len(numbers) > 1 else ''} {ranges(numbers)}: " if numbers else ""
        yield f"{where}{text}"
