"""A cell awaits something outside of every function.

## What it does
Finds `await`, `async for` and `async with` that are in no function.

## Why it matters
It is IPython that allows this. The same code in a `.py` file is a syntax error, so that a notebook
exported by `nbconvert --to script` or paired as a script cannot be run as one. `nbtrack extract` wraps such
cells.

## Example
`cell 4, line 1: NBT403 await in no function is a syntax error outside IPython`

## Fix and its safety
None: put it into a coroutine and call that with `asyncio.run(...)`, or with the loop that runs already.

## Options
None. It is off unless it is selected, as the notebook itself runs well.

## On real notebooks
No finding in the 255 notebooks it was read on: none of them awaits anything. In 432 others
one, right: an example of streaming.

## Source
IPython's documentation, "Asynchronous in REPL: Autoawait".
"""

from __future__ import annotations

from nbtrack.rules.finding import Finding
from nbtrack.rules.python.nodes import RUN_LATER, nodes
from nbtrack.rules.python.places import at_node

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from nbtrack.rules.rule import Rule
    from nbtrack.rules.subject import Subject

_WORDS = {"Await": "await", "AsyncFor": "async for", "AsyncWith": "async with"}
_COMPREHENSIONS = frozenset(("ListComp", "SetComp", "DictComp"))
_CLOSED = RUN_LATER | {"GeneratorExp"}  # which waits until somebody asks for its elements


def check(rule: Rule, subject: Subject) -> Iterator[Finding]:
    """Find the first thing of each cell that is awaited at its top level."""
    for cell in subject.python_cells:
        if "await" not in cell.text and "async" not in cell.text:
            continue
        for node in nodes(cell, _CLOSED):
            word = _awaiting(node)
            if word:
                message = f"{word} in no function is a syntax error outside IPython"
                yield Finding(rule, at_node(cell, node), message)
                break


def _awaiting(node: Any) -> str | None:
    kind = type(node).__name__
    if kind in _COMPREHENSIONS:
        return "async for" if any(generator.is_async for generator in node.generators) else None
    return _WORDS.get(kind)
