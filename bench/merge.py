"""Compare `nbtrack merge` with nbdime and git: `python -m bench.merge [--every N] FOLDER_OF_HISTORIES`.

A history is a folder with successive versions v1, v2, v3 … of one notebook. Three kinds of merges are made of
each three in a row. *Picked*: the change from v2 to v3 is put on v1 by git, where git can; merged with v2 it
has to give v3. *Diverged*: v2 is the common ancestor, v1 one side, who took the change back, and v3 the
other. *Worked on*: v1 is the common ancestor, v2 one side, and v1 with edits made by chance the other.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import nbformat
from nbdime.merging import merge_notebooks as nbdime_merge

from bench.edits import worked_on
from bench.measuring import Contender, compare, table
from nbtrack.errors import NbtrackError
from nbtrack.merge.engine import merge_notebooks
from nbtrack.notebook.document import joined, parse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

BIN = Path(sys.executable).parent


class Triple(NamedTuple):
    """Three notebooks, and what their merge has to be where that is known."""

    name: str
    base: bytes
    ours: bytes
    theirs: bytes
    wanted: bytes | None = None


class Outcome(NamedTuple):
    """What one merge came to."""

    raw: bytes
    is_clean: bool
    cpu_s: float


def main() -> None:
    """Print a table for each kind of merge."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--every", type=int, default=1, help="take every Nth merge only")
    parser.add_argument("--rounds", type=int, default=5)
    args = parser.parse_args()
    threes = [three for folder in sorted(args.folder.iterdir()) for three in _threes(folder)]
    for title, make in (("picked", picked), ("diverged", diverged), ("worked on", edited)):
        triples = [triple for three in threes if (triple := make(three))][:: args.every]
        print(_table(f"{title}, {len(triples)} merges", triples))
    largest = max(threes, key=lambda three: three[1].stat().st_size)
    with tempfile.TemporaryDirectory() as folder:
        kilobytes = largest[1].stat().st_size // 1000
        print(table(f"whole commands, {kilobytes} kB", compare(_commands(largest, folder), args.rounds)))


def _commands(three: tuple[Path, Path, Path], folder: str) -> list[Contender]:
    ours, base, theirs = map(str, three)
    target = str(Path(folder, "merged.ipynb"))
    return [
        Contender("nbtrack merge", [str(BIN / "nbtrack"), "merge", base, ours, theirs, "-o", target]),
        Contender("nbmerge", [str(BIN / "nbmerge"), base, ours, theirs, "--out", target]),
        Contender("python -c pass", [sys.executable, "-c", "pass"]),
    ]


def _threes(folder: Path) -> Iterator[tuple[Path, Path, Path]]:
    versions = sorted(folder.glob("*.ipynb"))
    yield from zip(versions, versions[1:], versions[2:], strict=False)


def picked(three: tuple[Path, Path, Path]) -> Triple | None:
    """Put the second change on the first version; None where git cannot or both changes are one."""
    first, second, third = (path.read_bytes() for path in three)
    raw, is_clean = git_merge(second, first, third)
    if not is_clean or raw in (first, second, third) or not is_valid(raw):
        return None
    return Triple(three[1].name, first, second, raw, third)


def diverged(three: tuple[Path, Path, Path]) -> Triple | None:
    """Let one side take back what the other builds on; None where two are one or one is not valid itself."""
    first, second, third = (path.read_bytes() for path in three)
    if first in (second, third) or second == third or not all(map(is_valid, (first, second, third))):
        return None
    return Triple(three[1].name, second, first, third)


def edited(three: tuple[Path, Path, Path]) -> Triple | None:
    """Let the other side work on the first version too; None where one is not valid itself."""
    first, second = (path.read_bytes() for path in three[:2])
    if first == second or not is_valid(first) or not is_valid(second):
        return None
    if json.loads(first)["nbformat"] != 4 or not json.loads(first)["cells"]:
        return None
    theirs = worked_on(first, random.Random(three[0].stem))
    return Triple(three[1].name, first, second, theirs) if is_valid(theirs) else None


def nbtrack_outcome(triple: Triple) -> Outcome:
    """Merge with nbtrack's engine, reading included."""
    start = time.process_time()
    merged = merge_notebooks(parse(triple.base), parse(triple.ours), parse(triple.theirs))
    return Outcome(merged.raw, not merged.conflicts, time.process_time() - start)


