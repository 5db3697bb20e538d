"""Metrics that a person asks for by a name and an expression, or by a pattern of what is printed."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, NamedTuple

from nbtrack.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

_NAME = re.compile(r"(?:\\b|\^)?\s*([A-Za-z_][\w./-]*)")  # what a pattern begins with
_MOST_POINTS = 10_000  # of one cell, the last ones


class Expression(NamedTuple):
    """A metric that is what an expression gives in the kernel, when all cells have run."""

    name: str
    source: str

    @property
    def question(self) -> str:
        """Return the Python that gives the number."""
        return f"float({self.source})"


def read_expressions(words: Iterable[str]) -> tuple[Expression, ...]:
    """Read each NAME=EXPRESSION, of which NAME alone is short for NAME=NAME; raises UsageError.

    The last of a name holds.
    """
    return tuple({one.name: one for one in map(_expression, words)}.values())


def read_patterns(words: Iterable[str]) -> tuple[re.Pattern[str], ...]:
    r"""Read regular expressions that name what they find; raises UsageError.

    Named groups name metrics. A single group without a name is named by the word that the pattern begins
    with: `acc=(\S+)` finds `acc`.
    """
    return tuple(map(_pattern, dict.fromkeys(words)))


def printed_metrics(patterns: Iterable[re.Pattern[str]], text: str) -> Iterator[tuple[str, float]]:
    """Yield each number that the patterns find in what was printed, in its order."""
    for pattern in patterns:
        found = [pair for match in pattern.finditer(text) for pair in _numbers(match)]
        yield from found[-_MOST_POINTS:]


def found_nothing(patterns: Iterable[re.Pattern[str]], metrics: Collection[str]) -> Iterator[str]:
    """Yield the patterns of which a run with these metrics has no number, as they were given."""
    for pattern in patterns:
        if not set(metrics).intersection(_names(pattern)):
            yield pattern.pattern


def number_of(answer: str | None) -> float | None:
    """Return the number that the kernel answered."""
    try:
        return float(answer or "")
    except ValueError:
        return None


def _expression(word: str) -> Expression:
    name, equals, source = (part.strip() for part in word.partition("="))
    source = source if equals else name
    try:
        if not name or isinstance(ast.parse(f"({source})", mode="eval").body, ast.Tuple):
            raise ValueError  # `()` is what an empty one would be, and `float()` 0.0
    except (SyntaxError, ValueError):
        raise UsageError(f"--metric needs NAME=EXPRESSION, not {word!r}") from None
    return Expression(name, source)


def _pattern(word: str) -> re.Pattern[str]:
    try:
        pattern = re.compile(word, re.MULTILINE)
    except re.error as error:
        raise UsageError(f"--metric-pattern {word!r} is no regular expression: {error}") from None
    if pattern.groupindex:
        return pattern
    named = _NAME.match(word)
    if pattern.groups != 1 or named is None:
        raise UsageError(
            f"--metric-pattern {word!r} does not say what the number is called",
            hint="begin it with a name, as 'acc=(\\S+)', or name its group: '(?P<acc>...)'",
        )
    return pattern


def _names(pattern: re.Pattern[str]) -> tuple[str, ...]:
    """Return what the numbers that a pattern finds are called."""
    first = _NAME.match(pattern.pattern)
    return tuple(pattern.groupindex) or (first[1] if first else "value",)


def _numbers(match: re.Match[str]) -> Iterator[tuple[str, float]]:
    named = match.groupdict() or {_names(match.re)[0]: match[1]}
    for name, text in named.items():
        if text is not None and (number := number_of(text.rstrip("%,;"))) is not None:
            yield name, number
