"""Groups of runs as a table and as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nbtrack.cli.columns import print_fitting, terminal_width
from nbtrack.compare.groups import spreads
from nbtrack.compare.numbers import value_text
from nbtrack.compare.telling_apart import value_texts
from nbtrack.compare.times import ago
from nbtrack.text_table import Column, fitting

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nbtrack.cli.output import Output
    from nbtrack.compare.groups import Group, Spread
    from nbtrack.store.sheet import Sheet


def show_groups(groups: Sequence[Group], name: str, sheet: Sheet, out: Output) -> None:
    """Print a row for each group: how many runs, when the last was, each metric as mean ± deviation.

    A metric for which there is no room is not read.
    """
    print_fitting(fitting(_columns(groups, name, sheet), terminal_width()), out)


def groups_json(groups: Sequence[Group], name: str, sheet: Sheet) -> dict[str, Any]:
    """Return groups as JSON values."""
    metrics: list[dict[str, Any]] = [{} for _ in groups]
    for metric, lasts in sheet.metrics():
        for found, spread in zip(metrics, spreads(groups, lasts), strict=True):
            if spread:
                found[metric] = spread._asdict()
    rows = [
        {"value": group.value, "runs": [sheet.runs[place].id for place in group.places], "metrics": found}
        for group, found in zip(groups, metrics, strict=True)
    ]
    return {"schema": "nbtrack.groups/1", "by": name, "groups": rows}


def _columns(groups: Sequence[Group], name: str, sheet: Sheet) -> Iterator[Column]:
    yield Column(name, value_texts([group.value for group in groups], none="none"))
    yield Column("RUNS", [str(len(group.places)) for group in groups], right=True)
    yield Column("LAST", [ago(sheet.runs[group.places[0]].started) for group in groups])
    for metric, lasts in sheet.metrics():
        yield Column(metric, list(map(_spread_text, spreads(groups, lasts))))


def _spread_text(spread: Spread | None) -> str:
    if spread is None or not spread.runs:
        return ""
    if spread.deviation is None:
        return value_text(spread.mean)
    return f"{value_text(spread.mean)} ± {spread.deviation:.2g}"
