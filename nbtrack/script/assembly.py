"""Put translated cells together to a script."""

from __future__ import annotations

import os

from nbtrack.script.model import LedgerEntry, Script

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    Lines = Sequence[tuple[str, int]]
    Placed = tuple[str, tuple[int, int] | None]


def assembled(path: str, head: str, cells: Mapping[int, Lines]) -> Script:
    """Return the script of cells by their numbers, each line with its line in the cell; the ledger is empty.

    `head` stands between the first line and the cells.
    """
    lines = [line for number, cell in cells.items() for line in cell_lines(number, cell)]
    return script_of((*head_lines(path, head), *lines))


def head_lines(path: str, head: str) -> list[Placed]:
    """Return the lines that come before all cells."""
    first = f"# Extracted from {ascii(os.path.basename(path))[1:-1]} by nbtrack.\n"
    return [(text, None) for text in (first + head).splitlines()]


def cell_lines(number: int, cell: Lines) -> Iterator[Placed]:
    """Yield the lines of a cell behind two empty ones and its name, each with its place."""
    yield from (("", None), ("", None), (f"# %% cell {number}", None))
    for text, origin in cell:
        yield text, (number, origin)


def script_of(lines: Iterable[Placed]) -> Script:
    """Return the script that the lines make, with an empty ledger."""
    texts, places = zip(*lines, strict=True)
    return Script("".join(f"{text}\n" for text in texts), places, (), ())


def with_ledger(script: Script, ledger: Iterable[LedgerEntry], requirements: Iterable[str]) -> Script:
    """Return the script with what became of its constructs."""
    return script._replace(ledger=tuple(ledger), requirements=tuple(requirements))
