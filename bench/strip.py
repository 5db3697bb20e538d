"""Compare `nbtrack strip` with the other strippers: `python -m bench.strip [--rounds N] NOTEBOOK_FOLDER`.

The peers are timed where they are installed, best in an environment of their own: `pip install nbstripout
nb-clean nbwipers nbstripout-fast`, then `--peers` names its folder of programs. Notebooks that a peer refuses
are left out, since it stops there or skips them.
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


def main() -> None:
    """Print one table per task."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--peers", type=Path, default=Path(sys.executable).parent)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--copies", type=int, default=1, help="how often each notebook is copied")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        dirty, accepted = Path(scratch, "dirty"), Path(scratch, "accepted")
        shutil.copytree(args.folder, accepted)
        _leave_out_refused(args.peers, accepted)
        for copy in range(args.copies):
            shutil.copytree(accepted, dirty / str(copy))
        files = sorted(dirty.rglob("*.ipynb"))
        one = min(files, key=lambda path: abs(path.stat().st_size - 10_000))
        total_mb = sum(path.stat().st_size for path in files) / 1e6
        print(f"{len(files)} notebooks, {total_mb:.1f} MB; one of {one.stat().st_size} bytes\n")
        print(table("check one notebook", compare(_check_one(args.peers, one), args.rounds * 3)))
        print(table("strip one notebook", compare(_strip_one(args.peers, one), args.rounds * 3)))
        print(table("check all, dirty", compare(_check(args.peers, dirty), args.rounds)))
        print(table("strip all", compare(_strip(args.peers, dirty, Path(scratch, "work")), args.rounds)))


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
    found = [Contender("nbtrack strip --check", [OURS, "strip", "--check", str(folder)])]
    return found + [
        Contender(name, [str(peers / name), *words, str(folder)])
        for name, words in (("nb-clean", ["check"]), ("nbwipers", ["check"]))
        if (peers / name).exists()
    ]


def _strip(peers: Path, dirty: Path, work: Path) -> list[Contender]:
    def fresh() -> None:
        shutil.rmtree(work, ignore_errors=True)
        shutil.copytree(dirty, work)

    files = [str(work / path.relative_to(dirty)) for path in sorted(dirty.rglob("*.ipynb"))]
    commands: list[tuple[str, list[str]]] = [
        ("nb-clean", ["clean", str(work)]),
        ("nbwipers", ["clean-all", "--yes", str(work)]),
        ("nbstripout-fast", files),
        ("nbstripout", files),
    ]
    found = [Contender("nbtrack strip", [OURS, "strip", "-q", str(work)], fresh)]
    return found + [
        Contender(name, [str(peers / name), *words], fresh)
        for name, words in commands
        if (peers / name).exists()
    ]


if __name__ == "__main__":
    main()