def nbdime_outcome(triple: Triple) -> Outcome:
    """Merge with nbdime's engine, reading included."""
    start = time.process_time()
    nodes = [nbformat.reads(raw.decode(), as_version=4) for raw in triple[1:4]]  # type: ignore[no-untyped-call]
    merged, decisions = nbdime_merge(*nodes)
    is_clean = not any(decision.get("conflict") for decision in decisions)
    raw = json.dumps(merged).encode()
    return Outcome(raw, is_clean, time.process_time() - start)


def git_outcome(triple: Triple) -> Outcome:
    """Merge with git, as text."""
    start = time.process_time()
    raw, is_clean = git_merge(triple.base, triple.ours, triple.theirs)
    return Outcome(raw, is_clean, time.process_time() - start)


def git_merge(base: bytes, ours: bytes, theirs: bytes) -> tuple[bytes, bool]:
    """Return what `git merge-file` makes, and whether it is free of conflicts."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder, name) for name in ("ours", "base", "theirs")]
        for path, raw in zip(paths, (ours, base, theirs), strict=True):
            path.write_bytes(raw)
        done = subprocess.run(["git", "merge-file", "-p", *map(str, paths)], capture_output=True, check=False)
    return done.stdout, done.returncode == 0


def _table(title: str, triples: list[Triple]) -> str:
    lines = [
        f"### {title}",
        "",
        "| engine | clean | as wanted | invalid | double ids | lines lost | CPU s | median ratio |",
        "|---|---|---|---|---|---|---|---|",
    ]
    ours: list[float] = []
    for name, engine in (("nbtrack", nbtrack_outcome), ("nbdime", nbdime_outcome), ("git", git_outcome)):
        count, times = _count(triples, engine)
        ours = ours or times
        ratio = statistics.median(b / a for a, b in zip(ours, times, strict=True))
        counts = [count[key] for key in ("clean", "as wanted", "invalid", "double ids", "lines lost")]
        seconds = f"{sum(times):.2f} | {ratio:.0f}" if name != "git" else "- | -"
        lines.append(f"| {name} | {' | '.join(map(str, counts))} | {seconds} |")
    return "\n".join(lines) + "\n"


def _count(triples: list[Triple], engine: Callable[[Triple], Outcome]) -> tuple[Counter[str], list[float]]:
    count: Counter[str] = Counter()
    times = []
    for triple in triples:
        try:
            outcome = engine(triple)
        except NbtrackError as error:
            count["failed"] += 1
            print(f"{triple.name}: {error}")
            continue
        times.append(outcome.cpu_s)
        valid = is_valid(outcome.raw)
        count["invalid"] += not valid
        if not valid:
            continue
        count["double ids"] += _has_double_ids(outcome.raw)
        count["clean"] += outcome.is_clean
        if outcome.is_clean:
            count["as wanted"] += triple.wanted is not None and same_cells(outcome.raw, triple.wanted)
            count["lines lost"] += bool(lost_lines(triple, outcome.raw))
    return count, times


def is_valid(raw: bytes) -> bool:
    """Tell whether a notebook is one, by nbformat itself."""
    try:
        nbformat.validate(nbformat.reads(raw.decode(), nbformat.NO_CONVERT))  # type: ignore[no-untyped-call]
    except (ValueError, KeyError, AttributeError, nbformat.ValidationError):
        return False
    return True


def same_cells(one: bytes, other: bytes) -> bool:
    """Tell whether two notebooks have the same cells, outputs and metadata aside."""
    return sources(one) == sources(other)


def sources(raw: bytes) -> list[tuple[str, str]]:
    """Return the types and sources of cells."""
    return [(cell["cell_type"], joined(cell["source"])) for cell in json.loads(raw)["cells"]]


def lost_lines(triple: Triple, merged: bytes) -> Counter[str]:
    """Return the lines that one side added and the merge has fewer of than that side."""
    base, ours, theirs, result = (_lines(raw) for raw in (*triple[1:4], merged))
    added = (ours - base) | (theirs - base)
    kept = (base & ours & theirs) | Counter()
    return Counter({line: n for line, n in (added - result).items() if line not in kept})


def _lines(raw: bytes) -> Counter[str]:
    return Counter(line for _, text in sources(raw) for line in text.split("\n") if line.strip())


def _has_double_ids(raw: bytes) -> bool:
    ids: list[Any] = [cell["id"] for cell in json.loads(raw)["cells"] if "id" in cell]
    return len(set(ids)) < len(ids)


if __name__ == "__main__":
    main()
