"""What all smoke runs of one command came to, in words that every form shares."""

from __future__ import annotations

from nbtrack.terminal import count_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from nbtrack.smoke.verdict import Failure, Tried


def summary_line(tried: Sequence[Tried]) -> str:
    """Say it in one line: "5 notebooks: 3 ran, 1 fails, 1 could not be tried"."""
    ran = sum(each.passed for each in tried)
    failed = sum(each.verdict is not None and not each.passed for each in tried)
    errors = sum(each.error is not None for each in tried)
    rest = len(tried) - ran - failed - errors
    parts = [f"{ran} ran"]
    parts += [f"{failed} {'fails' if failed == 1 else 'fail'}"] if failed else []
    parts += [f"{errors} could not be tried"] if errors else []
    parts += [f"{rest} not tried, since one fails"] if rest else []
    return f"{count_text(len(tried), 'notebook')}: {', '.join(parts)}"


def place_words(failure: Failure) -> str:
    """Say where a notebook fails: "cell 4, line 2"."""
    if not failure.cell:
        return "before its first cell" if not failure.kind else "the notebook"
    return f"cell {failure.cell}" + (f", line {failure.line}" if failure.line else "")


def told(failure: Failure) -> str:
    """Say what happened and why in one line."""
    return f"{failure.what} ({failure.cause})" if failure.cause else failure.what
