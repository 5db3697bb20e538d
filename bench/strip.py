"""Compare `nbtrack strip` with the other strippers: `python -m bench.strip [--rounds N] NOTEBOOK_FOLDER...`.

Give a folder of large notebooks with outputs and one of small clean ones: they take different work.

The peers are timed where they are installed, best in an environment of their own: `pip install nbstripout
nb-clean nbwipers nbstripout-fast`, then `--peers` names its folder of programs. Notebooks that a peer refuses
are left out, since it stops there or skips them.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.measuring import Contender, compare, table

ONE_PROCESSOR = ("taskset", "-c", "0")  # where nbtrack starts no other process
OURS = str(Path(sys.executable).with_name("nbtrack"))


def main() -> None:
    """Print one table per folder and task."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--peers", type=Path, default=Path(sys.executable).parent)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--at-least", type=int, default=1500, help="copy notebooks until there are so many")
    parser.add_argument("--without", nargs="*", default=[], help="leave these peers out")
    args = parser.parse_args()
    for folder in args.folders:
        with tempfile.TemporaryDirectory() as scratch:
            notebooks, work = Path(scratch, "notebooks"), Path(scratch, "work")
            _copy(folder, notebooks, args.peers, args.at_least)
            files = sorted(notebooks.rglob("*.ipynb"))
            one = min(files, key=lambda path: abs(path.stat().st_size - 10_000))
            total_mb = sum(path.stat().st_size for path in files) / 1e6
            print(f"{folder}: {len(files)} notebooks, {total_mb:.1f} MB; one of {one.stat().st_size} bytes\n")
            for title, contenders, rounds in (
                ("check one notebook", _check_one(args.peers, one), args.rounds * 3),
                ("strip one notebook", _strip_one(args.peers, one), args.rounds * 3),
                ("check all", _check(args.peers, notebooks), args.rounds),
                ("strip all", _strip(args.peers, notebooks, work), args.rounds),
            ):
                wanted = [each for each in contenders if each.name not in args.without]
                print(table(title, compare(wanted, rounds)), flush=True)


def _copy(folder: Path, notebooks: Path, peers: Path, at_least: int) -> None:
    """Copy what no peer refuses, as often as it takes; the copies may be written, whatever the mode."""
    accepted = notebooks.with_name("accepted")
    shutil.copytree(folder, accepted, copy_function=shutil.copyfile, ignore=_all_but_notebooks)
    _leave_out_refused(peers, accepted)
    count = len(list(accepted.rglob("*.ipynb")))
    for copy in range(-(-at_least // count)):
        shutil.copytree(accepted, notebooks / str(copy))
    shutil.rmtree(accepted)


def _all_but_notebooks(folder: str, names: list[str]) -> list[str]:
    return [name for name in names if not name.endswith(".ipynb") and not Path(folder, name).is_dir()]


def _leave_out_refused(peers: Path, folder: Path) -> None:
    while True:
        files = [str(path) for path in sorted(folder.rglob("*.ipynb"))]
        said = ""
        for name, words in (("nb-clean", ["check"]), ("nbwipers", ["check"]), ("nbstripout", ["--dry-run"])):
            if (peers / name).exists():
                said += subprocess.run([peers / name, *words, *files], capture_output=True, text=True).stderr
        refused = [path for path in files if path in said]
        if not refused:
            return
        for path in refused:
            Path(path).unlink()


def _check_one(peers: Path, path: Path) -> list[Contender]:
    found = [
        Contender("python -c pass", [sys.executable, "-c", "pass"]),
        Contender("nbtrack strip --check", [OURS, "strip", "--check", str(path)]),
    ]
    return found + [
        Contender(name, [str(peers / name), *words, str(path)])
        for name, words in (("nb-clean", ["check"]), ("nbwipers", ["check"]), ("nbstripout", ["--verify"]))
        if (peers / name).exists()
    ]


def _strip_one(peers: Path, path: Path) -> list[Contender]:
    raw = path.read_bytes()

    def fresh() -> None:
        path.write_bytes(raw)

    found = [
        Contender("python -c pass", [sys.executable, "-c", "pass"]),
        Contender("nbtrack strip", [OURS, "strip", str(path)], fresh),
    ]
    return found + [
        Contender(name, [str(peers / name), *words, str(path)], fresh)
        for name, words in (("nb-clean", ["clean"]), ("nbwipers", ["clean"]), ("nbstripout", []))
        if (peers / name).exists()
    ]


def _check(peers: Path, folder: Path) -> list[Contender]:
    words = [OURS, "strip", "--check", str(folder)]
    found = [
        Contender("nbtrack strip --check", words),
        Contender("nbtrack, one process", [*ONE_PROCESSOR, *words]),
    ]
    return found + [
        Contender(name, [str(peers / name), "check", str(folder)])
        for name in ("nb-clean", "nbwipers")
        if (peers / name).exists()
    ]


def _strip(peers: Path, dirty: Path, work: Path) -> list[Contender]:
    used = work.with_name("used")

    def fresh() -> None:
        # Deleted at the end: ext4 without a journal steps past each inode freed within the last minute when
        # it makes a file, which would count against those who replace files in one step.
        if work.exists():
            used.mkdir(exist_ok=True)
            work.rename(used / str(len(os.listdir(used))))
        shutil.copytree(dirty, work)
        os.sync()

    files = [str(work / path.relative_to(dirty)) for path in sorted(dirty.rglob("*.ipynb"))]
    commands: list[tuple[str, list[str]]] = [
        ("nb-clean", ["clean", str(work)]),
        ("nbwipers", ["clean-all", "--yes", str(work)]),
        ("nbstripout-fast", files),
        ("nbstripout", files),
    ]
    words = [OURS, "strip", "-q", str(work)]
    found = [
        Contender("nbtrack strip", words, fresh),
        Contender("nbtrack, one process", [*ONE_PROCESSOR, *words], fresh),
    ]
    return found + [
        Contender(name, [str(peers / name), *peer_words], fresh)
        for name, peer_words in commands
        if (peers / name).exists()
    ]


if __name__ == "__main__":
    main()
