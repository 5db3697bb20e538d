"""Put translated cells together to a script."""

from __future__ import annotations

import os

from nbtrack.script.model import LedgerEntry, Script

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    Lines = Sequence[tuple[str, int]]


def assembled(path: str, head: str, cells: Mapping[int, Lines]) -> Script:
    """Return the script of cells by their numbers, each line with its line in the cell; the ledger is empty.

    `head` stands between the first line and the cells.
    """
    first = f"# Extracted from {ascii(os.path.basename(path))[1:-1]} by nbtrack.\n"
    lines: list[tuple[str, tuple[int, int] | None]] = [(text, None) for text in (first + head).splitlines()]
    for number, cell in cells.items():
        lines += [("", None), ("", None), (f"# %% cell {number}", None)]
        lines += [(text, (number, origin)) for text, origin in cell]
    return Script("".join(f"{text}\n" for text, _ in lines), tuple(origin for _, origin in lines), (), ())


def with_ledger(script: Script, ledger: Iterable[LedgerEntry], requirements: Iterable[str]) -> Script:
    """Return the script with what became of its constructs."""
    return script._replace(ledger=tuple(ledger), requirements=tuple(requirements))
