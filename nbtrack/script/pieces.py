"""Cut the source of a cell into Python and what only IPython understands.

The rules are those of IPython's input transformer: a magic, a shell command or a request for help stands at
the start of a logical line, or a magic or shell command right behind the first `=` of one. Inside strings,
comments and brackets nothing is special. The standard tokenizer is not used: from 3.12 on it gives up at a
lone quote, which shell commands are full of.
"""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

PYTHON, MAGIC, SHELL, CAPTURE, HELP = "python", "magic", "shell", "capture", "help"

_STOP = re.compile(r"[\"'#\\\n()\[\]{}=]")
_TRIPLE = {quote: re.compile(rf"(?:[^\\]|\\.)*?(?:{quote * 3}|\Z)", re.DOTALL) for quote in "\"'"}
_SINGLE = {quote: re.compile(rf"(?:[^\\\n{quote}]|\\.)*{quote}?", re.DOTALL) for quote in "\"'"}
_ESCAPE = re.compile(r"[ \t]*(?=[%!?])")
_ASSIGNED = re.compile(r"(?<![=!<>:+\-*/%&|^@])=[ \t]*(?=!(?!=)|%[ \t]*[^\W\d])")
_EQUALS = re.compile(r"(?<![=!<>:+\-*/%&|^@])=(?!=)")
_COMMAND = re.compile(r"(?:[^\\\n]|\\\n|\\)*")
_HELP = re.compile(r"[\w*\]]\?\??$")
_DEPTH = {"(": 1, "[": 1, "{": 1, ")": -1, "]": -1, "}": -1}


class Piece:
    """One logical line; `start` and `end` are offsets in the source, without the line end.

    For what is not Python, `prefix` is the text before it on its line, with the indent, and `command` what
    stands behind the escape, with continued lines joined.
    """

    __slots__ = ("command", "end", "kind", "line", "prefix", "start")

    def __init__(
        self, kind: str, start: int, end: int, line: int, prefix: str = "", command: str = ""
    ) -> None:
        self.kind = kind
        self.start = start
        self.end = end
        self.line = line
        self.prefix = prefix
        self.command = command


def pieces(source: str) -> Iterator[Piece]:
    """Yield the logical lines of a source whose line ends are all line feeds."""
    start, line = 0, 1
    while start < len(source):
        piece = _escaped(source, start, line) or _logical_line(source, start, line)
        yield piece
        line += source.count("\n", start, piece.end + 1)
        start = piece.end + 1


def string_lines(source: str) -> set[int]:
    """Return the lines, from 1, that begin inside a string and so must not be indented."""
    inside: set[int] = set()
    position, line = 0, 1
    while match := _STOP.search(source, position):
        start, behind = match.start(), _behind(source, match)
        line += source.count("\n", position, start)
        breaks = source.count("\n", start, behind)
        if match[0] in "\"'":
            inside.update(range(line + 1, line + breaks + 1))
        position, line = behind, line + breaks
    return inside


def _logical_line(source: str, start: int, line: int) -> Piece:
    depth, position, comment, assigned = 0, start, -1, False
    while match := _STOP.search(source, position):
        character, at = match[0], match.start()
        if character == "\n" and depth == 0:
            return _python(source, start, at, comment, line)
        if character == "#":
            comment = at
        elif character != "\n":
            comment = -1
        if character == "=" and depth == 0 and not assigned:
            assigned = _EQUALS.match(source, at) is not None
            behind = _ASSIGNED.match(source, at)
            if behind and source[start:at].strip():
                return _command(source, start, behind.end(), line)
        depth = max(0, depth + _DEPTH.get(character, 0))
        position = _behind(source, match)
    return _python(source, start, len(source), comment, line)


def _behind(source: str, match: re.Match[str]) -> int:
    """Return where to go on behind a character that stops the scan."""
    character, at = match[0], match.start()
    if character in "\"'":
        if source.startswith(character * 3, at):
            return _end(_TRIPLE[character], source, at + 3)
        return _end(_SINGLE[character], source, at + 1)
    if character == "#":
        newline = source.find("\n", at)
        return len(source) if newline < 0 else newline
    return at + 2 if character == "\\" else at + 1


def _end(pattern: re.Pattern[str], source: str, at: int) -> int:
    match = pattern.match(source, at)
    return match.end() if match else len(source)


def _python(source: str, start: int, end: int, comment: int, line: int) -> Piece:
    text = source[start : comment if comment >= 0 else end].rstrip()
    if text.endswith("?") and _HELP.search(text):
        indent = text[: len(text) - len(text.lstrip())]
        return Piece(HELP, start, end, line, indent, text.lstrip())
    return Piece(PYTHON, start, end, line)


def _escaped(source: str, start: int, line: int) -> Piece | None:
    match = _ESCAPE.match(source, start)
    return _command(source, start, match.end(), line) if match else None


def _command(source: str, start: int, at: int, line: int) -> Piece:
    end = _end(_COMMAND, source, at)
    text = _joined(source[at:end])
    prefix = source[start:at]
    if text.startswith("?") or (_HELP.search(text) and not prefix.strip()):
        return Piece(HELP, start, end, line, prefix, text)
    if text.startswith("!!") and not prefix.strip():
        return Piece(CAPTURE, start, end, line, prefix, text[2:])
    kind = MAGIC if text.startswith("%") else SHELL
    return Piece(kind, start, end, line, prefix, text[1:])


def _joined(text: str) -> str:
    """Join continued lines as IPython does: with a space where backslash and line end were."""
    parts = text.split("\\\n")
    return " ".join([*(part.rstrip() for part in parts[:-1]), parts[-1].rstrip()])
