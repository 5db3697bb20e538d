"""A real `nbtrack ui` on a store of real runs."""

from __future__ import annotations

import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

RUNS = """
import nbtrack
for number, lr in enumerate([0.1, 0.01, 0.001]):
    parameters = {"lr": lr, "epochs": 3, "text": TEXT}
    with nbtrack.start(parameters, name=f"run {number}", tags=["grid", TEXT], note=TEXT):
        for step in range(5):
            nbtrack.log({"loss": lr / (step + 1), "acc": step / 5}, step=step)
        nbtrack.log_table([{"a": 1}], "rows")
        if number == 2:
            1 / 0
"""


def record_runs(project: Path, text: str = "plain") -> None:
    """Record three runs, of which the last fails; `text` stands wherever a person may say something."""
    (project / "pyproject.toml").write_text("")
    (project / "train.py").write_text(f"TEXT = {text!r}\n{RUNS}")
    subprocess.run([sys.executable, "train.py"], cwd=project, capture_output=True, check=False, timeout=60)


@contextmanager
def serving(project: Path, *options: str) -> Iterator[str]:
    """Yield the address that `nbtrack ui` prints."""
    words = [sys.executable, "-m", "nbtrack", "ui", "--no-browser", *options]
    with subprocess.Popen(words, cwd=project, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        try:
            yield server.stdout.readline().strip()
        finally:
            server.terminate()
