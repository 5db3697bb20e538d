"""What jupytext misreads in percent scripts, put right or refused."""

from __future__ import annotations

import io
import tokenize
from typing import TYPE_CHECKING, NamedTuple

from nbtrack.errors import PairError
from nbtrack.pairing.percent import is_marker, split, uncommented, without_trailing_blanks

if TYPE_CHECKING:
    from nbtrack.pairing.formats import Format
    from nbtrack.pairing.reading import Reading, TextCell

_NAMES = ("percent", "hydrogen")
_OPEN_STRING = ("multi-line string", "triple-quoted")  # as Python up to 3.11 says, and from 3.12 on


class Loss(NamedTuple):
    """A line of a text (1-based) that would become another one by way of the notebook."""

    number: int
    line: str
    becomes: str


def is_percent(fmt: Format, reading: Reading) -> bool:
    """Tell whether a text is a percent script in Python."""
    said = reading.metadata.get("jupytext", {}).get("text_representation", {})
    return fmt.extension == ".py" and said.get("format_name", fmt.name) in _NAMES


def repaired(text: str, reading: Reading, path: str) -> Reading:
    """Return what a percent script says; raises PairError where a string that never ends swallows cells."""
    segments = split(text)[1]
    for number, cell in enumerate(reading.cells, 1):
        if cell.kind == "code" and any(map(is_marker, cell.source.splitlines())) and _never_ends(cell.source):
            raise PairError(
                f"{path}: a string that begins in cell {number} never ends and takes in the cells after it",
                hint="close the string, then try again",
            )
    first = len(reading.cells) - len(segments)  # lines before the first marker make a cell of their own
    if first not in (0, 1):
        return reading
    cells = list(reading.cells)
    if first == 1 and segments and _is_empty(cells[0]):  # blank lines below the header are no cell
        del cells[0]
        first = 0
    for index, segment in enumerate(segments, first):
        if cells[index].kind == "markdown":
            cells[index] = _markdown(cells[index], segment.body)
    return reading._replace(cells=tuple(cells))


def _is_empty(cell: TextCell) -> bool:
    return cell.kind == "code" and not cell.source.strip()


def _markdown(cell: TextCell, body: list[str]) -> TextCell:
    """Give Markdown the lines that stand there: jupytext reads `# # what?` as a magic, without its `# `."""
    lines = without_trailing_blanks(body)
    if not lines or not all(line.startswith("#") for line in lines):
        return cell
    return cell._replace(source="\n".join(uncommented(lines)))


def _never_ends(source: str) -> bool:
    try:
        for _ in tokenize.generate_tokens(io.StringIO(source).readline):
            pass
    except tokenize.TokenError as error:
        return any(reason in str(error) for reason in _OPEN_STRING)
    except SyntaxError:
        return False
    return False


def first_loss(text: str, again: str) -> Loss | None:
    """Compare a percent script with what the notebook made from it gives, and return the first lost line.

    jupytext may write blanks, markers and magics in its own way, and comment what stands bare in a Markdown
    cell. Whatever else differs would be lost.
    """
    ours, theirs = split(text)[1], split(again)[1]
    if len(ours) != len(theirs):
        return None  # bare code before the first marker gets a marker of its own; the cells were compared
    for mine, yours in zip(ours, theirs, strict=True):
        lines, became = without_trailing_blanks(mine.body), without_trailing_blanks(yours.body)
        became += [""] * (len(lines) - len(became))
        for offset, (line, new) in enumerate(zip(lines, became, strict=False), 1):
            if _bare(new) not in (_bare(line), "#" + _bare(line)):
                return Loss(mine.number + offset, line.strip(), new.strip())
    return None


def _bare(line: str) -> str:
    return "".join(line.split())
