"""Choose rules by code, by the beginning of a code, or by name."""

from __future__ import annotations

from nbtrack.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from nbtrack.rules.rule import Rule

ALL = "ALL"
_NO_MATCH = -1
_BY_DEFAULT = 0


def select(
    rules: Sequence[Rule],
    *,
    selected: Sequence[str] = (),
    extended: Sequence[str] = (),
    ignored: Sequence[str] = (),
) -> tuple[Rule, ...]:
    """Return the rules that are wanted, in their order; without `selected` the ones that are on by default.

    The longest selector that fits a rule decides: `--select NBT1 --ignore NBT101`, and the other way round.
    Where two are as long, ignoring wins. Raises UsageError for a selector that fits no rule.
    """
    require((*selected, *extended, *ignored), rules)
    return tuple(rule for rule in rules if _wanted(rule, selected, extended, ignored))


def require(selectors: Iterable[str], rules: Sequence[Rule]) -> None:
    """Raise UsageError, with the nearest rule, for a selector that fits none."""
    for selector in selectors:
        _check(selector, rules)


def matches(selector: str, rule: Rule) -> bool:
    """Tell whether a selector fits a rule."""
    return _length(selector, rule) > _NO_MATCH


def _wanted(rule: Rule, selected: Sequence[str], extended: Sequence[str], ignored: Sequence[str]) -> bool:
    by_default = _BY_DEFAULT if rule.on and not selected else _NO_MATCH
    for_it = max([by_default, *(_length(selector, rule) for selector in (*selected, *extended))])
    against = _longest(ignored, rule)
    return for_it > against


def _longest(selectors: Iterable[str], rule: Rule) -> int:
    return max((_length(selector, rule) for selector in selectors), default=_NO_MATCH)


def _length(selector: str, rule: Rule) -> int:
    """Return how exactly a selector fits: the number of characters, -1 where it does not."""
    if selector.upper() == ALL:
        return 0
    if selector == rule.name:
        return len(rule.code)
    return len(selector) if rule.code.startswith(selector.upper()) else _NO_MATCH


def _check(selector: str, rules: Sequence[Rule]) -> None:
    if selector and any(matches(selector, rule) for rule in rules):
        return
    from difflib import get_close_matches

    known = [rule.name for rule in rules] + [rule.code for rule in rules]
    close = get_close_matches(selector, known, n=1)
    hint = f"did you mean {close[0]}?" if close else "`nbtrack rule` lists the rules"
    raise UsageError(f"no rule is called {selector!r}", hint=hint)
