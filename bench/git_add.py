"""Compare filters of git: `python -m bench.git_add [--rounds N] [--peers FOLDER] NOTEBOOK_FOLDER`.

What is timed is `git add` of dirty notebooks in a repository without any object, each round anew. nbstripout
takes minutes and is timed in `--slow-rounds` rounds only, after the others.
"""

from __future__ import annotations

import argparse
import json
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.measuring import Contender, compare, table

OURS = shlex.quote(str(Path(sys.executable).with_name("nbtrack")))
PER_FILE = {
    "nb-clean": "nb-clean clean",
    "nbwipers": "nbwipers clean -",
    "nbstripout-fast": "nbstripout-fast",
}
SLOW = {"nbstripout": "nbstripout"}


def main() -> None:
    """Print one table; its first row is the fastest of the peers that ratios are about."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--peers", type=Path, default=Path(sys.executable).parent)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--slow-rounds", type=int, default=1)
    parser.add_argument("--count", type=int, default=200, help="how many notebooks")
    parser.add_argument("--largest", type=int, default=200_000, help="leave larger ones out, in bytes")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        os.environ |= {"HOME": scratch, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
        work = Path(scratch, "work")
        total = _fill(work, _dirty(args.folder, args.largest), args.count)
        print(f"{args.count} notebooks with outputs, {total / 1e6:.1f} MB\n")
        peers = [_peer(work, args.peers, name, words) for name, words in PER_FILE.items()]
        quick = [peer for peer in peers if peer]
        ours = [_ours(work, keep=True), _ours(work, keep=False)]
        plain = [_contender("no filter", work, {}), _contender("cat", work, {"clean": "cat"})]
        print(table("git add", compare([*quick, *ours, *plain], args.rounds)))
        slow = [_peer(work, args.peers, name, words) for name, words in SLOW.items()]
        if args.slow_rounds and all(slow):
            both = [peer for peer in slow if peer] + ours
            print(table("git add, against the slow one", compare(both, args.slow_rounds)))


def _dirty(folder: Path, largest: int) -> list[Path]:
    found = (path for path in sorted(folder.rglob("*.ipynb")) if path.stat().st_size <= largest)
    return [path for path in found if b'"output_type"' in path.read_bytes()]


def _fill(work: Path, found: list[Path], count: int) -> int:
    """Copy notebooks over and over, no two alike."""
    work.mkdir()
    _git(work, "init", "--quiet")
    total = 0
    for number in range(count):
        notebook = json.loads(found[number % len(found)].read_bytes())
        notebook["metadata"]["copy"] = number
        target = work / f"{number:04}.ipynb"
        target.write_text(json.dumps(notebook, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        total += target.stat().st_size
    return total


def _peer(work: Path, programs: Path, name: str, command: str) -> Contender | None:
    program, *words = command.split()
    if not (programs / program).exists():
        return None
    return _contender(name, work, {"clean": " ".join([shlex.quote(str(programs / program)), *words])})


def _ours(work: Path, *, keep: bool) -> Contender:
    name = "nbtrack" if keep else "nbtrack, keeping no outputs"
    settings = {"process": f"{OURS} git filter-process"}
    return _contender(name, work, settings, "" if keep else "[git]\nkeep-outputs = false\n")


def _contender(name: str, work: Path, settings: dict[str, str], ours: str = "") -> Contender:
    def prepare() -> None:
        shutil.rmtree(work / ".nbtrack", ignore_errors=True)
        shutil.rmtree(work / ".git")
        _git(work, "init", "--quiet")
        for key, value in ({"required": "true"} | settings if settings else {}).items():
            _git(work, "config", f"filter.bench.{key}", value)
        (work / ".git" / "info" / "attributes").write_text("*.ipynb filter=bench\n" if settings else "")
        (work / "nbtrack.toml").unlink(missing_ok=True)
        if ours:
            (work / "nbtrack.toml").write_text(ours)

    return Contender(name, ["git", "-C", str(work), "add", "--", "*.ipynb"], prepare)


def _git(folder: Path, *words: str) -> None:
    subprocess.run(["git", *words], cwd=folder, check=True)


if __name__ == "__main__":
    main()
