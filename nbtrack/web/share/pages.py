"""Shared runs as one page that stands alone, as a folder, or as Markdown with pictures beside it."""

from __future__ import annotations

import base64
import hashlib
import os
from typing import TYPE_CHECKING, Any

from nbtrack.compare.markdown import render_markdown
from nbtrack.compare.numbers import value_text
from nbtrack.compare.times import duration_text
from nbtrack.diff.markdown import literal
from nbtrack.web.curves import lines
from nbtrack.web.rendering import STATIC, template_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from nbtrack.web.share.model import Figure, Shared
    from nbtrack.web.share.report import Report

FIGURES = "figures"
_WIDTH, _HEIGHT = 360.0, 150.0
_HUES = 10  # colours of curves, in share.css


def one_page(shared: Shared, found: Sequence[Mapping[str, Any]], report: Report | None) -> str:
    """Return the page with its pictures in it."""
    return _page(shared, found, report, {one.file: one.address for run in shared.runs for one in run.figures})


def folder(
    shared: Shared, found: Sequence[Mapping[str, Any]], report: Report | None
) -> Iterator[tuple[str, bytes]]:
    """Yield the files of a folder that any web server may serve."""
    addresses = {one.file: f"{FIGURES}/{one.file}" for run in shared.runs for one in run.figures}
    yield "index.html", _page(shared, found, report, addresses).encode("utf-8", "replace")
    yield from figure_files(shared)


def figure_files(shared: Shared) -> Iterator[tuple[str, bytes]]:
    """Yield the pictures as files."""
    for figure in (one for run in shared.runs for one in run.figures):
        yield f"{FIGURES}/{figure.file}", figure.raw


def _page(
    shared: Shared, found: Sequence[Mapping[str, Any]], report: Report | None, addresses: Mapping[str, str]
) -> str:
    style, script = (_own(name) for name in ("share.css", "share.js"))
    digests = report.digests if report else []
    text = template_text("share", {
        "shared": shared,
        "scrubbed": found,
        "report": report.page if report else None,
        "addresses": addresses,
        "charts": list(_charts(shared)),
        "style": style,
        "script": script,
        "allowed": " ".join(f"'{one}'" for one in [_digest(style), _digest(script), *digests]),
    })  # fmt: skip
    return text.encode("utf-8", "replace").decode("utf-8")


def _charts(shared: Shared) -> Iterator[dict[str, Any]]:
    """Yield a chart for each metric that has curves: a line for each run, all on one scale."""
    for name in dict.fromkeys(name for run in shared.runs for name in run.curves):
        having = [(place, run) for place, run in enumerate(shared.runs) if name in run.curves]
        curves = [run.curves[name] for _, run in having]
        values = [value for points in curves for _, value in points]
        steps = [step for points in curves for step, _ in points]
        drawn = lines(curves, _WIDTH, _HEIGHT)
        yield {
            "name": name,
            "low": min(values, default=0.0),
            "high": max(values, default=0.0),
            "first": min(steps, default=0.0),
            "last": max(steps, default=0.0),
            "lines": [
                {
                    "points": points,
                    "hue": place % _HUES,
                    "id": run.facts["id"],
                    "label": run.facts["name"] or run.facts["id"][:8],
                }
                for (place, run), points in zip(having, drawn, strict=True)
            ],
        }


def _own(name: str) -> str:
    with open(os.path.join(STATIC, name), encoding="utf-8") as file:
        return file.read()


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def markdown(shared: Shared, found: Sequence[Mapping[str, Any]], report: Report | None) -> str:
    """Return a summary for a pull request; its pictures are files beside it."""
    parts = [f"## {literal(shared.title)}\n", _table(shared)]
    if report:
        parts.append(f"### What changed\n\n{render_markdown(report.comparison)}")
    pictures = [_picture(one, run.facts) for run in shared.runs for one in run.figures]
    if pictures:
        parts.append("### Figures\n\n" + "\n".join(pictures) + "\n")
    if found:
        said = ", ".join(f"{one['count']} x {one['what']} in {one['where']}" for one in found)
        parts.append(f"<sub>Left out: {literal(said)}.</sub>\n")
    return "\n".join(parts)


def _table(shared: Shared) -> str:
    heads = ["run", "status", "took", *(column.name for column in shared.columns)]
    made = "| " + " | ".join(map(literal, heads)) + " |\n" + "|---" * len(heads) + "|\n"
    for place, run in enumerate(shared.runs):
        facts = run.facts
        cells = [
            literal(facts["name"] or facts["id"][:8]),
            facts["status"],
            duration_text(facts["duration_s"]),
        ]
        for column in shared.columns:
            value = (
                run.metrics[column.name]["last"]
                if column.kind == "metric" and column.name in run.metrics
                else run.parameters.get(column.name)
                if column.kind == "parameter"
                else None
            )
            text = "" if value is None else literal(value_text(value))
            cells.append(f"**{text}**" if place in column.best else text)
        made += "| " + " | ".join(cells) + " |\n"
    return made


def _picture(figure: Figure, facts: Mapping[str, Any]) -> str:
    title = literal(f"{figure.title} of {facts['name'] or facts['id'][:8]}")
    return f"![{title}]({FIGURES}/{figure.file})"
