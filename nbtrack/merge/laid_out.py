"""Cells that one side only laid out anew, as formatters do, while the other changed lines of them.

Another layout of the same code says nothing. So where its lines clash with a change, the side that made it
is taken to have left the cell as it was. Code is the same where its trees are equal and its words stand in
one order, comments among them; what layout adds and takes away is no word: line breaks, brackets, commas.
"""

from __future__ import annotations

import ast
import io
import tokenize
from typing import TYPE_CHECKING, NamedTuple

from nbtrack.diff.hunks import lines_of
from nbtrack.merge.lines import Clash, merge_lines
from nbtrack.merge.pieces import Versions
from nbtrack.notebook.document import Cell
from nbtrack.rules.python.dialect import is_python_cell
from nbtrack.rules.python.masking import masked
from nbtrack.script.compiling import NotPython, tree
from nbtrack.script.pieces import PYTHON, pieces

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nbtrack.merge.strands import Strand

_LAYOUT = frozenset(
    (tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER, tokenize.ENCODING)
)
_BRACKETS = frozenset("(),")  # those of tuples and calls are in the tree
_TEXTS = ("STRING", "FSTRING_START", "TSTRING_START")  # as are their values
_WITHIN_TEXTS = ("FSTRING_MIDDLE", "FSTRING_END", "TSTRING_MIDDLE", "TSTRING_END")


class LaidOut(NamedTuple):
    """Versions without conflicts of layout; what was decided, by the place of a cell in ours, and of none."""

    versions: Versions
    decisions: dict[int, str]
    gone: list[str]


def without_layout(versions: Versions, strands: Sequence[Strand]) -> LaidOut:
    """Give a side that only laid out a cell the source that its ancestor had, where it else conflicts."""
    found = LaidOut(Versions(versions.base, list(versions.ours), list(versions.theirs)), {}, [])
    for strand in strands:
        base, ours, theirs = versions.of(strand)
        if base is None or not _conflict(base, ours, theirs):
            continue
        if theirs and _says_the_same(base, theirs):
            _restore(found, strand, base, ("theirs", "ours"))
        elif ours and _says_the_same(base, ours):
            _restore(found, strand, base, ("ours", "theirs"))
    return found


def _restore(found: LaidOut, strand: Strand, base: Cell, names: tuple[str, str]) -> None:
    """Undo what one side did to a cell, and say so; the other one changed or deleted it."""
    one, other = names
    cells, place = getattr(found.versions, one), getattr(strand, one)
    cells[place] = _with_source_of(base, cells[place])
    if getattr(strand, other) is None:
        number = cells[place].number
        found.gone.append(f"{one} changed only the layout of its cell {number}, which {other} deleted: gone")
    else:
        found.decisions[strand.ours or 0] = f"{one} changed only its layout, {other} was taken"


def is_same_code(one: str, other: str) -> bool:
    """Tell whether two sources of Python cells differ in nothing but layout."""
    try:
        return _heads_of(one) == _heads_of(other) and _words_of(one) == _words_of(other)
    except (NotPython, SyntaxError, tokenize.TokenError, RecursionError, MemoryError):
        return False


def _conflict(base: Cell, ours: Cell | None, theirs: Cell | None) -> bool:
    if ours and theirs:
        return _clash(base, ours, theirs)
    left = ours or theirs
    return left is not None and left.source != base.source


def _clash(base: Cell, ours: Cell, theirs: Cell) -> bool:
    if base.source in (ours.source, theirs.source) or ours.source == theirs.source:
        return False
    lines = (lines_of(cell.source.rstrip("\n")) for cell in (base, ours, theirs))
    return any(isinstance(chunk, Clash) for chunk in merge_lines(*lines))


def _says_the_same(base: Cell, side: Cell) -> bool:
    is_python = base.kind == side.kind == "code" and is_python_cell(base) and is_python_cell(side)
    return is_python and is_same_code(base.source, side.source)


def _with_source_of(base: Cell, side: Cell) -> Cell:
    return Cell(side.data | {"source": base.data["source"]}, side.number, side.pointer)


def _heads_of(source: str) -> list[str]:
    """Return what only IPython understands, to the letter."""
    head, _, body = source.partition("\n")
    if head.startswith("%%"):
        return [head, *_heads_of(body)]
    return [source[piece.start : piece.end] for piece in pieces(source) if piece.kind != PYTHON]


def _words_of(source: str) -> tuple[str, list[str]]:
    """Return what the code says: its tree, and its words in order; raises NotPython."""
    text = masked(source).text
    if source.lstrip().startswith("%%") and not text.strip():
        raise NotPython("the magic of the cell reads something else", 1)
    return ast.dump(tree(text)), list(_once(_words(text)))


def _words(text: str) -> Iterator[str]:
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        name = tokenize.tok_name[token.type]
        if token.type in _LAYOUT or token.string in _BRACKETS or name in _WITHIN_TEXTS:
            continue
        if token.type == tokenize.COMMENT:
            yield f"# {token.string[1:].strip()}"
        elif name in _TEXTS or token.type == tokenize.NUMBER:
            yield name
        else:
            yield token.string


def _once(words: Iterator[str]) -> Iterator[str]:
    """Yield words, but texts that stand one behind the other once: formatters join and part them."""
    before = ""
    for word in words:
        if not (word in _TEXTS and before in _TEXTS):
            yield word
        before = word
