"""A table of runs, for `runs` and `best`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nbtrack.cli.columns import print_fitting, terminal_width
from nbtrack.compare.times import ago
from nbtrack.query.table import columns_named, usual_columns
from nbtrack.text_table import fitting_in_turn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nbtrack.cli.output import Output
    from nbtrack.store.sheet import Sheet


def show_runs(sheet: Sheet, out: Output, names: Sequence[str] = ()) -> None:
    """Print runs as a table: with the columns named, or with what there is to tell them apart by.

    A parameter or metric for which there is no room is not read.
    """
    groups = [columns_named(sheet, names, ago)] if names else usual_columns(sheet, ago)
    print_fitting(fitting_in_turn(groups, terminal_width()), out)
