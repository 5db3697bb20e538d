"""A suppression allows nothing.

## What it does
Finds `nbtrack: ignore` comments, `nbtrack-ignore` tags and `nbtrack.ignore` metadata that name a rule which
finds nothing there, or no rule at all. Rules that are not selected are not counted.

## Why it matters
A suppression that outlives its reason hides the next finding of that rule; one with a misspelt code hides
nothing although somebody relies on it.

## Example
`import os  # nbtrack: ignore[NBT999]`

## Fix and its safety
The code is taken out of the comment, the tag or the metadata, and what is left empty goes with it: safe, as
only a comment changes. It is done where every rule that the suppression fits did run; one of `ALL` or a whole
family may be needed by a rule that is off today. A code that no rule has is left for its author to correct,
as is a comment in a cell that Python cannot read, such as one with magics.

## Options
None.

## On real notebooks
No finding in the 255 notebooks it was read on: none of them knows nbtrack.

## Source
ruff's `unused-noqa`.
"""

from __future__ import annotations

from nbtrack.notebook.edits import REMOVE, Edit, set_source
from nbtrack.rules.finding import Finding, Fix
from nbtrack.rules.registry import RULES, UNUSED_SUPPRESSION
from nbtrack.rules.selection import matches
from nbtrack.rules.suppression import METADATA_KEY, TAG, rewritten

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from nbtrack.notebook.document import Cell, Notebook
    from nbtrack.rules.rule import Rule
    from nbtrack.rules.suppression import Suppression


def unused(notebook: Notebook, allowed: Iterable[Suppression], ran: Sequence[Rule]) -> Iterator[Finding]:
    """Find selectors that allowed nothing."""
    for suppression in allowed:
        for selector in suppression.unused(ran, RULES):
            message = f"ignores {selector}, which finds nothing here"
            edit = _removal(notebook, suppression, selector) if _is_certain(selector, ran) else None
            fix = Fix(f"stop ignoring {selector}", (edit,)) if edit else None
            yield Finding(UNUSED_SUPPRESSION, suppression.place, message, fix)


def _is_certain(selector: str, ran: Sequence[Rule]) -> bool:
    """Tell whether all rules that a selector fits did run: one that is off today may run tomorrow."""
    fitting = [rule for rule in (*RULES, *ran) if matches(selector, rule)]
    return bool(fitting) and all(rule in ran for rule in fitting)


def _removal(notebook: Notebook, suppression: Suppression, selector: str) -> Edit | None:
    left = tuple(other for other in suppression.selectors if other != selector)
    if suppression.cell is None:
        return _in_metadata(notebook, left)
    cell = notebook.cells[suppression.cell - 1]
    if suppression.place.line is None:
        return _in_tags(cell, suppression, left)
    return _in_comment(notebook, cell, suppression.place.line, left)


def _in_metadata(notebook: Notebook, left: tuple[str, ...]) -> Edit:
    if left:
        return Edit(("metadata", METADATA_KEY, "ignore"), list(left))
    alone = len(notebook.metadata[METADATA_KEY]) == 1
    return Edit(("metadata", METADATA_KEY) if alone else ("metadata", METADATA_KEY, "ignore"), REMOVE)


def _in_tags(cell: Cell, suppression: Suppression, left: tuple[str, ...]) -> Edit:
    old = suppression.spelling
    tags = [tag for tag in cell.metadata["tags"] if tag != old or left]
    new = [f"{TAG}:{','.join(left)}" if tag == old else tag for tag in tags]
    return Edit((*cell.pointer, "metadata", "tags"), new or REMOVE)


def _in_comment(notebook: Notebook, cell: Cell, number: int, left: tuple[str, ...]) -> Edit | None:
    lines = cell.source.split("\n")
    new_line = rewritten(lines[number - 1], left)
    if new_line is None:
        return None
    new = lines[: number - 1] + ([new_line] if new_line.strip() else []) + lines[number:]
    source = "\n".join(new)
    if cell.kind == "code" and not _means_the_same(notebook, cell.source, source):
        return None
    return set_source(cell, source)


def _means_the_same(notebook: Notebook, old: str, new: str) -> bool:
    """Tell whether code is the same but for comments: the mark may stand in a string."""
    if not notebook.language.startswith(("python", "ipython")):
        return False
    import ast

    try:
        return ast.dump(ast.parse(old)) == ast.dump(ast.parse(new))
    except (SyntaxError, ValueError, RecursionError, MemoryError):  # a magic, say
        return False
