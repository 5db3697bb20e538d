"""What recording adds to a training: `python -m bench.recording [--steps N] [--rounds N]`.

A small network learns the digits of scikit-learn's in plain numpy, on one thread. It reads its data again in
each epoch, writes a checkpoint, and logs two metrics at each step: with nobody recording, with a run that it
begins itself by `nbtrack.start`, where `NBTRACK_RECORD=off` holds as well, as a recorded script, and as a
recorded notebook against the same in `jupyter execute`. The same training of a few steps tells what is
beginning and end, and so what recording adds to a minute. A round takes two minutes of CPU time.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from bench.measuring import Contender, compare_at_once, table, time_once
from bench.run import PROGRAMS, trivial

if TYPE_CHECKING:
    from bench.measuring import Timing

TRAIN = """
import numpy as np
import nbtrack
from sklearn.datasets import load_digits

x, y = load_digits(return_X_y=True)
np.savez("digits.npz", x=x / 16, y=np.eye(10)[y])
rng = np.random.default_rng(0)
w1, w2 = rng.normal(size=(64, 512)) * 0.1, rng.normal(size=(512, 10)) * 0.1
for epoch in range({epochs}):
    with np.load("digits.npz") as data:
        inputs, targets = data["x"], data["y"]
    for step, rows in enumerate(np.array_split(rng.permutation(len(inputs)), 14)):
        hidden = np.maximum(inputs[rows] @ w1, 0)
        scores = np.exp(hidden @ w2)
        error = scores / scores.sum(axis=1, keepdims=True) - targets[rows]
        w1 -= 0.01 * inputs[rows].T @ ((error @ w2.T) * (hidden > 0)) / len(rows)
        w2 -= 0.01 * hidden.T @ error / len(rows)
        wrong = scores.argmax(1) != targets[rows].argmax(1)
        nbtrack.log(loss=float((error**2).mean()), wrong=float(wrong.mean()))
    np.savez("checkpoint.npz", w1=w1, w2=w2)
"""
_STEPS_OF_AN_EPOCH = 14
_FEW_EPOCHS = 2
_FEW_ROUNDS = 5  # at least, of what takes a second
_ENOUGH_ROUNDS = 3
_MINUTE_S = 60.0
_WANTED = 0.03


def main() -> None:
    """Print two tables, and what a minute comes to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--steps", type=int, default=14_000)
    parser.add_argument("--rounds", type=int, default=3)
    args = parser.parse_args()
    os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"
    with tempfile.TemporaryDirectory() as scratch:
        subprocess.run(["git", "init", "--quiet", scratch], check=True)
        os.chdir(scratch)
        time_once(
            Contender("imports", [sys.executable, "-c", "import sklearn.datasets, nbtrack.record.own_run"])
        )
        _write(_FEW_EPOCHS)
        few = compare_at_once(_of_script(), max(args.rounds, _FEW_ROUNDS))
        _write(max(args.steps // _STEPS_OF_AN_EPOCH, _FEW_EPOCHS + 1))
        many = compare_at_once(_of_script(), args.rounds)
        print(table(f"a recorded script of {_FEW_EPOCHS * _STEPS_OF_AN_EPOCH} steps", few))
        print(table(f"a recorded script of {args.steps} steps", many))
        print(of_a_minute(few, many))
        print(table("a recorded notebook", compare_at_once(_of_notebook(), args.rounds)))


def of_a_minute(few: dict[str, list[Timing]], many: dict[str, list[Timing]]) -> str:
    """Render what each adds to a minute of the first: beginning and end once, and a share of the rest.

    In CPU time, since other processes take away more wall time than it adds.
    """
    (base, few_base), *_ = few.items()
    lines = [
        "### what recording adds to a minute of training, in CPU time",
        "",
        f"| command | beginning and end, ms | rest | of a minute | the rounds | below {_WANTED:.0%}? |",
        "|---|---|---|---|---|---|",
    ]
    once_s = {name: _median(found) - _median(few_base) for name, found in few.items()}
    for name in [name for name in many if name != base]:
        shares = [
            (one.cpu_s - first.cpu_s - once_s[name]) / (first.cpu_s - _median(few_base))
            for one, first in zip(many[name], many[base], strict=True)
        ]
        added = [once_s[name] / _MINUTE_S + share for share in shares]
        whole, each = f"{statistics.median(added):.1%}", f"{min(added):.1%} to {max(added):.1%}"
        cells = f"{once_s[name] * 1000:.0f}", f"{statistics.median(shares):.1%}", whole, each, _verdict(added)
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def _verdict(added: list[float]) -> str:
    """Tell whether all rounds agree: one that disagrees, or too few, say that the machine was too noisy."""
    if len(added) < _ENOUGH_ROUNDS or min(added) < _WANTED <= max(added):
        return "cannot tell"
    return "yes" if max(added) < _WANTED else "no"


def _median(timings: list[Timing]) -> float:
    return statistics.median(one.cpu_s for one in timings)


def _write(epochs: int) -> None:
    """Write the training as a script, as one that begins its run itself, and as a notebook."""
    source = TRAIN.replace("{epochs}", str(epochs))
    Path("train.py").write_text(source)
    Path("started.py").write_text(source.replace("import nbtrack\n", "import nbtrack\nnbtrack.start()\n"))
    made = trivial(1)
    made["cells"][0]["source"] = source
    Path("train.ipynb").write_text(json.dumps(made))


def _of_script() -> list[Contender]:
    started = [sys.executable, "started.py"]
    return [
        Contender("python train.py", [sys.executable, "train.py"]),
        Contender("nbtrack.start, recording off", ["env", "NBTRACK_RECORD=off", *started]),
        Contender("nbtrack.start", started),
        Contender("nbtrack run train.py", [str(PROGRAMS / "nbtrack"), "run", "train.py"]),
    ]


def _of_notebook() -> list[Contender]:
    return [
        Contender("jupyter execute train.ipynb", [str(PROGRAMS / "jupyter"), "execute", "train.ipynb"]),
        Contender("nbtrack run train.ipynb", [str(PROGRAMS / "nbtrack"), "run", "train.ipynb"]),
    ]


if __name__ == "__main__":
    main()
