"""Edit a notebook as a person at work does: a few lines, a cell more, one less, one moved, and run again."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from nbtrack.notebook.document import joined

if TYPE_CHECKING:
    import random

_WORDS = ("alpha", "beta", "value", "frame", "model", "score", "train", "plot", "rate", "epoch", "layer")
_NAME = re.compile(r"\b[a-z_]{4,}\b")


def worked_on(raw: bytes, chance: random.Random) -> bytes:
    """Return the notebook of nbformat 4 after somebody's hour of work, other bytes as `json` writes them."""
    book = json.loads(raw)
    cells: list[dict[str, Any]] = book["cells"]
    for cell in chance.sample(cells, min(len(cells), 1 + len(cells) // 12)):
        _set_source(cell, _edited(joined(cell["source"]), chance))
    _rename(cells, chance)
    if len(cells) > 3:
        cells.insert(chance.randrange(len(cells)), cells.pop(chance.randrange(len(cells))))
        del cells[chance.randrange(len(cells))]
    cells.insert(chance.randrange(len(cells) + 1), _new_cell(book, chance))
    for number, cell in enumerate((cell for cell in cells if cell["cell_type"] == "code"), 1):
        cell["execution_count"] = number
        for output in cell["outputs"]:
            if output["output_type"] == "execute_result":
                output["execution_count"] = number
    return json.dumps(book, indent=1, ensure_ascii=False).encode() + b"\n"


def _edited(source: str, chance: random.Random) -> str:
    """Change a line, add one or remove one."""
    lines = source.split("\n")
    place = chance.randrange(len(lines))
    kind = chance.randrange(3)
    if kind == 0:
        lines[place] += f"  # {chance.choice(_WORDS)}"
    elif kind == 1:
        lines.insert(place, f"{chance.choice(_WORDS)} = {chance.randrange(100)}")
    elif len(lines) > 1:
        del lines[place]
    return "\n".join(lines)


def _rename(cells: list[dict[str, Any]], chance: random.Random) -> None:
    """Give a name another one in all cells."""
    names = sorted({name for cell in cells for name in _NAME.findall(joined(cell["source"]))})
    if names:
        name = chance.choice(names)
        for cell in cells:
            old = joined(cell["source"])
            _set_source(cell, re.sub(rf"\b{name}\b", f"{name}_2", old))


def _new_cell(book: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    source = "\n".join(" ".join(chance.choices(_WORDS, k=6)) for _ in range(chance.randint(1, 6)))
    number = chance.randrange(10**8)
    named = (book["nbformat"], book["nbformat_minor"]) >= (4, 5)
    return {"cell_type": "markdown", "metadata": {}, "source": source} | (
        {"id": f"new-{number}"} if named else {}
    )


def _set_source(cell: dict[str, Any], text: str) -> None:
    if text != joined(cell["source"]):
        cell["source"] = text.splitlines(keepends=True)
