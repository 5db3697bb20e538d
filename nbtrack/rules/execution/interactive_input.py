"""A cell waits for somebody to type.

## What it does
Finds calls of `input()` and of `getpass.getpass()` in code cells, unless the notebook gives these names
another meaning.

## Why it matters
Where nobody sits in front of it the notebook stops there: `nbconvert --execute`, papermill, a scheduled job
and `nbtrack smoke` fail at that cell. What was typed is stored nowhere, so that nobody can repeat the run.

## Example
`cell 2, line 1: NBT309 input() waits for somebody to type`

## Fix and its safety
None: make the answer a variable at the top of the notebook, and read secrets from the environment.

## Options
None. A notebook that is meant to ask says so with `# nbtrack: ignore[NBT309]`.

## On real notebooks
No finding in the 255 notebooks it was read on: `input(` stands only in names such as `preprocess_input` and
in prose. In notebooks that teach Python it is common, and meant.

## Source
Jupyter's messaging protocol, "allow_stdin": a client without a person answers no such request.
"""

from __future__ import annotations

from nbtrack.rules.finding import Finding
from nbtrack.rules.python.nodes import dotted_name, nodes
from nbtrack.rules.python.places import at_node

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nbtrack.rules.python.cells import PythonCell
    from nbtrack.rules.rule import Rule
    from nbtrack.rules.subject import Subject

_BUILTIN = "input"
_ASKING = (_BUILTIN, "getpass", "getpass.getpass")


def check(rule: Rule, subject: Subject) -> Iterator[Finding]:
    """Find every call that asks the person in front of the notebook."""
    for cell in subject.python_cells:
        if ("input(" in cell.text or "getpass(" in cell.text) and not cell.may_fail:
            yield from _in_cell(rule, cell, is_rebound=_BUILTIN in subject.names.defined_in)


def _in_cell(rule: Rule, cell: PythonCell, *, is_rebound: bool) -> Iterator[Finding]:
    parameters = {node.arg for node in nodes(cell) if type(node).__name__ == "arg"}
    for node in nodes(cell):
        if type(node).__name__ != "Call":
            continue
        name = dotted_name(node.func)
        if name in _ASKING and name not in parameters and not (is_rebound and name == _BUILTIN):
            yield Finding(rule, at_node(cell, node), f"{name}() waits for somebody to type")
