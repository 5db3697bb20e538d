"""Charts to explore in a shared page: Plotly, packed, and the numbers that it draws."""

from __future__ import annotations

import base64
import gzip
import os
from typing import TYPE_CHECKING, Any

from nbtrack.errors import NbtrackError, UsageError
from nbtrack.plain_json import finite
from nbtrack.store.attached import series_of
from nbtrack.store.digest import short_id
from nbtrack.web.chart_frame import plotly_script
from nbtrack.web.charts import curve_points
from nbtrack.web.rendering import template_text
from nbtrack.web.statics import STATIC

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from nbtrack.store.record import RunRecord
    from nbtrack.store.store import Store
    from nbtrack.web.share.model import Shared
    from nbtrack.web.share.scrubbing import Scrubber

_MOST_POINTS = 40_000  # of all curves, in which a point is three numbers: about a megabyte
_FEWEST_POINTS = 50
FRAME_SCRIPT = """const packed = document.getElementById("packed").textContent;
const raw = Uint8Array.from(atob(packed), (one) => one.charCodeAt(0));
const text = new Response(new Blob([raw]).stream().pipeThrough(new DecompressionStream("gzip"))).text();
text.then((code) => (0, eval)(code));"""


def frame() -> str:
    """Return the document in which Plotly draws; raises UsageError where Plotly is not installed."""
    path = plotly_script()
    if path is None:
        raise UsageError("charts need Plotly, which is not installed", hint="pip install 'nbtrack[charts]'")
    code = b";\n".join(_read(one) for one in (path, os.path.join(STATIC, "frame.js")))
    packed = base64.b64encode(gzip.compress(code, 9, mtime=0)).decode()
    return template_text("share_charts", {"packed": packed, "script": FRAME_SCRIPT})


def _read(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read()


def numbers_of(
    shared: Shared, records: Sequence[RunRecord], store: Store, scrubber: Scrubber
) -> dict[str, Any]:
    """Return what the live page asks its server for: columns, and points of curves by metric."""
    runs = shared.runs
    columns: dict[str, list[Any]] = {"took": [run.facts["duration_s"] for run in runs]}
    offered = [{"key": "took", "kind": "fact", "name": "took", "is_number": True, "shown": False}]
    for column in shared.columns:
        key = f"{'param' if column.kind == 'parameter' else 'metric'}:{column.name}"
        columns[key] = [run.value(column) for run in runs]
        is_number = all(isinstance(one, int | float) for one in columns[key] if one is not None)
        offered.append({
            "key": key,
            "kind": column.kind,
            "name": column.name,
            "is_number": is_number,
            "shown": True,
            "has_curve": column.kind == "metric" and any(column.name in run.curves for run in runs),
        })  # fmt: skip
    return {
        "ids": [run.facts["id"] for run in runs],
        "names": [run.label for run in runs],
        "columns": {key: finite(values) for key, values in columns.items()},
        "offered": offered,
        "curves": _curves(shared, records, store, scrubber),
    }


def _curves(
    shared: Shared, records: Sequence[RunRecord], store: Store, scrubber: Scrubber
) -> Mapping[str, list[dict[str, Any]]]:
    made: dict[str, list[dict[str, Any]]] = {}
    most = max(_FEWEST_POINTS, _MOST_POINTS // max(sum(len(run.curves) for run in shared.runs), 1))
    for run, (record, table) in zip(shared.runs, _tables(records, store), strict=True):
        for name, series in table.items():
            clean = scrubber.text(name, f"run {short_id(record.id)}")
            if clean in run.curves:
                made.setdefault(clean, []).append(
                    {"id": record.id, "name": run.label, **curve_points(series, most)}
                )
    return made


def _tables(records: Sequence[RunRecord], store: Store) -> Iterator[tuple[RunRecord, Mapping[str, Any]]]:
    for record in records:
        try:
            yield record, series_of(record if record.attached else store.get(record.id), store.blobs)
        except (NbtrackError, FileNotFoundError):
            yield record, {}
