"""Imports from `__future__`: a notebook may have them in any cell, a script only at its top."""

from __future__ import annotations
import __future__

import ast

from nbtrack.script.changes import instead, make
from nbtrack.script.compiling import NotPython, tree
from nbtrack.script.model import TRANSLATED, LedgerEntry
from nbtrack.script.translated import Line, Translated


def hoisted(cell: Translated) -> tuple[list[str], Translated]:
    """Return the features that a cell imports, and the cell without these imports."""
    if not any("__future__" in line.text for line in cell.lines):
        return [], cell
    text = [line.text for line in cell.lines]
    try:
        body = tree("\n".join(text)).body
    except NotPython:
        return [], cell
    if cell.ledger and cell.ledger[0].text.startswith("%%"):  # its body stands in a block now
        body = [node for block in body for node in (block, *getattr(block, "body", ()))]
    features: list[str] = []
    ledger = list(cell.ledger)
    for node in reversed(body):
        if isinstance(node, ast.ImportFrom) and _is_of_the_future(node):
            features += [alias.name for alias in node.names]
            first = node.lineno - 1
            ledger.append(
                LedgerEntry(0, cell.lines[first].origin, text[first].strip(), TRANSLATED, "moved to the top")
            )
            make(text, instead(node, "pass"))
    lines = tuple(Line(new, line.origin) for new, line in zip(text, cell.lines, strict=True))
    return features, cell._replace(lines=lines, ledger=tuple(ledger))


def _is_of_the_future(node: ast.ImportFrom) -> bool:
    known = all(alias.name in __future__.all_feature_names for alias in node.names)
    return node.module == "__future__" and not node.level and known
