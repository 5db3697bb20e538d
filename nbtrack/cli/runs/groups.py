"""Groups of runs as a table and as JSON."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from nbtrack.cli.columns import print_table, terminal_width
from nbtrack.compare.numbers import value_text
from nbtrack.compare.telling_apart import value_texts
from nbtrack.compare.times import ago
from nbtrack.terminal import count_text
from nbtrack.text_table import Column, fitting

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nbtrack.cli.output import Output
    from nbtrack.compare.groups import Group, Spread
    from nbtrack.store.sheet import Sheet


def show_groups(groups: Sequence[Group], name: str, sheet: Sheet, out: Output) -> None:
    """Print a row for each group: how many runs, when the last was, each metric as mean ± deviation."""
    metrics = dict.fromkeys(metric for group in groups for metric in group.metrics)
    columns = [
        Column(name, value_texts([group.value for group in groups], none="none")),
        Column("RUNS", [str(len(group.places)) for group in groups], right=True),
        Column("LAST", [ago(sheet.runs[group.places[0]].started) for group in groups]),
        *(Column(one, [_spread_text(group.metrics.get(one)) for group in groups]) for one in metrics),
    ]
    shown = fitting(columns, terminal_width(sys.stdout.isatty()))
    print_table(shown, out)
    if len(shown) < len(columns):
        out.note(f"no room for {count_text(len(columns) - len(shown), 'more column')}; --json has all")


def groups_json(groups: Sequence[Group], name: str, sheet: Sheet) -> dict[str, Any]:
    """Return groups as JSON values."""
    rows = [
        {
            "value": group.value,
            "runs": [sheet.runs[place].id for place in group.places],
            "metrics": {metric: spread._asdict() for metric, spread in group.metrics.items()},
        }
        for group in groups
    ]
    return {"schema": "nbtrack.groups/1", "by": name, "groups": rows}


def _spread_text(spread: Spread | None) -> str:
    if spread is None or not spread.runs:
        return ""
    if spread.deviation is None:
        return value_text(spread.mean)
    return f"{value_text(spread.mean)} ± {spread.deviation:.2g}"
