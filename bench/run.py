"""Compare `nbtrack run` with papermill: `python -m bench.run [--rounds N] [--cells N]...`.

The notebooks do next to nothing, so that what is timed is the tool: its imports, the kernel's start and end,
what each cell costs, and for nbtrack also the record with packages, commit and patch. The last table is what
further notebooks cost in the command that runs the first one.

papermill is timed without `rfc3987_syntax`, which comes with nbdime and costs it more than a second at
each start.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from bench.measuring import Contender, Timing, compare, table

PROGRAMS = Path(sys.executable).parent
MORE = 5
PAPERMILL = (
    "import sys; sys.modules['rfc3987_syntax'] = None; from papermill.cli import papermill; papermill()"
)


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--cells", type=int, action="append")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        subprocess.run(["git", "init", "--quiet", scratch], check=True)
        for cells in args.cells or [10, 100]:
            notebook = Path(scratch, f"trivial-{cells}.ipynb")
            notebook.write_text(json.dumps(trivial(cells)))
            timings = compare(_contenders(notebook), args.rounds)
            print(table(f"run {cells} trivial cells", timings))
            print(table(f"each further notebook of {cells} cells", _further(timings)))


def trivial(cells: int) -> dict[str, Any]:
    """Make a notebook whose cells do next to nothing."""
    return {
        "cells": [
            {
                "cell_type": "code",
                "execution_count": None,
                "id": f"cell-{number}",
                "metadata": {},
                "outputs": [],
                "source": [f"x{number} = {number}\n", f"print(x{number})"],
            }
            for number in range(cells)
        ],
        "metadata": {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def _contenders(notebook: Path) -> list[Contender]:
    path, out = str(notebook), str(notebook.with_name("out.ipynb"))
    nbtrack = str(PROGRAMS / "nbtrack")
    return [
        Contender("papermill", [sys.executable, "-c", PAPERMILL, path, out]),
        Contender("nbtrack run", [nbtrack, "run", path]),
        Contender("nbtrack run, several", [nbtrack, "run", *[path] * (1 + MORE)]),
    ]


def _further(timings: dict[str, list[Timing]]) -> dict[str, list[Timing]]:
    """Return what a notebook costs that is not the first, in the middle of each round."""
    pairs = zip(timings["nbtrack run"], timings["nbtrack run, several"], strict=True)
    further = [
        Timing((many.wall_s - one.wall_s) / MORE, (many.cpu_s - one.cpu_s) / MORE) for one, many in pairs
    ]
    return {"papermill": timings["papermill"], "nbtrack run, each further one": further}


if __name__ == "__main__":
    main()
