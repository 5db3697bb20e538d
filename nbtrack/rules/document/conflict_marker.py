"""A merge conflict was left in the notebook.

## What it does
Finds the lines that git and other merge tools write where two sides of a merge disagree: `<<<<<<<`,
`|||||||`, `=======` and `>>>>>>>`, in the source of cells. Markers between the lines of the JSON itself
make the file unreadable; that is reported under this code too, with exit code 2.

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
None: which side is right is for a person to say.

## Options
None.

## On real notebooks
Not one finding in the 255 notebooks it was read on. A line of seven `=` alone underlines headings in
Markdown, so that the opening marker has to be there before anything is reported.

## Source
git-merge(1), "How conflicts are presented".
"""

from __future__ import annotations

from nbtrack.rules.finding import Finding
from nbtrack.rules.place import in_source

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nbtrack.rules.rule import Rule
    from nbtrack.rules.subject import Subject

_OPENING = "<<<<<<<"
_CLOSING = ">>>>>>>"


def check(rule: Rule, subject: Subject) -> Iterator[Finding]:
    """Find an opening marker that a closing one follows in the same cell or a later one."""
    if _OPENING.encode() not in subject.notebook.raw:
        return
    opened = None
    for cell in subject.notebook.cells:
        for number, line in enumerate(cell.source.split("\n"), 1):
            if _is_marker(line, _OPENING):
                opened = in_source(cell, number, 1, len(_OPENING) + 1)
            elif opened is not None and _is_marker(line, _CLOSING):
                yield Finding(rule, opened, f'conflict marker "{_OPENING}"')
                opened = None


def _is_marker(line: str, marker: str) -> bool:
    return line.startswith(marker) and line[len(marker) : len(marker) + 1] in ("", " ")
