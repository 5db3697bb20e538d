"""What recording adds to a training: `python -m bench.recording [--epochs N] [--rounds N] [--notebook]`.

A small network learns scikit-learn's digits, as many rows of them as MNIST has, in numpy, on one thread.
It reads its data again in each epoch, writes a checkpoint, and logs two metrics at each of 469 steps: with
nobody recording, with a run that it begins itself by `nbtrack.start`, where `NBTRACK_RECORD=off` holds as
well, and as a recorded script. The same training of one epoch tells what is beginning and end, and so what
recording adds to a minute.

A machine that does other work as well differs from one moment to the next by more than what recording adds.
So there are many short rounds, each in an order of its own, and what counts is the difference within a round:
its mean over the rounds, and the standard error of that. Where the mean is not twice that away from what is
wanted, there is no verdict.
`--notebook` compares a recorded notebook with `jupyter execute` instead.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import random
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from bench.measuring import Contender, compare_at_once, table, time_once
from bench.run import PROGRAMS, trivial

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bench.measuring import Timing

TRAIN = """
import numpy as np
import nbtrack

rng = np.random.default_rng(0)
w1, w2 = rng.normal(size=(64, 512)) * 0.1, rng.normal(size=(512, 10)) * 0.1
for epoch in range({epochs}):
    with np.load("digits.npz") as data:
        inputs, targets = data["x"], data["y"]
    for step, rows in enumerate(np.array_split(rng.permutation(len(inputs)), 469)):
        hidden = np.maximum(inputs[rows] @ w1, 0)
        scores = np.exp(hidden @ w2)
        error = scores / scores.sum(axis=1, keepdims=True) - targets[rows]
        w1 -= 0.01 * inputs[rows].T @ ((error @ w2.T) * (hidden > 0)) / len(rows)
        w2 -= 0.01 * hidden.T @ error / len(rows)
        wrong = scores.argmax(1) != targets[rows].argmax(1)
        nbtrack.log(loss=float((error**2).mean()), wrong=float(wrong.mean()))
    np.savez("checkpoint.npz", w1=w1, w2=w2)
"""
_DATA = """
import numpy as np
from sklearn.datasets import load_digits
x, y = load_digits(return_X_y=True)
rows = np.resize(np.arange(len(x)), 60_000)
np.savez("digits.npz", x=x[rows] / 16, y=np.eye(10)[y[rows]])
"""
_FEW_EPOCHS = 1
_MINUTE_S = 60.0
_WANTED = 0.03
_SURE = 2.0  # standard errors

Rounds = dict[str, list["Timing"]]  # by contender


class Mean(NamedTuple):
    """A mean, and its standard error."""

    mean: float
    error: float


def main() -> None:
    """Print what a minute comes to, or a table of the notebook."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--rounds", type=int, default=24)
    parser.add_argument("--notebook", action="store_true")
    args = parser.parse_args()
    os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"
    with tempfile.TemporaryDirectory() as scratch:
        subprocess.run(["git", "init", "--quiet", scratch], check=True)
        os.chdir(scratch)
        subprocess.run([sys.executable, "-c", _DATA], check=True)
        if args.notebook:
            _write("train", TRAIN.replace("{epochs}", str(args.epochs)))
            print(table("a recorded notebook", compare_at_once(_of_notebook(), args.rounds)))
            return
        for name, epochs in (("few", _FEW_EPOCHS), ("many", args.epochs)):
            _write(name, TRAIN.replace("{epochs}", str(epochs)))
        few, many = shuffled([_of_script("few"), _of_script("many")], args.rounds)
        print(of_a_minute(few, many))


def shuffled(sets: Sequence[Sequence[Contender]], rounds: int) -> list[Rounds]:
    """Time all contenders of all sets once in each round, each time in another order, and once beforehand."""
    chance = random.Random(0)
    places = [(number, one) for number, contenders in enumerate(sets) for one in contenders]
    found: list[Rounds] = [{one.name: [] for one in contenders} for contenders in sets]
    for _, one in places:
        time_once(one)
    for _ in range(rounds):
        for number, one in chance.sample(places, len(places)):
            found[number][one.name].append(time_once(one))
    return found


def of_a_minute(few: Rounds, many: Rounds) -> str:
    """Render what each adds to a minute of the first: beginning and end once, and a share of the rest.

    In CPU time, since other processes take away more wall time than it adds.
    """
    base, *others = few
    rest_s = statistics.fmean(_differences(many[base], few[base]))
    lines = [
        f"### what recording adds to a minute of training, in CPU time ({len(few[base])} rounds)",
        "",
        f"| command | beginning and end, ms | rest | of a minute | below {_WANTED:.0%}? |",
        "|---|---|---|---|---|",
    ]
    for name in others:
        once_s = _differences(few[name], few[base])
        longer_s = _differences(many[name], many[base])
        shares = [(much - once) / rest_s for much, once in zip(longer_s, once_s, strict=True)]
        added = [once / _MINUTE_S + share for once, share in zip(once_s, shares, strict=True)]
        cells = _text(mean_of(once_s), 1000, " ms"), _text(mean_of(shares)), _text(mean_of(added))
        lines.append(f"| {name} | {' | '.join(cells)} | {verdict(mean_of(added))} |")
    return "\n".join(lines) + "\n"


def mean_of(numbers: Sequence[float]) -> Mean:
    """Return the mean of some numbers and its standard error, which one alone does not tell."""
    error = statistics.stdev(numbers) / math.sqrt(len(numbers)) if len(numbers) > 1 else math.inf
    return Mean(statistics.fmean(numbers), error)


def verdict(added: Mean) -> str:
    """Tell whether that is below what is wanted, unless it may be either."""
    if abs(added.mean - _WANTED) <= _SURE * added.error:
        return "cannot tell"
    return "yes" if added.mean < _WANTED else "no"


def _differences(timings: Sequence[Timing], others: Sequence[Timing]) -> list[float]:
    return [one.cpu_s - other.cpu_s for one, other in zip(timings, others, strict=True)]


def _text(found: Mean, factor: float = 100, unit: str = " %") -> str:
    return f"{found.mean * factor:.1f} ± {found.error * factor:.1f}{unit}"


def _write(name: str, source: str) -> None:
    """Write the training as a script, as one that begins its run itself, and as a notebook."""
    Path(f"{name}.py").write_text(source)
    Path(f"{name}_started.py").write_text(
        source.replace("import nbtrack\n", "import nbtrack\nnbtrack.start()\n")
    )
    made = trivial(1)
    made["cells"][0]["source"] = source
    Path(f"{name}.ipynb").write_text(json.dumps(made))


def _of_script(name: str) -> list[Contender]:
    started = [sys.executable, f"{name}_started.py"]
    return [
        Contender("python train.py", [sys.executable, f"{name}.py"]),
        Contender("nbtrack.start, recording off", ["env", "NBTRACK_RECORD=off", *started]),
        Contender("nbtrack.start", started),
        Contender("nbtrack run train.py", [str(PROGRAMS / "nbtrack"), "run", f"{name}.py"]),
    ]


def _of_notebook() -> list[Contender]:
    return [
        Contender("jupyter execute train.ipynb", [str(PROGRAMS / "jupyter"), "execute", "train.ipynb"]),
        Contender("nbtrack run train.ipynb", [str(PROGRAMS / "nbtrack"), "run", "train.ipynb"]),
    ]


if __name__ == "__main__":
    main()
