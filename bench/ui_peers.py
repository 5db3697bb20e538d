"""Give MLflow or Aim the runs of a store, to time their pages beside ours: run by the Python that has them.

nbtrack export -f json -o runs.json                   in the folder with the store
PYTHON bench/ui_peers.py mlflow runs.json mlflow.db   rows written as MLflow writes them, all at once
PYTHON bench/ui_peers.py aim runs.json FOLDER         by Aim's own API, as long as --most-s allows

MLFLOW_SERVER_ENABLE_JOB_EXECUTION=false mlflow server --backend-store-uri sqlite:///mlflow.db --workers 1
aim storage --repo FOLDER reindex -y                  else its newest runs have no columns for a long time
aim up --repo FOLDER
"""

from __future__ import annotations

import argparse
import importlib
import json
import sqlite3
import time
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    Records = Sequence[dict[str, Any]]


def main() -> None:
    reader = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    reader.add_argument("peer", choices=["mlflow", "aim"])
    reader.add_argument("runs", type=Path)
    reader.add_argument("target")
    reader.add_argument("--most-s", type=float, default=600)
    chosen = reader.parse_args()
    records = json.loads(chosen.runs.read_text())["runs"]
    started = time.monotonic()
    count = (
        _mlflow(records, chosen.target)
        if chosen.peer == "mlflow"
        else _aim(records, chosen.target, chosen.most_s)
    )
    print(f"{count} of {len(records)} runs in {time.monotonic() - started:.0f} s")


def _mlflow(records: Records, path: str) -> int:
    tracking = importlib.import_module("mlflow.tracking")
    experiment = int(tracking.MlflowClient(f"sqlite:///{Path(path).resolve()}").create_experiment("bench"))
    with sqlite3.connect(path) as base:
        for record in records:
            _insert(base, record, experiment)
    return len(records)


def _insert(base: sqlite3.Connection, record: dict[str, Any], experiment: int) -> None:
    run, at_ms = record["id"] * 2, _milliseconds(record["started"])
    name, status = record.get("name") or record["id"][:8], record["status"].upper()
    row = {
        "run_uuid": run,
        "name": name,
        "source_type": "NOTEBOOK",
        "source_name": record["experiment"],
        "user_id": "bench",
        "status": status if status in ("FINISHED", "FAILED") else "KILLED",
        "start_time": at_ms,
        "end_time": at_ms + int(record["duration_s"] * 1000),
        "lifecycle_stage": "active",
        "artifact_uri": "",
        "experiment_id": experiment,
    }
    base.execute(f"INSERT INTO runs ({','.join(row)}) VALUES ({','.join('?' * len(row))})", [*row.values()])
    base.execute("INSERT INTO tags VALUES ('mlflow.runName', ?, ?)", (name, run))
    parameters = ((key, str(one["value"]), run) for key, one in record["parameters"].items())
    base.executemany("INSERT INTO params (key, value, run_uuid) VALUES (?, ?, ?)", parameters)
    metrics = [(key, one["last"], at_ms, 49, 0, run) for key, one in record["metrics"].items()]
    columns = "(key, value, timestamp, step, is_nan, run_uuid) VALUES (?, ?, ?, ?, ?, ?)"
    base.executemany(f"INSERT INTO latest_metrics {columns}", metrics)
    base.executemany(f"INSERT INTO metrics {columns}", metrics)


def _milliseconds(text: str) -> int:
    return int(datetime.fromisoformat(text).timestamp() * 1000)


def _aim(records: Records, folder: str, most_s: float) -> int:
    aim = importlib.import_module("aim")
    repo, started, count = aim.Repo.from_path(folder, init=True), time.monotonic(), 0
    for count, record in enumerate(records, 1):  # noqa: B007 - is returned
        run = aim.Run(
            repo=repo,
            experiment="bench",
            system_tracking_interval=None,
            log_system_params=False,
            capture_terminal_logs=False,
        )
        run["hparams"] = {name: one["value"] for name, one in record["parameters"].items()}
        for name, one in record["metrics"].items():
            run.track(one["last"], name=name, step=49)
        run.close()
        if time.monotonic() - started > most_s:
            break
    return count


if __name__ == "__main__":
    main()
