"""Measure how well cells are matched: `python -m bench.alignment FOLDER_OF_HISTORIES`.

Where versions of a notebook carry cell ids, the ids say which cell was which; they are hidden from the
matcher, and its answers compared with them. Counted are cells whose content changed, since equal ones are
easy. Where no version has ids, cells are edited, moved, added and removed by chance, and known by that.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from nbtrack.diff.align import align
from nbtrack.diff.matching import CellKey
from nbtrack.notebook.document import parse

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_WORDS = (
    "alpha",
    "beta",
    "value",
    "frame",
    "model",
    "score",
    "train",
    "plot",
    "index",
    "rate",
    "epoch",
    "layer",
)


class Score(NamedTuple):
    """Pairs that are true, pairs that were answered, and how many are both."""

    true: int = 0
    answered: int = 0
    right: int = 0

    def __str__(self) -> str:
        precision, recall = self.right / max(self.answered, 1), self.right / max(self.true, 1)
        f1 = 2 * precision * recall / max(precision + recall, 1e-9)
        return f"{self.true} | {precision:.3f} | {recall:.3f} | {f1:.3f}"


def main() -> None:
    """Print one table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    args = parser.parse_args()
    folders = [sorted(folder.glob("*.ipynb")) for folder in sorted(args.folder.iterdir())]
    pairs = [tuple(map(_cells, pair)) for history in folders for pair in pairwise(history)]
    known = [(old, new) for old, new in pairs if _have_ids(old) and _have_ids(new)]
    made = [_edited(old, random.Random(n)) for n, (old, _) in enumerate(pairs)]
    print("| cells | number | precision | recall | F1 |\n|---|---|---|---|---|")
    for name, cases in (("changed, known by their ids", known), ("edited by chance", made)):
        print(f"| {name} | {_sum(_score(old, new, moved=False) for old, new in cases)} |")
    print(f"| moved, half of them edited | {_sum(_score(old, new, moved=True) for old, new in made)} |")


def _cells(path: Path) -> list[CellKey]:
    return [CellKey(_id(cell.data), cell.kind, cell.source) for cell in parse(path.read_bytes()).cells]


def _id(data: dict[str, object]) -> str | None:
    metadata = data.get("metadata")
    found = data.get("id") or (metadata.get("id") if isinstance(metadata, dict) else None)
    return found if isinstance(found, str) else None


def _have_ids(cells: Sequence[CellKey]) -> bool:
    ids = Counter(cell.id for cell in cells)
    return bool(cells) and None not in ids and max(ids.values()) == 1


def _score(old: Sequence[CellKey], new: Sequence[CellKey], *, moved: bool) -> Score:
    where = {cell.id: i for i, cell in enumerate(old)}
    true = {(where[cell.id], j) for j, cell in enumerate(new) if cell.id in where}
    hidden = [[cell._replace(id=None) for cell in side] for side in (old, new)]
    answers = {(m.old, m.new) for m in align(*hidden) if m.old is not None and m.new is not None}
    if moved:  # the made ids of moved cells say so
        true = {(i, j) for i, j in true if (new[j].id or "").startswith("moved")}
        places = {j for _, j in true}
        answers = {(i, j) for i, j in answers if j in places}
    else:
        true, answers = (
            {(i, j) for i, j in pairs if old[i].source != new[j].source} for pairs in (true, answers)
        )
    return Score(len(true), len(answers), len(true & answers))


def _edited(cells: Sequence[CellKey], chance: random.Random) -> tuple[list[CellKey], list[CellKey]]:
    """Give cells ids; change a fifth, add and remove a tenth, and move two longer ones."""
    old = [cell._replace(id=str(n)) for n, cell in enumerate(cells)]
    long = [n for n, cell in enumerate(old) if len(cell.source) >= 60]
    moving = chance.sample(long, min(2, len(long)))
    for n in moving:
        old[n] = old[n]._replace(id=f"moved-{n}")
    new: list[CellKey] = []
    for n, cell in enumerate(old):
        dice = chance.random()
        if n in moving or dice < 0.05:
            continue
        new.append(cell._replace(source=_rewritten(cell.source, chance)) if dice < 0.25 else cell)
        if dice > 0.95:
            new.append(CellKey(f"new-{n}", "code", " ".join(chance.choices(_WORDS, k=12))))
    for number, n in enumerate(moving):
        cell = old[n]._replace(source=_rewritten(old[n].source, chance)) if number else old[n]
        new.insert((n + len(new) // 2) % (len(new) + 1), cell)
    return old, new


def _rewritten(source: str, chance: random.Random) -> str:
    """Change a line in five, at least one."""
    lines = source.split("\n")
    for place in chance.sample(range(len(lines)), max(1, len(lines) // 5)):
        words = lines[place].split(" ")
        words[chance.randrange(len(words))] = chance.choice(_WORDS)
        lines[place] = " ".join(words) + chance.choice(["", "  # changed"])
    return "\n".join(lines)


def _sum(scores: Iterable[Score]) -> Score:
    return Score(*map(sum, zip(*scores, strict=True))) if (scores := list(scores)) else Score()


if __name__ == "__main__":
    main()
