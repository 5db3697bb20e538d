"""How far `check` got."""

from __future__ import annotations

from nbtrack.cli.counting import Counting

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nbtrack.cli.output import Output
    from nbtrack.report.result import Checked


def counted(found: Iterator[Checked], total: int, out: Output) -> Iterator[Checked]:
    """Pass on what is found, and show how far it got once that takes longer than a moment."""
    with Counting("notebooks", out) as counting:
        for number, checked in enumerate(found, 1):
            if checked.error is not None:
                counting.clear()  # what failed is told in a line of its own
            yield checked
            counting.tell(number, total)
