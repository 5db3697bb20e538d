"""Prove the wheel: build it, install it into an empty environment, and use it there."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from environment import CHECKOUT, install, make, prepare, python_of, run

# words -> exit code; a sample notebook is broken on purpose, and `check` says that it could not be read
EXPECTED = (
    (["--help"], 0),
    (["check", str(CHECKOUT / "sample_notebooks" / "train.ipynb")], 0),
    (["check", str(CHECKOUT / "sample_notebooks")], 2),
)


def main() -> int:
    """Build, install and use the wheel; return 1 when it does not do what it should."""
    with tempfile.TemporaryDirectory(prefix="nbtrack wheel ") as folder:
        if run([prepare("dev"), "-m", "build", "--wheel", "--outdir", folder, str(CHECKOUT)]):
            return 1
        (wheel,) = Path(folder).glob("*.whl")
        empty = Path(folder, "empty")
        make(empty)
        install(python_of(empty), "--no-compile", str(wheel))  # three commands need little of all that
        return max(_differs(empty, words, code) for words, code in EXPECTED)


def _differs(environment: Path, words: list[str], expected: int) -> int:
    program = Path(python_of(environment)).with_name("nbtrack")
    # Away from the checkout, so that nothing can be imported from it by accident.
    code = subprocess.call([str(program), *words], cwd=environment, stdout=subprocess.DEVNULL)
    print(f"nbtrack {' '.join(words)}: exit {code}, expected {expected}")
    return int(code != expected)


if __name__ == "__main__":
    sys.exit(main())
