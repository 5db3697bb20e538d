"""Make a store of many runs: `python -m bench.make_store FOLDER [--runs N] [--parameters N] [--metrics N]`.

The records are real and sealed, without points; they vary as runs of a search do. What is slow in making
them, the wait for the disk, is left out.
"""

from __future__ import annotations

import argparse
import math
import os
import random
from typing import TYPE_CHECKING

from nbtrack.store.clock import utc_text
from nbtrack.store.record import FAILED, FINISHED, Environment, GitState, Metric, Parameter, RunRecord
from nbtrack.store.record_json import sealed_bytes
from nbtrack.store.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator

FIRST_S = 1_780_000_000.0  # a summer's day in 2026
_TEXTS = ("adam", "sgd", "lion", "adafactor")


def main() -> None:
    """Make a store and its index."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder")
    parser.add_argument("--runs", type=int, default=10_000)
    parser.add_argument("--parameters", type=int, default=150)
    parser.add_argument("--metrics", type=int, default=150)
    args = parser.parse_args()
    store = make_store(args.folder, args.runs, args.parameters, args.metrics)
    print(f"{store.root}: {store.reindex()} runs")


def make_store(folder: str, runs: int, parameters: int, metrics: int) -> Store:
    """Make a project with a store in a folder."""
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, "nbtrack.toml"), "a", encoding="utf-8"):
        pass
    store = Store(os.path.join(folder, ".nbtrack"))
    for record in made_records(runs, parameters, metrics):
        path = store.records.path(record.id)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(sealed_bytes(record))
    return store


def made_records(runs: int, parameters: int, metrics: int) -> Iterator[RunRecord]:
    """Yield records, the same ones each time."""
    chance = random.Random(7)
    environment = Environment(python="3.12.4", platform="Linux-6.8-x86_64")
    for number in range(runs):
        yield RunRecord(
            id=f"{chance.getrandbits(64):016x}",
            experiment=f"experiments/train-{number % 5}.ipynb",
            started=utc_text(FIRST_S + 60.0 * number),
            status=FAILED if number % 17 == 3 else FINISHED,
            name=f"trial-{number}" if number % 10 == 0 else None,
            tags=("baseline",) if number % 100 == 0 else (),
            duration_s=round(chance.uniform(5, 500), 3),
            parameters={f"p{place}": _parameter(place, chance) for place in range(parameters)},
            metrics={f"m{place}": _metric(place, chance) for place in range(metrics)},
            git=GitState(commit=f"{number // 20:040x}", branch="main"),
            environment=environment,
        )


def _parameter(place: int, chance: random.Random) -> Parameter:
    choices = (
        chance.randint(1, 512),
        10 ** chance.uniform(-5, -1),
        chance.choice(_TEXTS),
        chance.random() < 0.5,
    )
    return Parameter(choices[place % len(choices)], "command line" if place < 5 else "default")


def _metric(place: int, chance: random.Random) -> Metric:
    last = chance.gauss(place, 1.0) if place else 1 / (1 + math.exp(-chance.gauss(1, 1)))
    return Metric(last=last, min=last - chance.random(), max=last + chance.random(), count=100, last_step=99)


if __name__ == "__main__":
    main()
