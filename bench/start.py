"""Compare nbtrack's start with an interpreter that does nothing: `python -m bench.start [--rounds N]`."""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.measuring import Contender, compare, table

OURS = str(Path(sys.executable).with_name("nbtrack"))
SAMPLE = Path(__file__).parents[1] / "sample_notebooks" / "magics.ipynb"


def main() -> None:
    """Print one table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=25)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        notebook = shutil.copy(SAMPLE, scratch)
        subprocess.run([OURS, "strip", "--quiet", notebook], check=True)
        contenders = [
            Contender("python -c pass", [sys.executable, "-c", "pass"]),
            Contender("nbtrack --help", [OURS, "--help"]),
            Contender("nbtrack strip --check", [OURS, "strip", "--check", notebook]),
        ]
        print(table("start", compare(contenders, args.rounds)))


if __name__ == "__main__":
    main()
