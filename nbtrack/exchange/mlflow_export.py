"""Write runs as MLflow's file store, which any MLflow reads: `mlflow ui --backend-store-uri ./mlruns`."""

from __future__ import annotations

import json
import re
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nbtrack.exchange.mlflow_folder import META, STATUSES
from nbtrack.exchange.mlflow_run import OWN_ID_TAG
from nbtrack.store.attached import series_of
from nbtrack.store.clock import seconds_of
from nbtrack.store.digest import short_id
from nbtrack.store.statuses import EXITED, FINISHED, HUNG_UP, INTERRUPTED, KILLED, TERMINATED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nbtrack.store.blobs import Blobs
    from nbtrack.store.record import RunRecord
    from nbtrack.store.series import Series

_STATUS = {FINISHED: "FINISHED", EXITED: "FINISHED"}
_KILLED = frozenset((INTERRUPTED, TERMINATED, HUNG_UP, KILLED))
_REFUSED = re.compile(r"[^\w.\- /]", re.ASCII)  # in names of parameters, metrics and tags
_LONGEST = 250


def write_mlflow(folder: str, runs: Iterable[RunRecord], blobs: Blobs) -> int:
    """Add runs to a folder, and return how many are new; what was written before stays. Raises OSError."""
    root, new = Path(folder), 0
    for run in runs:
        experiment = root / _number(run.experiment)
        target = experiment / _uuid(run.id)
        if not (experiment / META).exists():
            _write(experiment / META, _yaml(_experiment(run, experiment)))
        if not (target / META).exists():
            _write_run(target, run, experiment.name, blobs)
            new += 1
    return new


def _write_run(target: Path, run: RunRecord, experiment: str, blobs: Blobs) -> None:
    """Write a run, what MLflow knows it by last."""
    for name, parameter in _named(run.parameters.items()):
        _write(target / "params" / name, _text(parameter.value))
    for name, series in _named(series_of(run, blobs).items()):
        _write(target / "metrics" / name, _lines(series))
    for name, text in _named(_tags(run).items()):
        _write(target / "tags" / name, text)
    for name, artifact in _named(run.artifacts.items()):
        _write_b(target / "artifacts" / name, blobs.get(artifact.blob))
    (target / "artifacts").mkdir(parents=True, exist_ok=True)
    _write(target / META, _yaml(_meta(target, run, experiment)))


def _named(pairs: Iterable[tuple[str, Any]]) -> Iterator[tuple[str, Any]]:
    """Yield names as MLflow takes them, which are paths too; two that become one stay two."""
    taken: set[str] = set()
    for name, value in pairs:
        plain = _REFUSED.sub("_", name)[:_LONGEST]
        parts = [part for part in plain.split("/") if part.strip(". ")]
        first, *rest = parts or ["_"]
        found, number = "/".join((first, *rest)), 2
        while any(f"{found}/".startswith(f"{one}/") or one.startswith(f"{found}/") for one in taken):
            found, number = "/".join((f"{first}_{number}", *rest)), number + 1
        taken.add(found)
        yield found, value


def _tags(run: RunRecord) -> dict[str, str]:
    found = {"mlflow.runName": run.name or short_id(run.id), "mlflow.source.name": run.experiment}
    found |= {OWN_ID_TAG: run.id}
    found |= {"mlflow.note.content": run.note} if run.note else {}
    if run.git and run.git.commit:
        found["mlflow.source.git.commit"] = run.git.commit
    for tag in run.tags:
        name, is_pair, value = tag.partition("=")
        found[name or "_"] = value if is_pair else "true"
        if name == "parent" and is_pair:
            found["mlflow.parentRunId"] = _uuid(value)
    return found


def _meta(target: Path, run: RunRecord, experiment: str) -> dict[str, Any]:
    status = _STATUS.get(run.status) or ("KILLED" if run.status in _KILLED else "FAILED")
    return {
        "artifact_uri": (target / "artifacts").resolve().as_uri(),
        "end_time": round(seconds_of(run.ended) * 1000) if run.ended else None,
        "entry_point_name": "",
        "experiment_id": experiment,
        "lifecycle_stage": "active",
        "run_id": target.name,
        "run_name": run.name or short_id(run.id),
        "run_uuid": target.name,
        "source_name": run.experiment,
        "source_type": 4,  # local
        "source_version": "",
        "start_time": round(seconds_of(run.started) * 1000),
        "status": STATUSES.index(status) + 1,
        "tags": [],
        "user_id": "",
    }


def _experiment(run: RunRecord, folder: Path) -> dict[str, Any]:
    return {
        "artifact_location": folder.resolve().as_uri(),
        "experiment_id": folder.name,
        "lifecycle_stage": "active",
        "name": run.experiment,
    }


def _yaml(values: dict[str, Any]) -> str:
    """Return YAML, in which each value is spelled as JSON is."""
    return "".join(f"{name}: {json.dumps(value)}\n" for name, value in values.items())


def _lines(series: Series) -> str:
    return "".join(f"{round(at * 1000)} {value!r} {step or 0}\n" for step, at, value in series.points())


def _text(value: object) -> str:
    return json.dumps(value) if isinstance(value, (list, dict)) else str(value)


def _uuid(run_id: str) -> str:
    return sha256(f"nbtrack:{run_id}".encode()).hexdigest()[:32]


def _number(experiment: str) -> str:
    """Return the number of an experiment, the same each time, and none that MLflow itself gives."""
    digest = sha256(experiment.encode("utf-8", "surrogatepass")).digest()
    return str(10**17 + int.from_bytes(digest[:7], "big"))


def _write(path: Path, text: str) -> None:
    _write_b(path, text.encode("utf-8", "backslashreplace"))


def _write_b(path: Path, raw: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(raw)
