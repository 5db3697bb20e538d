"""Compare `nbtrack sync` with jupytext: `python -m bench.sync [--rounds N] NOTEBOOK_FOLDER`.

Every notebook of the folder is paired with a percent script first; both programs then find all pairs in
step. jupytext is timed where it is installed beside this interpreter.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from bench.measuring import Contender, compare, table

if TYPE_CHECKING:
    from collections.abc import Callable

OURS = str(Path(sys.executable).with_name("nbtrack"))
JUPYTEXT = str(Path(sys.executable).with_name("jupytext"))


def main() -> None:
    """Print one table per task."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rounds", type=int, default=9)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch, "pairs")
        shutil.copytree(args.folder, folder)
        (folder / "pyproject.toml").touch()
        files = sorted(map(str, folder.rglob("*.ipynb")))
        subprocess.run([OURS, "pair", "--quiet", *files], check=True)
        one = min(files, key=lambda path: abs(Path(path).stat().st_size - 10_000))
        total_mb = sum(Path(path).stat().st_size for path in files) / 1e6
        print(
            f"{len(files)} pairs, {total_mb:.1f} MB of notebooks; one of {Path(one).stat().st_size} bytes\n"
        )
        print(table("one pair in step", compare(_in_step(one), args.rounds * 3)))
        print(table("one pair in step, in a fresh clone", compare(_fresh(one, folder), args.rounds * 3)))
        print(table("all pairs in step", compare(_all(files, folder), args.rounds)))
        print(table("one script edited", compare(_edited(one), args.rounds)))


def _in_step(path: str) -> list[Contender]:
    return [
        Contender("nbtrack sync --check", [OURS, "sync", "--check", path]),
        Contender("nbtrack sync", [OURS, "sync", path]),
        *_peer("jupytext --sync", ["--sync", path]),
        *_peer("jupytext --to py --test-strict", ["--to", "py:percent", "--test-strict", path]),
        Contender("python -c pass", [sys.executable, "-c", "pass"]),
    ]


def _fresh(path: str, folder: Path) -> list[Contender]:
    def forget() -> None:
        shutil.rmtree(folder / ".nbtrack", ignore_errors=True)

    return [
        Contender("nbtrack sync --check", [OURS, "sync", "--check", path], forget),
        *_peer("jupytext --sync", ["--sync", path]),
    ]


def _all(files: list[str], folder: Path) -> list[Contender]:
    subprocess.run([OURS, "sync", "--quiet", str(folder)], check=True)
    return [
        Contender("nbtrack sync --check", [OURS, "sync", "--check", str(folder)]),
        *_peer("jupytext --sync", ["--sync", *files]),
    ]


def _edited(path: str) -> list[Contender]:
    text = Path(path).with_suffix(".py")

    def edit() -> None:
        with text.open("a") as file:
            file.write("\n# %%\n1\n")

    return [
        Contender("nbtrack sync", [OURS, "sync", path], edit),
        *_peer("jupytext --sync", ["--sync", path], edit),
    ]


def _peer(name: str, words: list[str], prepare: Callable[[], None] = lambda: None) -> list[Contender]:
    return [Contender(name, [JUPYTEXT, *words], prepare)] if Path(JUPYTEXT).exists() else []


if __name__ == "__main__":
    main()
