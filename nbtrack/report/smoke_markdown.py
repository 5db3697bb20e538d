"""Smoke runs as Markdown, for a pull request or a step's summary."""

from __future__ import annotations

from nbtrack.report.markdown import COMMENT, markdown_text
from nbtrack.report.smoke_summary import place_words, summary_line, told
from nbtrack.report.where import path_from_here
from nbtrack.terminal import count_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from nbtrack.smoke.verdict import Tried

_HEAD = "\n| notebook | outside Jupyter | where | what |\n|---|---|---|---|\n"


def render(tried: Sequence[Tried]) -> str:
    """Return the summary and a table, what fails first, as long as a comment may be."""
    rows = [_row(each) for each in sorted(tried, key=lambda each: each.passed)]
    shown: list[str] = []
    left = COMMENT
    for row in rows:
        left -= len(row.encode())
        if left > 0:
            shown.append(row)
    cut = len(rows) - len(shown)
    more = f"\n{cut} more {'is' if cut == 1 else 'are'} not shown.\n" if cut else ""
    table = _HEAD + "".join(shown) if shown else ""
    return f"**nbtrack smoke**: {markdown_text(summary_line(tried))}\n{table}{more}"


def _row(tried: Tried) -> str:
    cells = (path_from_here(tried.path), *_result(tried))
    return "| " + " | ".join(map(markdown_text, cells)) + " |\n"


def _result(tried: Tried) -> tuple[str, str, str]:
    if tried.error:
        return "cannot be tried", "", tried.error.message
    if tried.verdict is None:
        return "not tried", "", ""
    if failure := tried.verdict.failure:
        return "fails", place_words(failure), told(failure)
    if tried.verdict.remembered:
        return "ran earlier", "", "nothing changed since"
    return f"ran in {tried.verdict.duration_s:.1f} s", "", count_text(tried.verdict.cells, "cell")
