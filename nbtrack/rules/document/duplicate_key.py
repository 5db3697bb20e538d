"""A key stands twice in one object of the file.

## What it does
Finds JSON objects in which the same key stands more than once.

## Why it matters
Readers of JSON keep one of the two values and drop the other without a word, and not all keep the same one:
a cell with two `source` keys shows one text in one tool and another elsewhere, and loses one with the next
save.

## Example
`{"cell_type": "code", "source": ["!pip install x"], "outputs": [], "source": ["import x"]}`

## Fix and its safety
None: which value was meant is for a person to say. nbtrack refuses to edit an object with such a key.

## Options
None.

## On real notebooks
No finding in the 255 notebooks it was read on. It is what merges done line by line leave behind.

## Source
RFC 8259, section 4: "the names within an object SHOULD be unique".
"""

from __future__ import annotations

from nbtrack.notebook.doubled import doubled_keys
from nbtrack.notebook.edits import at
from nbtrack.rules.finding import Finding
from nbtrack.rules.place import in_cell, in_notebook

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from nbtrack.notebook.document import Notebook
    from nbtrack.rules.place import Place
    from nbtrack.rules.rule import Rule
    from nbtrack.rules.subject import Subject


def check(rule: Rule, subject: Subject) -> Iterator[Finding]:
    """Find every object that says a key twice, with the cell it stands in."""
    data, doubled = doubled_keys(subject.notebook.text)
    for value, key in doubled:
        place = _place_of(value, data, subject.notebook)
        yield Finding(rule, place, f'the key "{key}" stands twice in one object')


def _place_of(value: dict[str, Any], data: object, notebook: Notebook) -> Place:
    for cell in notebook.cells:
        if _holds(at(data, cell.pointer), value):
            return in_cell(cell)
    return in_notebook()


def _holds(outer: object, value: dict[str, Any]) -> bool:
    if outer is value:
        return True
    inner = outer.values() if isinstance(outer, dict) else outer if isinstance(outer, list) else ()
    return any(_holds(element, value) for element in inner)
