"""A name is used that no cell defines.

## What it does
Follows names through all cells as Python resolves them, with functions, classes, comprehensions, `global`,
`del` and what magics define, and finds those that nothing defines.

## Why it matters
The notebook works only for its author, whose kernel still has the name from a cell that was deleted or
renamed. It fails with a `NameError` for everybody else.

## Example
`cell 7, line 3: NBT305 "df_clean" is used, but no cell defines it`

## Fix and its safety
None: only the author knows what the name was.

## Options
`builtins` in `[tool.nbtrack.check]`: names that are there although no cell defines them, put there by a
platform or an injected cell. From a star import, `exec`, `%run` and the like on nothing can be known, and
nothing is reported; nor is it behind an exercise that is yet to be written (`raise NotImplementedError()` or
`...` at the top level, as nbgrader and otter-grader give them out), in annotations where the notebook ran in
Python 3.14 or newer, which does not evaluate them, in cells tagged `raises-exception` or `skip-execution`, in
`try` blocks that expect the error, in lines that tell flake8 or ruff so (`# noqa`, `# noqa: F821`), and in
notebooks in Python 2.

## On real notebooks
All findings of this rule and of `use-before-definition` in 255 notebooks were read and followed by hand:

| findings | in notebooks | what they are | wrong |
|---|---|---|---|
| 8 | 4 | `np` and `os`, used without their import | 0 |
| 6 | 3 | `tf_config` and `strategy`, whose cells are gone | 0 |
| 1 | 1 | `np`, used in a cell that was pasted in | 0 |
| 1 | 1 | `urllib`, used without its import | 0 |
| 2 | 2 | a name whose cell stands further down (NBT304) | 0 |

0 of 18 are wrong. In 391 notebooks that six packages ship, on which the rules were not built, there was one
finding: `Tuple`, used without its import, and right. In some 3,700 others, of packages and courses, 118 in
71 were read and followed: 2 are wrong, in one notebook of R code that names no language. ruff finds some 140
more there, above all names that `%time`, `%run` and other magics define. In 432 notebooks of 21 packages of
geography, astronomy, biology and time series there were 4 findings in 4, in 293 of three more 2, all right.
What could be wrong elsewhere is tested with some hundred cells as people write them (magics that define
names, automagic, SymPy's `var`, kernels of other languages, code for two Pythons), and hypothesis writes
cells whose first `NameError`, as Python raises it, has to be the first finding.

## Source
The Python language reference, "Naming and binding"; pyflakes' `undefined name`.
"""

from __future__ import annotations

from nbtrack.rules.finding import Finding
from nbtrack.rules.python.places import at_node

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nbtrack.rules.rule import Rule
    from nbtrack.rules.subject import Subject


def check(rule: Rule, subject: Subject) -> Iterator[Finding]:
    """Find the first use of each name that no cell defines."""
    names = subject.names
    seen: set[str] = set()
    for use in names.unanswered():
        if use.name not in names.defined_in and use.name not in seen:
            seen.add(use.name)
            yield Finding(rule, at_node(use.cell, use.node), f'"{use.name}" is used, but no cell defines it')
