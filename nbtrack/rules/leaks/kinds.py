"""Kinds of secrets, each told by its form.

Each kind has keywords, one of which has to stand in a text before its pattern is even compiled; most
notebooks hold none, and then no regular expression is needed.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from re import Match, Pattern

BEFORE = r"(?<![A-Za-z0-9+/_-])"  # not in the middle of a longer word, and so not inside an encoded picture
BEHIND = r"(?![A-Za-z0-9+/_-])"
# Quotes as they stand in code, in code inside of a string, and in a page.
QUOTE = r"""(?:\\{0,3}["']|&quot;|&#39;|&#x27;)"""

_REACH = 300  # characters that a match may have before or behind what is near it
BLANKS = r"\s{0,4}"  # never any number of them: two such in a row take the square of their number, or worse


class Kind:
    """One kind of secret; the pattern's first group, or else all of it, is the secret itself.

    `is_secret` has the last word on what the pattern found. `mark` is what a message may show: the beginning
    that all secrets of the kind share. `near`, where it is given, is a pattern that is many times as quick
    and fits a part of all that the other one fits, which then is only looked for around there.
    """

    __slots__ = ("_compiled", "_pattern", "is_secret", "keywords", "mark", "name", "near")

    def __init__(
        self,
        name: str,
        keywords: tuple[str, ...],
        pattern: str,
        *,
        mark: str = "",
        is_secret: Callable[[str], bool] = bool,
        near: str = "",
    ) -> None:
        self.name = name
        self.keywords = keywords
        self.mark = mark
        self.is_secret = is_secret
        self._pattern = pattern
        self.near = near
        self._compiled: Pattern[str] | None = None

    @property
    def pattern(self) -> Pattern[str]:
        """Return the compiled pattern."""
        if self._compiled is None:
            import re

            self._compiled = re.compile(self._pattern)
        return self._compiled

    def matches(self, text: str) -> Iterator[Match[str]]:
        """Yield what looks like a secret of this kind."""
        if not self.near:
            yield from self.pattern.finditer(text)
            return
        import re

        end = 0
        for hit in re.finditer(self.near, text):
            start = max(end, hit.start() - _REACH)
            match = self.pattern.search(text, start, hit.end() + _REACH)
            if match and match.start() < hit.end():  # what begins behind it has its own, and may be cut short
                end = match.end()
                yield match

    def may_be_in(self, text: str) -> bool:
        """Tell whether a text holds a keyword."""
        return any(keyword in text for keyword in self.keywords)


def in_any_case(word: str) -> str:
    """Return a pattern for a word in capitals or not: `re` looks for classes quicker than it ignores case."""
    return "".join(f"[{letter}{letter.upper()}]" for letter in word)


def token(name: str, keyword: str, pattern: str) -> Kind:
    """Make a kind that is one word with a mark of its own, which it mostly begins with."""
    return Kind(name, (keyword,), f"{BEFORE}(?:{pattern}){BEHIND}", mark=keyword)


def assigned(name: str, keywords: tuple[str, ...], names: str, value: str) -> Kind:
    """Make a kind that has no form but the name it is given to: `TWILIO_AUTH_TOKEN = "..."`."""
    between = rf"{QUOTE}?{BLANKS}[\])]?{BLANKS}[=:,\s]{BLANKS}{QUOTE}?"
    return Kind(name, keywords, rf"(?:{names}){between}{BEFORE}({value}){BEHIND}")
