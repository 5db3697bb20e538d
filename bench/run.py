"""Compare `nbtrack run` with what else executes a notebook: `python -m bench.run [--rounds N]`.

The notebook does next to nothing, so that what is timed is the tool: its imports, the kernel's start and end,
and for nbtrack also the record with packages, commit and patch. Papermill is timed where it is installed.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.measuring import Contender, compare, table

PROGRAMS = Path(sys.executable).parent
TRIVIAL = {
    "cells": [
        {
            "cell_type": "code",
            "execution_count": None,
            "id": "a",
            "metadata": {},
            "outputs": [],
            "source": ["print(1)"],
        }
    ],
    "metadata": {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}},
    "nbformat": 4,
    "nbformat_minor": 5,
}


def main() -> None:
    """Print one table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=9)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        subprocess.run(["git", "init", "--quiet", scratch], check=True)
        notebook = Path(scratch, "trivial.ipynb")
        notebook.write_text(json.dumps(TRIVIAL))
        print(table("run a trivial notebook", compare(_contenders(notebook), args.rounds)))


def _contenders(notebook: Path) -> list[Contender]:
    path, out = str(notebook), str(notebook.with_name("out.ipynb"))
    found = [
        Contender("nbtrack run", [str(PROGRAMS / "nbtrack"), "run", path]),
        Contender("jupyter execute", [str(PROGRAMS / "jupyter"), "execute", path]),
    ]
    if (PROGRAMS / "papermill").exists():
        found.append(Contender("papermill", [str(PROGRAMS / "papermill"), path, out]))
    return found


if __name__ == "__main__":
    main()
