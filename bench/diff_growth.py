"""Time the diff of made notebooks of growing size: `python -m bench.diff_growth`, in CPU milliseconds.

Of the comparison alone, the best of three. Growth is linear where twice the cells take twice as long.
"""

from __future__ import annotations

import json
import random
import time
from typing import TYPE_CHECKING, Any

from nbtrack.diff.engine import diff_notebooks
from nbtrack.notebook.document import parse

if TYPE_CHECKING:
    from collections.abc import Sequence

_WORDS = [f"{head}{tail}" for head in ("load", "fit", "plot", "score", "frame") for tail in "abcdefghijkl"]
_LINE = 1_000_000


def main() -> None:
    """Print two tables."""
    shares = (0.1, 0.5, 0.9)
    print("| cells | 10 % changed | 50 % | 90 % | all equal | all different |\n|---|---|---|---|---|---|")
    for count in (1_000, 2_000, 5_000, 10_000):
        chance = random.Random(count)
        old = [_source(chance, n) for n in range(count)]
        timed = [_timed(old, [_changed(chance, s, share) for s in old]) for share in shares]
        timed.append(_timed(["x"] * count, ["x"] * (count + 7)))
        timed.append(_timed(old, [_source(chance, n + count) for n in range(count + 7)]))
        print(f"| {count} | {' | '.join(f'{ms:.0f}' for ms in timed)} |")
    one, other = ("".join(random.Random(seed).choices("abcdef", k=_LINE)) for seed in (1, 2))
    changed = f"{one[: _LINE // 2]}x{one[_LINE // 2 :]}"
    print("\n| a megabyte in one line | ms |\n|---|---|")
    print(f"| one letter changed | {_timed([one], [changed]):.0f} |")
    print(f"| all of it | {_timed([one], [other]):.0f} |")


def _timed(old: Sequence[str], new: Sequence[str]) -> float:
    before, after = (parse(_notebook_b(sources)) for sources in (old, new))
    times = []
    for _ in range(3):
        start = time.process_time()
        diff_notebooks(before, after)
        times.append(time.process_time() - start)
    return min(times) * 1000


def _notebook_b(sources: Sequence[str]) -> bytes:
    cells: list[dict[str, Any]] = [
        {"cell_type": "code", "execution_count": None, "metadata": {}, "outputs": [], "source": source}
        for source in sources
    ]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 4}).encode()


def _source(chance: random.Random, number: int) -> str:
    lines = [" ".join(chance.choices(_WORDS, k=8)) for _ in range(chance.randint(1, 12))]
    return "\n".join([f"value_{number} = 1", *lines])


def _changed(chance: random.Random, source: str, share: float) -> str:
    if chance.random() >= share:
        return source
    lines = source.split("\n")
    lines[chance.randrange(len(lines))] += "  # " + " ".join(chance.choices(_WORDS, k=3))
    return "\n".join(lines)


if __name__ == "__main__":
    main()
