"""Print tables, as wide as the terminal allows."""

from __future__ import annotations

import sys
from itertools import islice
from typing import TYPE_CHECKING

from nbtrack.text_table import AT_ONCE, table_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nbtrack.cli.output import Output
    from nbtrack.text_table import Column, Fitting


def terminal_width() -> int | None:
    """Return how many characters a line has, None where nobody looks at a terminal."""
    if not sys.stdout.isatty():
        return None
    import shutil

    return shutil.get_terminal_size().columns


def print_table(columns: Sequence[Column], out: Output) -> None:
    """Print a table, many lines at a time."""
    lines = table_lines(columns, out.paint)
    while block := list(islice(lines, AT_ONCE)):
        out.styled("\n".join(block))


def print_fitting(shown: Fitting, out: Output) -> None:
    """Print the columns that there is room for, and say so where there are others."""
    print_table(shown.columns, out)
    if shown.is_cut:
        out.note("no room for more columns; --json has all")
