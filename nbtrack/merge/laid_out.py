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
    """Versions without clashes of layout; what was decided, by the place of the cell in ours."""

    versions: Versions
    decisions: dict[int, str]


def without_layout(versions: Versions, strands: Sequence[Strand]) -> LaidOut:
    """Give a side that only laid a clashing cell out anew the source that its ancestor had."""
    ours, theirs = list(versions.ours), list(versions.theirs)
    decisions: dict[int, str] = {}
    for strand in strands:
        base, mine, yours = versions.of(strand)
        if not (base and mine and yours) or not _clash(base, mine, yours):
            continue
        assert strand.ours is not None  # noqa: S101 - for the type checker
        assert strand.theirs is not None  # noqa: S101
        if _says_the_same(base, yours):
            theirs[strand.theirs] = _with_source_of(base, yours)
            decisions[strand.ours] = "theirs changed only its layout, ours was taken"
        elif _says_the_same(base, mine):
            ours[strand.ours] = _with_source_of(base, mine)
            decisions[strand.ours] = "ours changed only its layout, theirs was taken"
    return LaidOut(Versions(versions.base, ours, theirs), decisions)


def is_same_code(one: str, other: str) -> bool:
    """Tell whether two sources of Python cells differ in nothing but layout."""
    try:
        return _heads_of(one) == _heads_of(other) and _words_of(one) == _words_of(other)
    except (NotPython, SyntaxError, tokenize.TokenError, RecursionError, MemoryError):
        return False


def _clash(base: Cell, ours: Cell, theirs: Cell) -> bool:
    if base.source in (ours.source, theirs.source) or ours.source == theirs.source:
        return False
    if {base.kind, ours.kind, theirs.kind} != {"code"}:
        return False
    lines = (lines_of(cell.source.rstrip("\n")) for cell in (base, ours, theirs))
    return any(isinstance(chunk, Clash) for chunk in merge_lines(*lines))


def _says_the_same(base: Cell, side: Cell) -> bool:
    return is_python_cell(base) and is_python_cell(side) and is_same_code(base.source, side.source)


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
