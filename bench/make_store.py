"""Make a store of many runs with many columns, to measure `nbtrack ui` on: no run of it ever happened."""

from __future__ import annotations

import argparse
import math
import random
from pathlib import Path

from nbtrack.store.clock import utc_text
from nbtrack.store.record import Failure, Metric, Parameter, RunRecord
from nbtrack.store.record_json import to_json
from nbtrack.store.seal import sealed_bytes
from nbtrack.store.series import Series, pack
from nbtrack.store.statuses import FAILED, FINISHED
from nbtrack.store.store import Store
from nbtrack.store.write_once import keep_out_of_git

_FIRST_S = 1_760_000_000.0
_CONSTANT = 0.4  # of the parameters: most settings of an experiment are never touched
_WITH_SERIES = 200  # of the newest runs


def main() -> None:
    """Make the store in FOLDER/.nbtrack."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("folder", type=Path)
    reader.add_argument("--runs", type=int, default=10_000)
    reader.add_argument("--columns", type=int, default=300)
    chosen = reader.parse_args()
    (chosen.folder).mkdir(parents=True, exist_ok=True)
    (chosen.folder / "pyproject.toml").touch()
    store = Store(str(chosen.folder / ".nbtrack"))
    source = random.Random(8)
    for number in range(chosen.runs):
        _keep(store, _made(store, source, number, chosen))
    keep_out_of_git(store.root)
    store.reindex()


def _keep(store: Store, record: RunRecord) -> None:
    """Write a record as `Records.put` does, without waiting for the disk ten thousand times."""
    path = Path(store.records.path(record.id))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(sealed_bytes(to_json(record)))


def _made(store: Store, source: random.Random, number: int, chosen: argparse.Namespace) -> RunRecord:
    lr, depth = 10 ** source.uniform(-4, -1), source.choice([2, 4, 8, 16])
    quality = 0.95 - 0.08 * abs(math.log10(lr) + 2.5) - 0.5 / depth + source.gauss(0, 0.01)
    series = store.blobs.put(_curves(source, quality)) if number >= chosen.runs - _WITH_SERIES else None
    is_failed = source.random() < 0.03
    return RunRecord(
        id=f"{source.getrandbits(64):016x}",
        experiment=("train.ipynb", "tune.ipynb", "models/baseline.py")[number % 3],
        started=utc_text(_FIRST_S + number * 600),
        status=FAILED if is_failed else FINISHED,
        error=Failure("ValueError", "loss is NaN", 7) if is_failed else None,
        name=f"trial {number}" if number % 5 else None,
        tags=("baseline",) if number % 50 == 0 else (),
        duration_s=source.uniform(5, 4000),
        parameters=_parameters(source, lr, depth, chosen.columns * 2 // 3),
        metrics=_metrics(source, quality, chosen.columns - chosen.columns * 2 // 3),
        series=series,
    )


def _parameters(source: random.Random, lr: float, depth: int, count: int) -> dict[str, Parameter]:
    found = {
        "lr": lr,
        "depth": depth,
        "optimizer": source.choice(["adam", "sgd", "lion"]),
        "augment": source.random() < 0.5,
    }
    for place in range(count - len(found)):
        is_constant = place < count * _CONSTANT
        found[f"setting_{place:03}"] = place if is_constant else round(source.random(), 6)
    return {name: Parameter(value, "default", value) for name, value in found.items()}


def _metrics(source: random.Random, quality: float, count: int) -> dict[str, Metric]:
    last = {"val_acc": quality, "val_loss": 1.2 - quality + source.gauss(0, 0.02)}
    last |= {f"probe_{place:03}": source.random() for place in range(count - len(last))}
    return {name: Metric(value, value - 0.1, value + 0.1, 50, 49) for name, value in last.items()}


def _curves(source: random.Random, quality: float) -> bytes:
    table = {"val_acc": Series(), "val_loss": Series()}
    for step in range(50):
        reached = quality * (1 - math.exp(-step / 9)) + source.gauss(0, 0.01)
        table["val_acc"].append(reached, _FIRST_S + step * 3, step)
        table["val_loss"].append(1.2 - reached, _FIRST_S + step * 3, step)
    return pack(table)


if __name__ == "__main__":
    main()
