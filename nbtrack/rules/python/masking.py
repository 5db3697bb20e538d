"""Put Python of as many lines in the place of what only IPython understands, and say what that may define."""

from __future__ import annotations

from nbtrack.rules.python.magics import (
    DEFINES_NOTHING,
    FOREIGN_BODY,
    HAS_SETUP,
    LOADS,
    PYTHON_BODY,
    QUIET_EXTENSIONS,
    RUNS_ITS_LINE,
)
from nbtrack.script.cleaning import cleaned
from nbtrack.script.compiling import NotPython, tree
from nbtrack.script.magics.databricks import language_of
from nbtrack.script.pieces import MAGIC, PYTHON, pieces

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nbtrack.script.pieces import Piece

_KEEPS_OUTPUT = ("--out", "--err", "--proc")
_WITH_VALUE = ("-n", "-r", "-p", "-i")


class Masked:
    """A source with its magics masked, the names that they define, and whether they may define others."""

    __slots__ = ("bound", "opaque", "text")

    def __init__(self, text: str, bound: tuple[str, ...] = (), *, opaque: bool = False) -> None:
        self.text = text
        self.bound = bound
        self.opaque = opaque


def masked(source: str) -> Masked:
    """Mask what is not Python in a cell, and take off its prompts; the lines keep their numbers."""
    from nbtrack.script.automagic import with_escape

    return _cell(with_escape(cleaned(source), ()))


def _cell(source: str) -> Masked:
    blank = len(source) - len(source.lstrip("\n"))  # IPython looks for a cell magic behind empty lines
    if blank and source.startswith("%%", blank):
        inner = _cell(source[blank:])
        return Masked("\n" * blank + inner.text, inner.bound, opaque=inner.opaque)
    head, _, body = source.partition("\n")
    if language := language_of(source):
        inner = _cell(body) if language == "python" else Masked("")
        return Masked(f"\n{inner.text}", (*inner.bound, "_sqldf"), opaque=inner.opaque)
    if not head.startswith("%%") or head.rstrip().endswith("?"):
        return _lines(source)
    name, _, argument = head[2:].strip().partition(" ")
    if name in PYTHON_BODY:
        inner = _cell(body)
        target = argument.split() if name == "capture" else []
        bound = tuple(word for word in target if word.isidentifier())
        setup = _without_options(argument) if name in HAS_SETUP else ""
        return Masked(f"{setup}\n{inner.text}", (*inner.bound, *bound), opaque=inner.opaque)
    is_known = name in FOREIGN_BODY and not any(option in argument for option in _KEEPS_OUTPUT)
    return Masked("", opaque=not is_known)


def _without_options(argument: str) -> str:
    """Return the statement behind the options of `%%timeit`: `-n 10 -r3 x = 1`."""
    words = argument.split(" ")
    while words and (not words[0] or words[0].startswith("-")):
        takes_value = words.pop(0) in _WITH_VALUE
        if takes_value and words:
            words.pop(0)
    return " ".join(words)


def _lines(source: str) -> Masked:
    texts, opaque = [], False
    for piece in pieces(source):
        text = source[piece.start : piece.end]
        if piece.kind != PYTHON:
            inner = _in_python(piece)
            opaque |= inner.opaque
            text = inner.text + "\n" * text.count("\n")
        texts.append(text)
    return Masked("\n".join(texts), opaque=opaque)


def _in_python(piece: Piece) -> Masked:
    if piece.prefix.strip():
        return Masked(f"{piece.prefix}None")
    name, _, statement = piece.command.partition(" ")
    if piece.kind == MAGIC and name in RUNS_ITS_LINE and statement.strip():
        inner = _timed(statement.strip())
        return Masked(piece.prefix + inner.text, opaque=inner.opaque)
    return Masked(f"{piece.prefix}pass", opaque=_may_define(piece))


def _timed(statement: str) -> Masked:
    """Mask what `%time` runs, which IPython reads as a cell of its own."""
    if statement.startswith("%%"):
        return Masked("pass", opaque=True)
    try:
        tree(statement)
    except NotPython:
        from nbtrack.script.automagic import with_escape

        return _lines(with_escape(statement, ()))
    return Masked(statement)


def _may_define(piece: Piece) -> bool:
    if piece.kind != MAGIC:
        return False
    name, _, argument = piece.command.partition(" ")
    if name in LOADS:
        return argument.strip() not in QUIET_EXTENSIONS
    return name not in DEFINES_NOTHING and name not in RUNS_ITS_LINE
