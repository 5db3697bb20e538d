"""A table of runs, for `runs` and `best`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nbtrack.cli.columns import print_table, terminal_width
from nbtrack.compare.times import ago
from nbtrack.query.table import columns_named, usual_columns
from nbtrack.terminal import count_text
from nbtrack.text_table import fitting_in_turn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nbtrack.cli.output import Output
    from nbtrack.store.sheet import Sheet


def show_runs(sheet: Sheet, out: Output, names: Sequence[str] = ()) -> None:
    """Print runs as a table: with the columns named, or with what there is to tell them apart by."""
    columns = [columns_named(sheet, names, ago)] if names else usual_columns(sheet, ago)
    shown = fitting_in_turn(columns, terminal_width())
    print_table(shown, out)
    if left := sum(map(len, columns)) - len(shown):
        out.note(f"no room for {count_text(left, 'more column')}; --json has all")
