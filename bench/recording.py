"""What recording adds to a training: `python -m bench.recording [--steps N] [--rounds N]`.

A small network learns the digits of scikit-learn's in plain numpy, on one thread. It reads its data again in
each epoch, writes a checkpoint, and logs two metrics at each step: with nobody recording, with a run that it
begins itself by `nbtrack.start`, where `NBTRACK_RECORD=off` holds as well, as a recorded script, and as a
recorded notebook against the same in `jupyter execute`. All of it takes two minutes of CPU time.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.measuring import Contender, compare_at_once, table, time_once
from bench.run import PROGRAMS, trivial

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


def main() -> None:
    """Print two tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--steps", type=int, default=14_000)
    parser.add_argument("--rounds", type=int, default=1)
    args = parser.parse_args()
    os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"
    with tempfile.TemporaryDirectory() as scratch:
        subprocess.run(["git", "init", "--quiet", scratch], check=True)
        os.chdir(scratch)
        _write(TRAIN.replace("{epochs}", str(args.steps // _STEPS_OF_AN_EPOCH)))
        time_once(
            Contender("imports", [sys.executable, "-c", "import sklearn.datasets, nbtrack.record.own_run"])
        )
        print(table("a recorded script", compare_at_once(_of_script(), args.rounds)))
        print(table("a recorded notebook", compare_at_once(_of_notebook(), args.rounds)))


def _write(source: str) -> None:
    """Write the training as a script, as one that begins its run itself, and as a notebook."""
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
