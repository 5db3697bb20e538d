"""Apply hunks, strictly: whatever they say about the old text has to be there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nbtrack.diff.hunks import lines_of

if TYPE_CHECKING:
    from nbtrack.diff.model import LineHunk


def patched(old: str, hunks: tuple[LineHunk, ...]) -> str:
    """Make the new text of the old one."""
    lines, made, place = lines_of(old), list[str](), 0
    for hunk in hunks:
        made += lines[place : hunk.old_start - 1]
        place = hunk.old_start - 1
        assert len(made) == hunk.new_start - 1
        for line in hunk.lines:
            if line[0] in " -":
                assert lines[place] == line[1:]
                place += 1
            if line[0] in " +":
                made.append(line[1:])
    return "\n".join(made + lines[place:])
