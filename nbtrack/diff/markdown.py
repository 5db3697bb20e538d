"""A diff as Markdown for a pull request: short, folded, and never longer than a comment may be."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

from nbtrack.diff.counting import amount_text
from nbtrack.diff.text import (
    cell_title,
    left_out_text,
    output_title,
    part_title,
    table_sign,
    table_text,
    told_parts,
)
from nbtrack.terminal import count_text, safe_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from nbtrack.diff.model import CellDiff, LineHunk, NotebookDiff, TableChange, ValueChange

MOST_CHARACTERS = 65_536  # of a comment at GitHub
_TAIL = 200
_OPEN = 3  # so few cells need not be folded


def render_markdown(diff: NotebookDiff, names: tuple[str, str], most: int = MOST_CHARACTERS) -> str:
    """Return the diff; cells that do not fit are named without their lines, then counted."""
    head = f"### {_code(names[1])}\n\nSince {_code(names[0])}: {html.escape(amount_text(diff))}\n"
    return head + render_cells(diff, most - len(head))


def render_cells(diff: NotebookDiff, most: int) -> str:
    """Return what changed in each cell, folded where there are many."""
    changed = [cell for cell in diff.cells if cell.kind != "same"]
    made = ""
    if diff.metadata:
        made += _details("notebook metadata changed", _values(diff.metadata), is_open=False)
    for number, cell in enumerate(changed):
        title = html.escape(cell_title(cell))
        block = _details(title, "".join(_cell(cell)), is_open=len(changed) <= _OPEN)
        if len(made) + len(block) + _TAIL > most:
            block = f"\n- {title}, not shown\n"
        if len(made) + len(block) + _TAIL > most:
            return f"{made}\n… and {count_text(len(changed) - number, 'more cell')}\n"
        made += block
    return made


def _cell(cell: CellDiff) -> Iterator[str]:
    yield _fenced(cell.source)
    yield _values(cell.metadata)
    for part in cell.attachments:
        yield f"\nattachment {_code(part_title(part))}\n"
    for output in cell.outputs:
        yield f"\n{_code(output_title(output))}\n"
        for part in told_parts(output):
            yield _fenced(part.hunks) if part.hunks else f"\n{_code(part_title(part))}\n"
            yield _values(part.values)
            yield _block([_table_line(change) for change in part.table])
            if part.left_out:
                yield f"\n… {left_out_text(part)}\n"


def _details(title: str, inside: str, *, is_open: bool) -> str:
    if not inside:
        return f"\n- {title}\n"
    return f"\n<details{' open' if is_open else ''}><summary>{title}</summary>\n{inside}\n</details>\n"


def _fenced(hunks: tuple[LineHunk, ...]) -> str:
    lines: list[str] = []
    for hunk in hunks:
        if lines or hunk.new_start > 1:
            lines.append(f"@@ line {hunk.new_start} @@")
        lines += hunk.lines
    return _block(lines)


def _values(changes: Iterable[ValueChange]) -> str:
    lines: list[str] = []
    for change in changes:
        path = ".".join(change.path)
        sides = (("-", change.old), ("+", change.new))
        lines += [f"{sign} {path}: {value}" for sign, value in sides if value is not None]
    return _block(lines)


def _table_line(change: TableChange) -> str:
    """Return what changed as a line to which a block of a diff gives its colour."""
    return f"{table_sign(change).replace('~', '!')} {table_text(change)}"


def _block(lines: Sequence[str]) -> str:
    """Return a block of code whose fence is longer than any in the lines."""
    if not lines:
        return ""
    text = "\n".join(safe_line(line.replace("\t", "    ")) for line in lines)
    fence = "```"
    while fence in text:
        fence += "`"
    return f"\n{fence}diff\n{text}\n{fence}\n"


def _code(text: str) -> str:
    """Return text that stands for itself: neither markup, nor a link, nor somebody's name."""
    return f"<code>{literal(text)}</code>"


def literal(text: str) -> str:
    """Return text in which no character means anything to Markdown or to the site that shows it."""
    return "".join(_literal(character) for character in safe_line(text))


def _literal(character: str) -> str:
    return character if character.isalnum() or character in " ./-+→:()," else f"&#{ord(character)};"
