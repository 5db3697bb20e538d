"""The door to Pygments: lines of code in pieces, each with the class of its style."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    Tokens = list[tuple[str, str]]  # the class of a style, and a piece of text

# The classes that the page's style knows: most tokens are plain, and need no markup.
_STYLED = {
    *("k", "kc", "kd", "kn", "kp", "kr", "kt", "ow"),
    *("s", "s1", "s2", "sa", "sb", "sc", "sd", "se", "sh", "si", "sr", "ss", "sx"),
    *("m", "mb", "mf", "mh", "mi", "mo", "il"),
    *("c", "c1", "ch", "cm", "cp", "cs"),
    *("nf", "nc", "fm", "nd", "nb", "gh", "gu", "gs", "ge"),
}
_LONGEST = 200_000  # characters: no code that a person wrote
_LONGEST_LINE = 1_000  # characters: some lexers, of R and of diffs, take time by the square of it
_MOST = 400_000  # characters of a page: more than anybody reads, and a second of Pygments
_BY_LINE = ("Python", "Python 3")  # where no text goes over several lines, each line is code of its own
_OVER_LINES = ('"""', "'''", "\\\n")


class Highlighter:
    """Colour texts of one language; versions of a cell share most lines, and each is coloured once."""

    def __init__(self, language: str) -> None:
        self._lexer = lexer_of(language)
        self._is_by_line = self._lexer is not None and self._lexer.name in _BY_LINE
        self._known: dict[str, list[Tokens]] = {}
        self._left = _MOST

    def lines(self, text: str) -> list[Tokens]:
        """Return the lines of a text in styled pieces, which joined give the text back."""
        if self._is_by_line and not any(mark in text for mark in _OVER_LINES):
            return [line for part in text.split("\n") for line in self._coloured(part)]
        return self._coloured(text)

    def _coloured(self, text: str) -> list[Tokens]:
        if text not in self._known:
            self._left -= len(text)
            self._known[text] = highlighted(text, self._lexer if self._left >= 0 else None)
        return self._known[text]


def lexer_of(language: str) -> Any:
    """Return the lexer of a language, None where Pygments knows none."""
    from pygments.lexers import get_lexer_by_name
    from pygments.util import ClassNotFound

    try:
        return get_lexer_by_name(language, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return None


def highlighted(text: str, lexer: Any) -> list[Tokens]:
    """Return the lines of a text in styled pieces, which joined give the text back."""
    plain: list[Tokens] = [[("", line)] for line in text.split("\n")]
    if lexer is None or len(text) > _LONGEST or "\r" in text:  # lexers change line ends
        return plain
    if max(map(len, text.split("\n"))) > _LONGEST_LINE:
        return plain
    lines: list[Tokens] = [[]]
    for kind, value in lexer.get_tokens(text):
        style = _style(kind)
        for number, part in enumerate(value.split("\n")):
            if number:
                lines.append([])
            if part:
                _append(lines[-1], style, part)
    same = ["".join(part for _, part in line) for line in lines] == text.split("\n")
    return lines if same else plain


def _append(line: Tokens, style: str, text: str) -> None:
    """Add a piece, to the last one where the style is the same: most tokens of a line look alike."""
    if line and line[-1][0] == style:
        line[-1] = (style, line[-1][1] + text)
    else:
        line.append((style, text))


@cache
def _style(kind: Any) -> str:
    from pygments.token import STANDARD_TYPES

    while kind not in STANDARD_TYPES:
        kind = kind.parent
    name = str(STANDARD_TYPES[kind])
    return name if name in _STYLED else ""
