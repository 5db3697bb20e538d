"""Read what a stored traceback of IPython quotes of the cell that failed."""

from __future__ import annotations

import re

from nbtrack.rules.python.masking import masked
from nbtrack.script.cleaning import cleaned
from nbtrack.terminal import without_colours

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from nbtrack.notebook.document import Cell

    Quoted = tuple[int, str]

# "Cell In[3], line 1", in early IPython 8 "Input In [3], in <cell line: 1>()", before "<ipython-input-3-…>".
_NUMBERED = re.compile(r"\s*(?:File \"?)?(?:(?:Cell |Input )In ?\[(\d{1,9})\]|<ipython-input-(\d{1,9})-)")
# A kernel of 2021 wrote cells to files without a number; the module of such a file is a cell.
_UNNUMBERED = re.compile(r".*ipykernel_\d+[\\/]\d+\.py in <module>")
_QUOTED = re.compile(r"(?:-+>| ) *(\d{1,9})(?: (.*))?$")
_LINE = re.compile(r"line (\d{1,9})")
_MADE_BY_IPYTHON = "get_ipython"


def foreign_line(cell: Cell, output: dict[str, Any]) -> int | None:
    """Return the number of a line that a traceback quotes from the cell and that the cell lacks."""
    own = {_bare(line) for line in cleaned(cell.source).split("\n")}
    foreign = [
        (number, text)
        for number, text in _quotes(cell, _lines(output))
        if text.strip() and _MADE_BY_IPYTHON not in text and _bare(text) not in own
    ]
    if not foreign:
        return None
    from nbtrack.rules.execution.same_code import Code

    code = Code(masked(cell.source).text)
    return next((number for number, text in foreign if not code.has(text)), None)


def _quotes(cell: Cell, lines: list[str]) -> Iterator[Quoted]:
    """Yield number and text of the lines that are quoted from the cell itself."""
    is_own, is_first = False, True
    for at, line in enumerate(lines):
        header = _NUMBERED.match(line)
        if header or _UNNUMBERED.match(line):
            count = int(header[1] or header[2]) if header else None
            is_own = is_first if count is None or cell.count is None else count == cell.count
            is_first = False
            if is_own and _is_syntax_error(lines, at):
                found = _LINE.search(line)
                yield int(found[1]) if found else 1, lines[at + 1]
            continue
        quoted = _QUOTED.match(line)
        if quoted is None:
            is_own = False
        elif is_own:
            yield int(quoted[1]), quoted[2] or ""


def _is_syntax_error(lines: list[str], at: int) -> bool:
    """Tell whether a header is followed by one bare line with a caret below, as no other error has it."""
    return (
        at + 2 < len(lines) and _QUOTED.match(lines[at + 1]) is None and lines[at + 2].strip().startswith("^")
    )


def _lines(output: dict[str, Any]) -> list[str]:
    traceback = output.get("traceback")
    parts = [part for part in traceback if isinstance(part, str)] if isinstance(traceback, list) else []
    return without_colours("\n".join(parts)).split("\n")


def _bare(line: str) -> str:
    return "".join(line.split())
