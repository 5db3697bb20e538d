"""Rules of other packages: an entry point of the group `nbtrack.rules` names a module's `RULES`."""

from __future__ import annotations

from nbtrack.plugins import plug_ins, unusable
from nbtrack.rules.registry import RULES
from nbtrack.rules.rule import Rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

GROUP = "nbtrack.rules"
OURS = "NBT"
_LEVELS = ("error", "warning", "note")
_FIXES = ("always", "sometimes", "never")


def rules_with(plugins: Iterable[str]) -> tuple[Rule, ...]:
    """Return our rules and those of some plug-ins; raises SettingsError for one that cannot be used."""
    known = list(RULES)
    for name, rules in plug_ins(GROUP, plugins, tuple):
        for rule in rules:
            _check(rule, name, known)
            known.append(rule)
    return tuple(known)


def is_foreign(rule: Rule) -> bool:
    """Tell whether a rule is somebody else's."""
    return not rule.code.startswith(OURS)


def _check(rule: object, plugin: str, known: list[Rule]) -> None:
    """Refuse what would break a report later, or be taken for another rule."""
    reason = f"{rule!r} is no Rule"
    if isinstance(rule, Rule):
        reason = _fault(rule, known)
    if reason:
        raise unusable(plugin, reason)


def _fault(rule: Rule, known: list[Rule]) -> str:
    letters = rule.code.rstrip("0123456789")
    if not (letters.isascii() and letters.isalpha() and letters.isupper()) or letters == rule.code:
        return f"a code is capital letters and digits, not {rule.code!r}"
    if letters.startswith(OURS):
        return f"{rule.code} begins with {OURS}, as only nbtrack's own codes do"
    if not (rule.name.isascii() and rule.name.replace("-", "").isalnum() and rule.name.islower()):
        return f"{rule.code}: a name is words in lower case with dashes, not {rule.name!r}"
    if rule.level not in _LEVELS or rule.fixes not in _FIXES:
        return f"{rule.code}: level is one of {', '.join(_LEVELS)} and fixes one of {', '.join(_FIXES)}"
    if any(rule.code == other.code or rule.name == other.name for other in known):
        return f"there is another {rule.code} {rule.name}"
    return ""
