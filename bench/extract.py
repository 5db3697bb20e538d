"""Compare `nbtrack extract` with nbconvert and jupytext: `python -m bench.extract [--rounds N] FOLDER`.

One notebook as a whole process, and all notebooks of the folder (at most `--most`) in one command. nbconvert
gives up at the first notebook that it cannot convert; only those that it can are taken.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.measuring import Contender, compare, table

OURS = str(Path(sys.executable).with_name("nbtrack"))
NBCONVERT = [sys.executable, "-m", "nbconvert", "--to", "script", "--log-level", "ERROR"]
JUPYTEXT = Path(sys.executable).with_name("jupytext")


def main() -> None:
    """Print one table per task."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--most", type=int, default=500)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        files = _copied(args.folder, Path(scratch, "notebooks"), args.most)
        one = min(files, key=lambda path: abs(path.stat().st_size - 20_000))
        megabytes = sum(path.stat().st_size for path in files) / 1e6
        print(f"{len(files)} notebooks, {megabytes:.1f} MB; one of {one.stat().st_size} bytes\n")
        print(table("one notebook", compare(_contenders([one], Path(scratch)), args.rounds * 2)))
        print(table("all notebooks", compare(_contenders(files, Path(scratch)), args.rounds)))


def _copied(folder: Path, target: Path, most: int) -> list[Path]:
    """Copy notebooks under names of their own, those that nbconvert can convert."""
    target.mkdir()
    files = [target / f"{number}.ipynb" for number in range(most)]
    found = sorted(path for path in folder.rglob("*.ipynb") if path.is_file())
    copies = [(source, path) for source, path in zip(found, files, strict=False)]
    for source, path in copies:
        shutil.copyfile(source, path)
    left = [path for _, path in copies]
    while left:
        done = subprocess.run([*NBCONVERT, *map(str, left)], capture_output=True, text=True, check=False)
        if done.returncode == 0:
            break
        made = [
            path for path in left if path.with_suffix(".py").exists() or path.with_suffix(".txt").exists()
        ]
        left = made + left[len(made) + 1 :]
        for path in target.glob("*"):
            if path.suffix != ".ipynb":
                path.unlink()
    return left


def _contenders(files: list[Path], scratch: Path) -> list[Contender]:
    names = [str(path) for path in files]
    ours, theirs = scratch / "ours", scratch / "theirs"

    def empty() -> None:
        for folder in (ours, theirs):
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()

    found = [
        Contender("nbtrack extract", [OURS, "extract", "--quiet", "-o", f"{ours}/", *names], empty),
        Contender("nbconvert --to script", [*NBCONVERT, "--output-dir", str(theirs), *names], empty),
    ]
    if JUPYTEXT.exists() and len(files) == 1:
        command = [str(JUPYTEXT), "--to", "py:percent", "-o", str(theirs / "a.py"), *names]
        found.append(Contender("jupytext --to py:percent", command, empty))
    return found


if __name__ == "__main__":
    main()
