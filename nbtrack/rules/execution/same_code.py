"""Find a quoted line in code that a formatter may have laid out anew since: quotes, brackets, line breaks."""

from __future__ import annotations

import ast
import tokenize

from nbtrack.script.compiling import NotPython, tree

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_LAYOUT = frozenset(
    (tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER)
)
_LITERALS = (tokenize.STRING, tokenize.NUMBER)
_QUOTES = tuple(getattr(tokenize, f"FSTRING_{end}", -1) for end in ("START", "END"))  # from Python 3.12 on
_CLOSED_BY = {")": "(", "]": "[", "}": "{"}
_BODY = ("body", "orelse", "finalbody", "handlers", "cases")


class Code:
    """A cell's code, asked for lines that were in it once."""

    __slots__ = ("_statements", "_words")

    def __init__(self, source: str) -> None:
        self._words, _ = _words(source)
        self._statements = {_dump(node) for node in ast.walk(_parsed(source)) if isinstance(node, ast.stmt)}

    def has(self, line: str) -> bool:
        """Tell whether a line says what the code, or a part of it, says."""
        line = line.strip()
        opened = _opened_before(line)
        words, is_whole = _words(opened + line)
        if is_whole and _contains(self._words, words[len(opened) :]):
            return True
        statements = _parsed(line).body or _parsed(f"{line} pass").body
        return bool(statements) and self._statements.issuperset(map(_dump, statements))


def _parsed(source: str) -> ast.Module:
    """Return the tree, an empty one of what does not parse."""
    try:
        return tree(source)
    except NotPython:
        return ast.Module([], [])


def _dump(statement: ast.stmt) -> str:
    """Return what a statement says, of one that holds others without those."""
    fields = (f"{name}={_shown(value)}" for name, value in ast.iter_fields(statement) if name not in _BODY)
    return f"{type(statement).__name__} {' '.join(fields)}"


def _shown(value: object) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(_shown, value))}]"
    return ast.dump(value) if isinstance(value, ast.AST) else repr(value)


def _opened_before(line: str) -> str:
    """Return the brackets that a line closes and does not open: no tokenizer takes it without them."""
    opened: list[str] = []
    inside: list[str] = []
    for character in line:
        if character in "([{":
            inside.append(character)
        elif character in _CLOSED_BY and inside:
            inside.pop()
        elif character in _CLOSED_BY:
            opened.append(_CLOSED_BY[character])
    return "".join(reversed(opened))


def _words(source: str) -> tuple[list[str], bool]:
    """Return the tokens that are not layout, literals by their value, and whether they are all of them."""
    words: list[str] = []
    is_whole = True
    lines = (f"{line}\n" for line in source.split("\n"))
    try:
        for token in tokenize.generate_tokens(lines.__next__):
            words.extend(_word(token, words))
    except tokenize.TokenError as error:
        is_whole = "EOF in multi-line statement" in str(error)  # a bracket that a line below closes
    except (SyntaxError, RecursionError, MemoryError):
        is_whole = False
    return words[:-1] if words[-1:] == [","] else words, is_whole


def _word(token: tokenize.TokenInfo, before: list[str]) -> Iterator[str]:
    if token.type in _LAYOUT:
        return
    if token.string in (")", "]", "}") and before[-1:] == [","]:
        before.pop()  # the comma behind the last element, which a formatter adds and takes away
    if token.type in _QUOTES:
        yield "f"
    else:
        yield _value(token.string) if token.type in _LITERALS else token.string


def _value(literal: str) -> str:
    try:
        return ast.dump(ast.parse(literal, mode="eval").body)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return literal


def _contains(words: list[str], part: list[str]) -> bool:
    size = len(part)
    return any(words[at : at + size] == part for at in range(len(words) - size + 1))
