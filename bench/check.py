"""Compare `nbtrack check`, cold and warm, with other tools: `python -m bench.check NOTEBOOK_FOLDER`.

`nb-clean` and `nbwipers` look for far less (outputs, counts, metadata); they are timed where they are
installed, and `--peers` names their folder of programs. `--warm` times only runs in which everything is
remembered. `--workers` times one process against several on
growing numbers of notebooks, which is where the threshold for workers comes from.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.measuring import Contender, compare, table

OURS = str(Path(sys.executable).with_name("nbtrack"))
# An interpreter that asks for the stat of every file and does nothing else: nobody can be faster.
STAT = "import os, sys; [os.stat(path) for path in sys.stdin.read().split('\\0')]"
_A_DAY_S = 86400


def main() -> None:
    """Print one table per task."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--peers", type=Path, default=Path(sys.executable).parent)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--workers", action="store_true", help="one process against several")
    parser.add_argument("--warm", action="store_true", help="only runs in which nothing is new")
    args = parser.parse_args()
    folder, peers = args.folder.resolve(), args.peers.absolute()
    with tempfile.TemporaryDirectory() as scratch:
        os.chdir(scratch)  # settings of the folder that it is called in would be read, too
        os.environ["NBTRACK_CACHE_DIR"] = str(Path(scratch, "cache"))
        notebooks = Path(scratch, "notebooks")
        for copy in (notebooks, Path(scratch, "clean")):  # to be written to, whatever the originals are
            shutil.copytree(folder, copy, ignore=_all_but_notebooks, copy_function=shutil.copyfile)
        subprocess.run([OURS, "strip", "-q", "--no-undo", f"{scratch}/clean"], check=False)
        _age(Path(scratch))
        if args.workers:
            _workers(notebooks, args.rounds)
            return
        if args.warm:
            for copy in (notebooks, Path(scratch, "clean")):
                _table_of_warm(copy, args.rounds)
            return
        for name in ("notebooks", "clean"):
            _tables(Path(scratch, name), peers, args.rounds)


def _table_of_warm(folder: Path, rounds: int) -> None:
    files = sorted(folder.rglob("*.ipynb"))
    print(table(_title(folder, files), compare(_working(_warm(folder, files)), rounds)))


def _tables(folder: Path, peers: Path, rounds: int) -> None:
    files = sorted(folder.rglob("*.ipynb"))
    print(table(_title(folder, files), compare(_working(_all(folder, files, peers)), rounds)))
    one = min(files, key=lambda path: abs(path.stat().st_size - 10_000))
    print(
        table(f"{folder.name}: one of {one.stat().st_size} bytes", compare(_working(_one(one)), rounds * 2))
    )


def _title(folder: Path, files: list[Path]) -> str:
    total_mb = sum(path.stat().st_size for path in files) / 1e6
    return f"{folder.name}: {len(files)}, {total_mb:.1f} MB"


def _warm(folder: Path, files: list[Path]) -> list[Contender]:
    listed = folder.with_name("listed")
    listed.write_text("\0".join(map(str, files)))
    stat = ["sh", "-c", f'"{sys.executable}" -c "$0" < "{listed}"', STAT]
    return [
        Contender("python, stat of each file", stat),
        Contender("check, warm", [OURS, "check", str(folder)]),
        Contender("check --statistics, warm", [OURS, "check", "--statistics", str(folder)]),
    ]


def _all(folder: Path, files: list[Path], peers: Path) -> list[Contender]:
    found = [
        *_warm(folder, files),
        Contender("check, cold", [OURS, "check", str(folder)], _forget),
        Contender("check, cold, --jobs 1", [OURS, "check", "--jobs", "1", str(folder)], _forget),
        Contender("check --no-cache --jobs 1", [OURS, "check", "--no-cache", "--jobs", "1", str(folder)]),
        Contender("strip --check", [OURS, "strip", "--check", str(folder)]),
    ]
    return found + [
        Contender(f"{name} check", [str(peers / name), "check", str(folder)])
        for name in ("nb-clean", "nbwipers")
        if (peers / name).exists()
    ]


def _working(contenders: list[Contender]) -> list[Contender]:
    """Refuse to time a command that fails: that would be quick."""
    for contender in contenders:
        code = subprocess.run(contender.command, capture_output=True, check=False).returncode
        if code not in (0, 1):
            raise SystemExit(f"{contender.name} ends with {code}")
    return contenders


def _one(path: Path) -> list[Contender]:
    return [
        Contender("python -c pass", [sys.executable, "-c", "pass"]),
        Contender("check, warm", [OURS, "check", str(path)]),
        Contender("check, cold", [OURS, "check", str(path)], _forget),
        Contender("check --no-cache", [OURS, "check", "--no-cache", str(path)]),
        Contender("strip --check", [OURS, "strip", "--check", str(path)]),
    ]


def _workers(folder: Path, rounds: int) -> None:
    files = sorted(folder.rglob("*.ipynb"))
    for count in (4, 8, 16, 32, 64, len(files)):
        some = [str(path) for path in files[:: max(1, len(files) // count)][:count]]
        size_mb = sum(os.path.getsize(path) for path in some) / 1e6
        words = [OURS, "check", "--no-cache", "--jobs"]
        contenders = [Contender(f"--jobs {jobs}", [*words, jobs, *some]) for jobs in ("1", "2")]
        print(table(f"{count} notebooks, {size_mb:.1f} MB", compare(contenders, rounds)))


def _forget() -> None:
    shutil.rmtree(os.environ["NBTRACK_CACHE_DIR"], ignore_errors=True)


def _age(folder: Path) -> None:
    """Let the files be as old as files are: what was written just now is not trusted by its stat."""
    for path in folder.rglob("*.ipynb"):
        os.utime(path, times=(time.time() - _A_DAY_S,) * 2)
    time.sleep(2.1)  # their change time cannot be set


def _all_but_notebooks(folder: str, names: list[str]) -> list[str]:
    return [name for name in names if not name.endswith(".ipynb") and not Path(folder, name).is_dir()]


if __name__ == "__main__":
    main()
