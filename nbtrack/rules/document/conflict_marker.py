"""A merge conflict was left in the notebook.

## What it does
Finds the lines that git and other merge tools write where two sides of a merge disagree: `<<<<<<<`,
`|||||||`, `=======` and `>>>>>>>`, in the source of cells, and the marker cells that `nbtrack merge` puts
around whole cells. Markers between the lines of the JSON itself make the file unreadable; that is reported
under this code too, with exit code 2.

## Why it matters
The cell holds both sides of the conflict and runs neither of them.

## Example
```
<<<<<<< local
rate = 0.1
=======
rate = 0.01
>>>>>>> remote
```

## Fix and its safety
None: which side is right is for a person to say. `nbtrack merge --resolve` carries out what was said.

## Options
None.

## On real notebooks
Not one finding in the 255 notebooks it was read on. A line of seven `=` alone underlines headings in
Markdown, so that the opening marker has to be there before anything is reported.

## Source
git-merge(1), "How conflicts are presented".
"""

from __future__ import annotations

from nbtrack.notebook.conflict_marks import CLOSE, KEY, OPEN, SIZE, marker_of, role_of
from nbtrack.rules.finding import Finding
from nbtrack.rules.place import in_cell, in_source

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nbtrack.rules.rule import Rule
    from nbtrack.rules.subject import Subject


def check(rule: Rule, subject: Subject) -> Iterator[Finding]:
    """Find the marker cells of conflicts, and markers within sources."""
    raw = subject.notebook.raw
    if KEY.encode() in raw:
        for cell in subject.notebook.cells:
            if role_of(cell.data):
                yield Finding(rule, in_cell(cell), "marker cell of a merge conflict")
    if OPEN.encode() * SIZE in raw:
        yield from _in_sources(rule, subject)


def _in_sources(rule: Rule, subject: Subject) -> Iterator[Finding]:
    """Find an opening marker that a closing one of its size follows in the same cell or a later one."""
    opened, size = None, 0
    for cell in subject.notebook.cells:
        for number, line in enumerate(cell.source.split("\n"), 1):
            marker = marker_of(line)
            if marker and marker[0] == OPEN:
                size = marker[1]
                opened = in_source(cell, number, 1, size + 1)
            elif opened is not None and marker == (CLOSE, size):
                yield Finding(rule, opened, f'conflict marker "{OPEN * size}"')
                opened = None
