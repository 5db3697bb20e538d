"""A rule's manual page: its module's docstring under a head that the registry knows."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from nbtrack.rules.rule import Rule

_FAMILIES = {
    "0": "The file",
    "1": "Outputs and metadata",
    "2": "Leaks",
    "3": "Execution order and hidden state",
    "4": "Portability",
    "5": "Pairing",
    "6": "Proof",
}
_FIXES = {"always": "can be fixed", "sometimes": "can sometimes be fixed", "never": "has no fix"}
_TABLE_HEAD = "| code | name | finds | default | fix |\n|---|---|---|---|---|\n"
_INTRODUCTION = """\
# Rules

<!-- Written by `nbtrack rule --all`; a test holds it current. -->

`nbtrack check` runs the rules that are on by default; `--select`, `--extend-select` and `--ignore` take
codes, the beginnings of codes, or names. `nbtrack rule CODE` prints a rule's page.
"""


def page(rule: Rule) -> str:
    """Return the manual page of one rule as Markdown."""
    default = "on by default" if rule.on else "off unless it is selected"
    return f"# {rule.code} {rule.name}\n\n*{rule.level}, {default}, {_FIXES[rule.fixes]}*\n\n{rule.page()}\n"


def reference(rules: Sequence[Rule]) -> str:
    """Return the pages of all rules, with a table of each family first."""
    parts = [_INTRODUCTION]
    for digit, title in _FAMILIES.items():
        family = [rule for rule in rules if rule.code.startswith(f"NBT{digit}")]
        if family:
            parts.append(f"## {title}\n\n{_TABLE_HEAD}{_rows(family)}")
    foreign = [rule for rule in rules if not rule.code.startswith("NBT")]
    if foreign:
        parts.append(f"## Plug-ins\n\n{_TABLE_HEAD}{_rows(foreign)}")
    return "\n".join(parts) + "\n" + "\n".join(_lowered(page(rule)) for rule in rules)


def _rows(rules: Sequence[Rule]) -> str:
    return "".join(
        f"| [{rule.code}](#{rule.code.lower()}-{rule.name}) | {rule.name} | {rule.summary} "
        f"| {'on' if rule.on else 'off'} | {rule.fixes} |\n"
        for rule in rules
    )


def _lowered(text: str) -> str:
    """Put a page's headings one level down, but for comments in its code blocks."""
    lines, in_code = [], False
    for line in text.split("\n"):
        in_code ^= line.startswith("```")
        lines.append(f"#{line}" if line.startswith("#") and not in_code else line)
    return "\n".join(lines)
