"""Compare `nbtrack smoke` with `python script.py` and with what executes notebooks.

`python -m bench.smoke [--rounds N] [--peers FOLDER_OF_PROGRAMS]`. The notebook does next to nothing, so that
what is timed is the tool. `python script.py` runs what `nbtrack extract` makes of the notebook.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.measuring import Contender, compare, table
from bench.run import trivial

PROGRAMS = Path(sys.executable).parent


def main() -> None:
    """Print two tables: many rounds for what is quick, few for what takes seconds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=25)
    parser.add_argument("--slow-rounds", type=int, default=5)
    parser.add_argument("--peers", type=Path, default=PROGRAMS)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch, contextlib.chdir(scratch):  # whose settings do not count
        notebook = Path(scratch, "trivial.ipynb")
        notebook.write_text(json.dumps(trivial(1)))
        script = notebook.with_suffix(".py")
        subprocess.run(
            [str(PROGRAMS / "nbtrack"), "extract", str(notebook), "-q", "-o", str(script)], check=True
        )
        quick = [Contender("python script.py", [sys.executable, str(script)]), *_smoke(notebook)]
        print(table("smoke, and the script by itself", compare(quick, args.rounds)))
        slow = [_smoke(notebook)[0], *_peers(notebook, args.peers)]
        print(table("smoke, and what executes notebooks", compare(slow, args.slow_rounds)))


def _smoke(notebook: Path) -> list[Contender]:
    command = [str(PROGRAMS / "nbtrack"), "smoke", str(notebook)]
    return [
        Contender("nbtrack smoke --no-cache", [*command, "--no-cache"]),
        Contender("nbtrack smoke, remembered", command),
    ]


def _peers(notebook: Path, programs: Path) -> list[Contender]:
    path, out = str(notebook), str(notebook.with_name("out.ipynb"))
    commands = {
        "jupyter nbconvert --execute": ["jupyter", "nbconvert", "--to", "notebook", "--execute", path],
        "papermill": ["papermill", path, out],
        "pytest --nbmake": ["pytest", "--nbmake", path],
    }
    return [
        Contender(name, [str(programs / command[0]), *command[1:]])
        for name, command in commands.items()
        if (programs / command[0]).exists()
    ]


if __name__ == "__main__":
    main()
