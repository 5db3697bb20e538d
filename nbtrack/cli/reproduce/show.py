"""A reproduction's verdict as text and as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from nbtrack.compare.comparison_json import comparison_to_json
from nbtrack.compare.reproduction import CLOSE, SAME
from nbtrack.compare.verdict_words import verdict_lines, verdict_to_json
from nbtrack.compare.why.words import why_texts
from nbtrack.record.files.file_digests import SAMPLED
from nbtrack.store.digest import first_digits, short_id
from nbtrack.terminal import count_text

if TYPE_CHECKING:
    from nbtrack.cli.output import Output
    from nbtrack.compare.model import Comparison
    from nbtrack.compare.reproduction import Verdict
    from nbtrack.record.files.data_check import DataCheck
    from nbtrack.record.workspace import Workspace
    from nbtrack.store.record import RunRecord

_COLOURS = {SAME: "green", CLOSE: "green"}
_MOST = 8


class Reproduced(NamedTuple):
    """The run that repeats another, how the two differ, the verdict, and whether the data were the same.

    `data` is None where the record does not say what was read.
    """

    new: RunRecord
    comparison: Comparison
    verdict: Verdict
    data: DataCheck | None


def reproduction_json(found: Reproduced, place: Workspace) -> Any:
    """Return all of it as `nbtrack.reproduction/1`."""
    new, comparison, verdict, data = found
    compared: dict[str, Any] = comparison_to_json(comparison)
    return {
        "schema": "nbtrack.reproduction/1",
        "run": new.id,
        "reproduces": new.reproduces,
        "status": new.status,
        **verdict_to_json(verdict),
        "commit": place.commit,
        "untracked": place.untracked,
        "data": data
        and {
            "checked": data.checked,
            "missing": list(data.missing),
            "different": [change._asdict() for change in data.different],
        },
        "comparison": compared,
    }


def show_reproduction(found: Reproduced, out: Output) -> None:
    """Print the verdict, what it rests on, and where the runs part."""
    new, comparison, verdict, data = found
    colour = _COLOURS.get(verdict.kind, "red")
    judged = "outputs" if verdict.by_outputs else "metrics"
    old = out.paint(short_id(new.reproduces or ""), "yellow")
    said = out.paint(
        f"{verdict.kind} {judged}" if verdict.kind != CLOSE else f"{judged} {CLOSE}", colour, "bold"
    )
    out.styled(f"run {out.paint(short_id(new.id), 'yellow')} reproduces {old}: {said}")
    if new.error:
        out.line(f"  {_error(new)}")
    for line in verdict_lines(verdict):
        out.line(f"  {line}")
    for line in (*_environment(comparison), *(data_lines(data) if data else ())):
        out.line(f"  {line}")
    if verdict.same_outputs:
        out.line("  outputs are the same")
    else:
        first = verdict.cell and f"cell {verdict.cell} is the first whose outputs differ"
        out.line(f"  {first or 'what was printed differs'}")
    if comparison.why and (comparison.why.metrics or not verdict.same_outputs):
        for line in why_texts(comparison.why):
            out.line(f"  {line}" if comparison.why.metrics else f"    {line}")
    if not verdict.same_outputs:
        out.note(f"`nbtrack diff {short_id(new.reproduces or '')} {short_id(new.id)}` shows all of it")


def _environment(comparison: Comparison) -> list[str]:
    changes = comparison.environment
    if not changes:
        return ["the environment is the same"]
    lines = [f"{one.name}: {one.old or 'none'} → {one.new or 'none'}" for one in changes[:_MOST]]
    more = [f"… {len(changes) - _MOST} more"] if len(changes) > _MOST else []
    return [f"the environment differs in {len(changes)}:", *(f"  {line}" for line in (*lines, *more))]


def data_lines(data: DataCheck) -> list[str]:
    """Say which files are not what the run read then."""
    changes = data.changes
    if not changes:
        return ["the data are the same"] if data.checked else []
    lines = [f"{one.path}: {_short(one.then)} → {_short(one.now)}" for one in changes[:_MOST]]
    more = [f"… {len(changes) - _MOST} more"] if len(changes) > _MOST else []
    differ = (
        f"the data differ from those of that time in {len(changes)} of {count_text(data.checked, 'file')}:"
    )
    return [differ, *(f"  {line}" for line in (*lines, *more))]


def _short(digest: str | None) -> str:
    return "missing" if digest is None else first_digits(digest.removeprefix(SAMPLED))


def _error(record: RunRecord) -> str:
    error = record.error
    assert error is not None  # noqa: S101 - for the type checker
    return f"{f'cell {error.cell}: ' if error.cell else ''}{error.text}"
