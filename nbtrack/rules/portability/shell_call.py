"""The code talks to IPython's shell.

## What it does
Finds `get_ipython().something`, wherever it is written. In an `if` or a `try` it is left out, as code that
asks where it runs does it there: `if IN_COLAB: get_ipython().system("…")`.

## Why it matters
Only IPython has `get_ipython`: in a script, in a test and in `nbtrack smoke` there is no shell, and the cell
fails. Often these are lines that a converter made from a magic.

## Example
`cell 1, line 2: NBT402 get_ipython().run_line_magic is there in IPython only`

## Fix and its safety
None: write the magic itself (`%matplotlib inline`), which tools can translate, or say it in Python.

## Options
None.

## On real notebooks
No finding in the 255 notebooks it was read on: none of them mentions `get_ipython`.

## Source
IPython's documentation of `get_ipython`, which returns None outside IPython.
"""

from __future__ import annotations

from nbtrack.rules.finding import Finding
from nbtrack.rules.python.nodes import dotted_name, nodes
from nbtrack.rules.python.places import at_node

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from nbtrack.rules.rule import Rule
    from nbtrack.rules.subject import Subject

_SHELL = "get_ipython"
_CONDITIONAL = frozenset(("If", "IfExp", "BoolOp", "Try", "Match"))


def check(rule: Rule, subject: Subject) -> Iterator[Finding]:
    """Find what is done with the shell without asking whether there is one."""
    for cell in subject.python_cells:
        if f"{_SHELL}()" not in cell.text or cell.may_fail:
            continue
        for node in nodes(cell, _CONDITIONAL):
            if type(node).__name__ == "Attribute" and _is_shell(node.value):
                yield Finding(rule, at_node(cell, node), f"{_SHELL}().{node.attr} is there in IPython only")


def _is_shell(node: Any) -> bool:
    return type(node).__name__ == "Call" and dotted_name(node.func).rpartition(".")[2] == _SHELL
