"""Conditions on runs, as `val_acc > 0.9 and lr < 0.1 and tag:baseline`. Nothing in one is executed."""

from __future__ import annotations

import operator
import re
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from nbtrack.compare.asked_values import asked_value
from nbtrack.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Condition = Callable[["Run"], bool]
    FindField = Callable[[str], Callable[["Run"], Any]]

Run = TypeVar("Run")

_TOKEN = re.compile(
    r"""\s*(?:
      (?P<number>[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?(?![\w.:/-]))
    | (?P<text>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')
    | (?P<quoted>`[^`]+`)
    | (?P<operator>==|!=|<=|>=|=|<|>|~)
    | (?P<bracket>[()])
    | (?P<word>[^\s()=!<>~"'`]+)
    )""",
    re.VERBOSE,
)
_WORDS: dict[str, Any] = {"true": True, "false": False, "none": None, "nan": float("nan")}
_KEYWORDS = frozenset(("and", "or", "not"))
_DEEPEST = 50


class _Token(NamedTuple):
    kind: str
    text: str
    place: int


def condition(text: str, field: FindField[Run], tags: Callable[[Run], Sequence[str]]) -> Condition[Run]:
    """Return the condition that a text says about anything of which `field` finds values by name.

    Raises UsageError with the place where it makes no sense. What lacks a value meets no comparison with it,
    not even `!=`.
    """
    return _Reader(text, field, tags).read()


class _Reader(Generic[Run]):
    """A reader of one text: `or` binds looser than `and`, `and` looser than `not`."""

    def __init__(self, text: str, field: FindField[Run], tags: Callable[[Run], Sequence[str]]) -> None:
        self._text = text
        self._field = field
        self._tags = tags
        self._tokens = list(reversed(_tokens(text)))
        self._depth = 0

    def read(self) -> Condition[Run]:
        found = self._any()
        if self._tokens:
            raise self._error("expected `and`, `or` or the end", self._tokens[-1])
        return found

    def _any(self) -> Condition[Run]:
        parts = [self._all()]
        while self._takes("or"):
            parts.append(self._all())
        return parts[0] if len(parts) == 1 else lambda run: any(part(run) for part in parts)

    def _all(self) -> Condition[Run]:
        parts = [self._not()]
        while self._takes("and"):
            parts.append(self._not())
        return parts[0] if len(parts) == 1 else lambda run: all(part(run) for part in parts)

    def _not(self) -> Condition[Run]:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise UsageError("the condition is nested too deeply")
        try:
            if self._takes("not"):
                part = self._not()
                return lambda run: not part(run)
            return self._one()
        finally:
            self._depth -= 1

    def _one(self) -> Condition[Run]:
        token = self._next("a name")
        if token.text == "(" and token.kind == "bracket":
            found = self._any()
            closing = self._next("a closing bracket")
            if closing.text != ")":
                raise self._error("expected a closing bracket", closing)
            return found
        if token.kind not in ("word", "quoted") or token.text in _KEYWORDS:
            raise self._error("expected a name", token)
        if token.kind == "word" and token.text.startswith("tag:"):
            pattern = token.text.removeprefix("tag:") or self._quoted_tag()
            return lambda run: any(fnmatchcase(tag, pattern) for tag in self._tags(run))
        return self._compared(token.text.strip("`"))

    def _quoted_tag(self) -> str:
        token = self._next("a tag")
        if token.kind not in ("text", "quoted"):
            raise self._error("expected a tag", token)
        return _unquoted(token.text)

    def _compared(self, name: str) -> Condition[Run]:
        field = self._field(name)
        if not self._tokens or self._tokens[-1].kind != "operator":
            return lambda run: field(run) not in (None, False)
        sign = self._tokens.pop().text
        holds = _comparison(sign, asked_value(name, self._value()))
        return lambda run: holds(field(run))

    def _value(self) -> Any:
        token = self._next("a value")
        if token.kind == "number":
            return float(token.text) if re.search(r"[.eE]", token.text) else int(token.text)
        if token.kind == "text":
            return _unquoted(token.text)
        if token.kind != "word" or token.text in _KEYWORDS:
            raise self._error("expected a value", token)
        return _WORDS.get(token.text.lower(), token.text)

    def _takes(self, word: str) -> bool:
        is_there = bool(self._tokens) and self._tokens[-1][:2] == ("word", word)
        if is_there:
            self._tokens.pop()
        return is_there

    def _next(self, what: str) -> _Token:
        if not self._tokens:
            raise self._error(f"expected {what}", _Token("end", "the end", len(self._text)))
        return self._tokens.pop()

    def _error(self, expected: str, token: _Token) -> UsageError:
        return UsageError(
            f"cannot read the condition {self._text!r}: {expected} at character {token.place + 1}, "
            f"not {token.text!r}",
            hint="a condition reads as: val_acc > 0.9 and lr < 0.1 and tag:baseline",
        )


def _unquoted(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text[1:-1])


def _tokens(text: str) -> list[_Token]:
    found: list[_Token] = []
    place = 0
    text = text.rstrip()
    while place < len(text):
        match = _TOKEN.match(text, place)
        if match is None or match.lastgroup is None:
            place += len(text[place:]) - len(text[place:].lstrip())
            raise UsageError(
                f"cannot read the condition {text!r}: {text[place]!r} at character {place + 1}",
                hint="a text goes in quotes, a name with odd characters in backticks",
            )
        found.append(_Token(match.lastgroup, match[match.lastgroup], match.start(match.lastgroup)))
        place = match.end()
    return found


_ORDERS: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def _comparison(sign: str, wanted: object) -> Callable[[Any], bool]:
    """Return what tells whether a value stands so to the wanted one: chosen once, asked of each run."""
    if sign == "!=":
        return lambda value: _is_other(value, wanted)
    if sign in ("=", "=="):
        return lambda value: _is_equal(value, wanted)
    if wanted is None or (isinstance(wanted, bool) and sign != "~"):
        return lambda _: False  # nothing is greater than true
    if sign == "~":
        text = str(wanted).lower()
        return lambda value: value is not None and text in str(value).lower()
    is_alike, order = _is_text if isinstance(wanted, str) else _is_number, _ORDERS[sign]
    return lambda value: is_alike(value) and order(value, wanted)


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_equal(value: object, wanted: object) -> bool:
    if value is None or wanted is None:
        return value is wanted
    if isinstance(value, (list, dict)) and isinstance(wanted, str):
        return str(value).replace(" ", "") == wanted.replace(" ", "")  # as a table shows it
    is_equal = value == wanted or (value != value and wanted != wanted)
    return bool(is_equal) and isinstance(value, bool) == isinstance(wanted, bool)


def _is_other(value: object, wanted: object) -> bool:
    return (value is not None or wanted is None) and not _is_equal(value, wanted)
