"""Shared runs as Markdown, for a pull request or the summary of a CI job."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nbtrack.compare.markdown import render_markdown
from nbtrack.compare.numbers import value_text
from nbtrack.compare.times import duration_text
from nbtrack.diff.markdown import literal
from nbtrack.web.share.figures import FIGURES
from nbtrack.web.share.left_out import by_kind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nbtrack.web.share.figures import Figure
    from nbtrack.web.share.model import Shared
    from nbtrack.web.share.report import Report


def markdown(shared: Shared, found: Sequence[Mapping[str, Any]], report: Report | None) -> str:
    """Return a summary for a pull request; its pictures are files beside it."""
    parts = [f"## {literal(shared.title)}\n", _table(shared)]
    if report:
        parts.append(render_markdown(report.comparison))
    pictures = [_picture(one, run.label) for run in shared.runs for one in run.figures]
    if pictures:
        parts.append("### Figures\n\n" + "\n".join(pictures) + "\n")
    if found:
        said = ", ".join(kind.text for kind in by_kind(found))
        parts.append(f"<sub>Left out: {literal(said)}.</sub>\n")
    return "\n".join(parts)


def _table(shared: Shared) -> str:
    heads = ["run", "status", "took", *(column.name for column in shared.columns)]
    made = "| " + " | ".join(map(literal, heads)) + " |\n" + "|---" * len(heads) + "|\n"
    for place, run in enumerate(shared.runs):
        cells = [literal(run.label), run.facts["status"], duration_text(run.facts["duration_s"])]
        for column in shared.columns:
            value = run.value(column)
            text = "" if value is None else literal(value_text(value))
            cells.append(f"**{text}**" if place in column.best else text)
        made += "| " + " | ".join(cells) + " |\n"
    return made


def _picture(figure: Figure, label: str) -> str:
    title = literal(f"{figure.title} of {label}")
    return f"![{title}]({FIGURES}/{figure.file})"
