"""Compare `nbtrack diff` with nbdime: `python -m bench.diff [--rounds N] FOLDER_OF_HISTORIES`.

A history is a folder with successive versions of one notebook. Whole commands are timed on the largest
pairs, the engines alone on every Nth pair, and the lines that each engine shows are counted: fewer lines
for the same change mean that cells were matched better.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import nbformat
from nbdime import diff_notebooks as nbdime_diff

from bench.measuring import Contender, compare, table
from nbtrack.diff.engine import DiffScope, diff_notebooks
from nbtrack.diff.hunks import line_hunks, lines_of
from nbtrack.notebook.document import parse

if TYPE_CHECKING:
    from collections.abc import Callable

    from nbtrack.diff.model import LineHunk
    from nbtrack.notebook.document import Notebook

BIN = Path(sys.executable).parent
SOURCES = DiffScope(outputs=False, attachments=False, metadata=False)
Pair = tuple[Path, Path]


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--largest", type=int, default=3)
    parser.add_argument("--every", type=int, default=10, help="compare the engines on every Nth pair")
    args = parser.parse_args()
    pairs = [p for folder in sorted(args.folder.iterdir()) for p in pairwise(sorted(folder.glob("*.ipynb")))]
    for old, new in _largest(pairs, args.largest):
        kilobytes = (old.stat().st_size + new.stat().st_size) // 1000
        print(
            table(f"{new.parent.name} {new.stem}, {kilobytes} kB", compare(_commands(old, new), args.rounds))
        )
    print(_engines(pairs[:: args.every]))


def _largest(pairs: list[Pair], count: int) -> list[Pair]:
    """Choose the largest pair of each history."""
    best: dict[Path, Pair] = {}
    for pair in sorted(pairs, key=_size):
        best[pair[0].parent] = pair
    return sorted(best.values(), key=_size)[-count:]


def _size(pair: Pair) -> int:
    return sum(path.stat().st_size for path in pair)


def _commands(old: Path, new: Path) -> list[Contender]:
    return [
        Contender("nbtrack diff", [str(BIN / "nbtrack"), "diff", "--metadata", str(old), str(new)]),
        Contender("nbdiff", [str(BIN / "nbdiff"), str(old), str(new)]),
        Contender("python -c pass", [sys.executable, "-c", "pass"]),
    ]


def _engines(pairs: list[Pair]) -> str:
    ours: list[float] = []
    theirs: list[float] = []
    lines = [0, 0]
    for old, new in pairs:
        books = parse(old.read_bytes()), parse(new.read_bytes())
        nodes = [_node(path) for path in (old, new)]
        ours.append(min(_timed(lambda: diff_notebooks(*books)) for _ in range(5)))  # noqa: B023
        try:
            theirs.append(_timed(lambda: nbdime_diff(*nodes)))  # noqa: B023
        except KeyError:  # nbdime fails where a code cell has no list of outputs
            ours.pop()
            continue
        lines[0] += _our_lines(*books)
        lines[1] += _nbdime_lines(nbdime_diff(*nodes), *nodes)
    ratios = sorted(b / a for a, b in zip(ours, theirs, strict=True))
    return (
        f"### engines alone, {len(ours)} pairs\n\n"
        "| engine | seconds | times as long: in total | median | smallest | largest | source lines shown |\n"
        "|---|---|---|---|---|---|---|\n"
        f"| nbtrack | {sum(ours):.3f} | 1 | 1 | 1 | 1 | {lines[0]} |\n"
        f"| nbdime | {sum(theirs):.3f} | {sum(theirs) / sum(ours):.0f} | {statistics.median(ratios):.0f} "
        f"| {ratios[0]:.0f} | {ratios[-1]:.0f} | {lines[1]} |\n"
    )


def _node(path: Path) -> Any:
    return nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]


def _timed(call: Callable[[], Any]) -> float:
    start = time.process_time()
    call()
    return time.process_time() - start


def _our_lines(old: Notebook, new: Notebook) -> int:
    return sum(_changed(cell.source) for cell in diff_notebooks(old, new, SOURCES).cells)


def _nbdime_lines(diff: list[Any], old: Any, new: Any) -> int:
    """Count with our own line diff the lines of what nbdime matched: its matching is judged, not its text."""
    count = ahead = 0
    for op in next((entry["diff"] for entry in diff if entry["key"] == "cells"), []):
        if op["op"] == "addrange":
            count += sum(len(lines_of(cell["source"])) for cell in op["valuelist"])
            ahead += len(op["valuelist"])
        elif op["op"] == "removerange":
            gone = old["cells"][op["key"] : op["key"] + op["length"]]
            count += sum(len(lines_of(cell["source"])) for cell in gone)
            ahead -= op["length"]
        else:
            key = op["key"]
            count += _changed(line_hunks(old["cells"][key]["source"], new["cells"][key + ahead]["source"]))
    return count


def _changed(hunks: tuple[LineHunk, ...]) -> int:
    return sum(line[0] in "+-" for hunk in hunks for line in hunk.lines)


if __name__ == "__main__":
    main()
