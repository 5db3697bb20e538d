"""Find members of cells by their lines, in a document that is indented evenly.

A line end cannot stand inside a JSON string, so a member's own line, at the indent that cells' members have,
can hardly be anything else; whoever uses what is found proves the outcome.
"""

from __future__ import annotations

from nbtrack.notebook.edits import is_cleared_member

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nbtrack.notebook.edits import Edit
    from nbtrack.notebook.layout import Layout

    Replacement = tuple[int, int, str]  # start, end, new text

_CELLS, _DEPTH = "cells", 3  # of a member: document, list of cells, cell


def replaced_members(
    text: str, layout: Layout, edits: tuple[Edit, ...]
) -> tuple[list[Replacement], list[Edit]]:
    """Return the replacements that empty members of cells, and the edits that are about anything else."""
    rest = [edit for edit in edits if not is_cleared_member(edit)]
    members = sorted((edit for edit in edits if is_cleared_member(edit)), key=_index)
    if not members:
        return [], rest
    before = layout.line(_DEPTH)
    cell_line = layout.line(_DEPTH - 1) + "{"
    heads: dict[str | int, str] = {}
    position = text.find(f'{layout.line(1)}"{_CELLS}"{layout.colon}[')
    found: list[Replacement] = []
    reached, end = -1, text.find(cell_line, position)
    for edit in members:
        index = _index(edit)
        while reached < index:  # an edit that is not found leaves a wrong cell, which the proof sees
            position, end = end, text.find(cell_line, end + 1)
            reached += 1
        key = edit.pointer[-1]
        if key not in heads:
            heads[key] = f"{before}{layout.string(str(key))}{layout.colon}"
        head = text.find(heads[key], position, end if end >= 0 else len(text))
        if position < 0 or head < 0:
            rest.append(edit)
            continue
        start = head + len(heads[key])
        found.append((start, _value_end(text, start, before, layout), layout.render(edit.value, _DEPTH)))
    return found, rest


def _index(edit: Edit) -> int:
    return int(edit.pointer[1])


def _value_end(text: str, start: int, before: str, layout: Layout) -> int:
    opening = text[start]
    if opening in "[{":
        closing = "]" if opening == "[" else "}"
        if text[start + 1] == closing:
            return start + 2
        line = before + closing
        return text.index(line, start) + len(line)
    end = text.index(layout.newline, start)
    return end - 1 if text[end - 1] == "," else end
