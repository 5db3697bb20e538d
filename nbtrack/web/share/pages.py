"""Shared runs as one page that stands alone, or as a folder."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote

from nbtrack.diff.page.render import FOLDER, SCRIPTS, STYLE, source_of
from nbtrack.plain_json import finite
from nbtrack.web.notebook.outputs import FRAME_STYLE
from nbtrack.web.rendering import template_text
from nbtrack.web.share.beside import files_beside
from nbtrack.web.share.charts import FRAME_SCRIPT, frame
from nbtrack.web.share.drawings import curves_beside, points_of
from nbtrack.web.share.figures import FIGURES
from nbtrack.web.share.left_out import by_kind
from nbtrack.web.share.room import details_within, size_of
from nbtrack.web.statics import STATIC

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from nbtrack.web.share.model import Shared
    from nbtrack.web.share.report import Report

_CHARTS_FILE = "charts.html"
_MOST_BESIDE = 10  # runs whose pictures stand beside each other
_BARE = ("app.css", "status.css", "keys.css", "run.css", "notebook.css")
_LAST = ("compare.css", "share.css", "print.css")
# Each of these is a script by itself; what the last ones name they have in common.
_APART = ("app.js", "keys.js", "pictures.js", "keep.js", "frames.js")
_TOGETHER = ("share.js", "share_where.js", "share_filter.js")
_WITH_CHARTS = ("charts.js", *_TOGETHER, "share_charts.js")


class Content(NamedTuple):
    """All that a page says: the runs, what was left out, what changed, and the numbers of its charts."""

    shared: Shared
    found: Sequence[Mapping[str, Any]]
    report: Report | None
    numbers: Mapping[str, Any] | None


def one_page(content: Content) -> str:
    """Return the page with its pictures in it."""
    addresses = {one.file: one.address for run in content.shared.runs for one in run.figures}
    return _page(content, addresses, {"text": frame()} if content.numbers else None)


def folder(content: Content) -> Iterator[tuple[str, bytes]]:
    """Yield the files of a folder that any web server may serve."""
    figures = [one for run in content.shared.runs for one in run.figures]
    addresses = {one.file: one.address if one.may_run else f"{FIGURES}/{one.file}" for one in figures}
    charts = {"file": _CHARTS_FILE} if content.numbers else None
    yield "index.html", _page(content, addresses, charts).encode("utf-8", "replace")
    if charts:
        yield _CHARTS_FILE, frame().encode()
    yield from ((path, raw) for path, raw in figure_files(content.shared) if path in addresses.values())


def figure_files(shared: Shared) -> Iterator[tuple[str, bytes]]:
    """Yield the pictures as files."""
    for figure in (one for run in shared.runs for one in run.figures):
        yield f"{FIGURES}/{figure.file}", figure.raw


def _page(content: Content, addresses: Mapping[str, str], charts: Mapping[str, str] | None) -> str:
    shared, report = content.shared, content.report
    pictured = shared.runs[:_MOST_BESIDE]
    pictures = files_beside(pictured) if len(pictured) > 1 else []
    has_diff = report is not None or bool(pictures)
    style, script = (
        _style(has_diff, charts is not None),
        _script(has_diff, bool(pictures), charts is not None),
    )
    curves = curves_beside(shared)
    values = {
        "shared": shared,
        "labels": [run.label for run in shared.runs],
        "ids": [run.facts["id"] for run in shared.runs],
        "left_out": by_kind(content.found),
        "report": report,
        "addresses": addresses,
        "details": {run.facts["id"]: "" for run in shared.runs},
        "pictures": pictures,
        "pictured": [{"id": run.facts["id"], "label": run.label} for run in pictured],
        "curves": curves,
        "points": _in_script(finite(points_of(curves, shared))),
        "icon": f"data:image/svg+xml,{quote(_own('icon.svg').strip())}",
        "style": style,
        "script": script,
        "policy": _policy(style, script, has_charts=charts is not None),
        "charts_frame": None,
    }
    values["details"] = dict(details_within(shared, addresses, size_of(template_text("share", values))))
    if charts:
        values |= {"charts_frame": _in_script(charts), "numbers": _in_script(content.numbers)}
    text = template_text("share", values)
    return text.encode("utf-8", "replace").decode("utf-8")


def _style(has_diff: bool, has_charts: bool) -> str:
    diff = (FOLDER / STYLE).read_text(encoding="utf-8") if has_diff else ""
    names = (*(("charts.css",) if has_charts else ()), *_LAST)
    return "".join(map(_own, _BARE)) + diff + "".join(map(_own, names))


def _script(has_diff: bool, has_pictures: bool, has_charts: bool) -> str:
    apart = [_own(name) for name in _APART]
    if has_diff:
        scripts = [(FOLDER / name).read_text(encoding="utf-8") for name in SCRIPTS]
        apart += [script.removeprefix('"use strict";') for script in scripts]
    if has_pictures:
        apart.append(_own("overlay.js"))
    together = [
        _own(name).replace("export class", "class") for name in (_WITH_CHARTS if has_charts else _TOGETHER)
    ]
    return "".join([*(f"{{\n{code}}}\n" for code in apart), *together])


def _policy(style: str, script: str, *, has_charts: bool) -> str:
    """Return what the page and all frames in it may do: each of them may be told to do less, none more."""
    known = [source_of(style), source_of(FRAME_STYLE), source_of(script)]
    allowed = " ".join(f"'{one}'" for one in known)
    if not has_charts:
        return (
            f"default-src 'none'; img-src data: file: 'self'; style-src {allowed}; script-src {allowed}; "
            "base-uri 'none'; form-action 'none'"
        )
    # Plotly builds functions from text, and writes styles; still only scripts that are known here run at all.
    return (
        "default-src 'none'; img-src data: blob: file: 'self'; style-src 'unsafe-inline'; "
        "frame-src file: 'self'; "
        f"script-src {allowed} '{source_of(FRAME_SCRIPT)}' 'unsafe-eval'; base-uri 'none'; form-action 'none'"
    )


def _in_script(value: object) -> str:
    """Return JSON that no text in it can end."""
    return json.dumps(value, separators=(",", ":")).replace("<", "\\u003c")


def _own(name: str) -> str:
    with open(os.path.join(STATIC, name), encoding="utf-8") as file:
        return file.read()
