"""nbtrack takes a notebook from experiment to evidence: clean, pair, prove, record, compare.

In a notebook or script, `nbtrack.log(loss=0.3, step=1)` records metrics of the run, and `nbtrack.start()`
begins one where `nbtrack run` did not. `nbtrack.runs("val_acc > 0.9")`, `nbtrack.best("val_acc")` and
`nbtrack.get("latest")` ask for runs. Everything else is a command: `nbtrack --help`.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from nbtrack.query.ask import best as best
    from nbtrack.query.ask import compare_runs as compare_runs
    from nbtrack.query.ask import get as get
    from nbtrack.query.ask import runs as runs
    from nbtrack.query.differences import Differences as Differences
    from nbtrack.query.recorded_run import Points as Points
    from nbtrack.query.recorded_run import RecordedRun as RecordedRun
    from nbtrack.query.recorded_runs import RecordedRuns as RecordedRuns
    from nbtrack.record.current import log_artifact as log_artifact
    from nbtrack.record.current import log_figure as log_figure
    from nbtrack.record.current import log_table as log_table
    from nbtrack.record.current import note as note
    from nbtrack.record.current import tag as tag
    from nbtrack.record.log import log as log
    from nbtrack.record.log_series import log_series as log_series
    from nbtrack.record.start import Run as Run
    from nbtrack.record.start import recorded as recorded
    from nbtrack.record.start import start as start
    from nbtrack.version import __version__ as __version__

_PUBLIC = {
    "Differences": "nbtrack.query.differences",
    "Points": "nbtrack.query.recorded_run",
    "RecordedRun": "nbtrack.query.recorded_run",
    "RecordedRuns": "nbtrack.query.recorded_runs",
    "Run": "nbtrack.record.start",
    "__version__": "nbtrack.version",
    "best": "nbtrack.query.ask",
    "compare_runs": "nbtrack.query.ask",
    "get": "nbtrack.query.ask",
    "log": "nbtrack.record.log",
    "log_artifact": "nbtrack.record.current",
    "log_figure": "nbtrack.record.current",
    "log_series": "nbtrack.record.log_series",
    "log_table": "nbtrack.record.current",
    "note": "nbtrack.record.current",
    "recorded": "nbtrack.record.start",
    "runs": "nbtrack.query.ask",
    "start": "nbtrack.record.start",
    "tag": "nbtrack.record.current",
}
__all__ = [
    "Differences",
    "Points",
    "RecordedRun",
    "RecordedRuns",
    "Run",
    "__version__",
    "best",
    "compare_runs",
    "get",
    "log",
    "log_artifact",
    "log_figure",
    "log_series",
    "log_table",
    "note",
    "recorded",
    "runs",
    "start",
    "tag",
]


def __getattr__(name: str) -> Any:
    """Import what is asked for: `import nbtrack` alone costs nothing (PEP 562)."""
    if name not in _PUBLIC:
        raise AttributeError(f"module 'nbtrack' has no attribute {name!r}")
    found = getattr(__import__(_PUBLIC[name], fromlist=[name]), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    """List the public names, imported or not."""
    return sorted({*globals(), *__all__})
