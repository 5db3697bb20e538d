"""Read the runs of MLflow's file store, a folder such as `mlruns`. MLflow itself is not needed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from nbtrack.errors import UsageError
from nbtrack.exchange.mlflow_run import Said, foreign_run
from nbtrack.notebook.parameters.yaml_adapter import YamlError, load_yaml
from nbtrack.store.series import Series

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nbtrack.exchange.foreign import ForeignRun

META = "meta.yaml"
STATUSES = ("RUNNING", "SCHEDULED", "FINISHED", "FAILED", "KILLED")  # as numbered from 1 in older files


def read_folder(path: str) -> Iterator[ForeignRun]:
    """Yield the runs of a folder that are not deleted; raises UsageError where it is none of MLflow's."""
    root = Path(path).resolve()
    experiments = sorted(place.parent for place in root.glob(f"*/{META}"))
    if not experiments:
        raise UsageError(
            f"cannot read {path} as MLflow's store: no folder in it has a {META}",
            hint="it is a file such as mlflow.db, or a folder such as mlruns",
        )
    for experiment in experiments:
        name = str(_meta(experiment).get("name", experiment.name))
        for place in sorted(experiment.glob(f"*/{META}")):
            meta = _meta(place.parent)
            if meta.keys() & {"run_uuid", "run_id"} and meta.get("lifecycle_stage", "active") == "active":
                yield _run(place.parent, name, meta)


def _run(folder: Path, experiment: str, meta: dict[str, Any]) -> ForeignRun:
    status, tags = meta.get("status"), _texts(folder / "tags")
    try:
        said = Said(
            uuid=str(meta.get("run_uuid") or meta["run_id"]),
            experiment=experiment,
            status=STATUSES[status - 1] if isinstance(status, int) else str(status),
            start=int(meta["start_time"]),
            end=int(meta["end_time"]) if meta.get("end_time") else None,
            name=str(meta.get("run_name") or tags.get("mlflow.runName") or ""),
            parameters=_texts(folder / "params"),
            tags=tags,
            artifacts=str(folder / "artifacts"),
        )
        series = {name: _series(text) for name, text in _texts(folder / "metrics").items()}
    except (KeyError, ValueError, TypeError, IndexError) as error:
        raise UsageError(f"{folder} is no run of MLflow's: {error}") from None
    return foreign_run(said, series, str(folder.parent.parent))


def _meta(folder: Path) -> dict[str, Any]:
    try:
        found = load_yaml((folder / META).read_text(encoding="utf-8", errors="replace"))
    except (YamlError, OSError) as error:
        raise UsageError(f"cannot read {folder / META}: {error}") from None
    return found if isinstance(found, dict) else {}


def _texts(folder: Path) -> dict[str, str]:
    """Return the content of the files below a folder, by their paths, which may go deeper."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8", errors="replace")
        for path in files
    }


def _series(text: str) -> Series:
    """Return the points of a metric's lines by time: milliseconds, value and, in newer ones, the step."""
    lines = [line.split() for line in text.splitlines() if line.strip()]
    series = Series()
    for words in sorted(lines, key=lambda words: int(words[0])):
        series.append(float(words[1]), int(words[0]) / 1000, int(words[2]) if len(words) > 2 else None)
    return series
