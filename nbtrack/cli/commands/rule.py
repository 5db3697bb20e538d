"""`nbtrack rule`: explain a rule."""

from __future__ import annotations

from nbtrack.cli.options import JSON, Command, Option
from nbtrack.errors import UsageError
from nbtrack.rules.page import page, reference
from nbtrack.rules.plugins import rules_with
from nbtrack.rules.registry import RULES
from nbtrack.rules.selection import matches, select
from nbtrack.settings import read_settings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from nbtrack.cli.options import Args
    from nbtrack.cli.output import Output
    from nbtrack.rules.rule import Rule

COMMAND = Command(
    "rule",
    "explain a rule",
    arguments=("CODE...", 0, None),
    options=(Option("--all", help="print the pages of all rules, as the reference has them"), JSON),
    description="CODE is a rule's code, the beginning of one, or its name. Without one, rules are listed.",
    examples=(
        ("nbtrack rule NBT101", "what stored-output finds, why, and how it is fixed"),
        ("nbtrack rule", "list all rules"),
    ),
)


def run(args: Args, out: Output) -> int:
    """Print pages, or the list of rules."""
    if args.flag("all") and args.positional:
        raise UsageError("rule takes either --all or codes")
    rules = select(_known(args), selected=args.positional or ("ALL",))
    if args.flag("json"):
        out.json({"schema": "nbtrack.rule/1", "rules": [_values(rule) for rule in rules]})
    elif args.flag("all"):
        out.raw(reference(rules).encode())
    elif args.positional:
        _show_pages(rules, out)
    else:
        _show_list(rules, out)
    return 0


def _known(args: Args) -> tuple[Rule, ...]:
    """Return our rules, and those of plug-ins unless only ours are asked for."""
    if args.positional and all(any(matches(code, rule) for rule in RULES) for code in args.positional):
        return RULES
    return rules_with(read_settings().value("check.plugins"))


def _show_pages(rules: tuple[Rule, ...], out: Output) -> None:
    for line in "\n".join(page(rule) for rule in rules).rstrip().split("\n"):
        out.styled(out.paint(line, "bold") if line.startswith("#") else out.paint(line))


def _show_list(rules: tuple[Rule, ...], out: Output) -> None:
    width = max(len(rule.name) for rule in rules)
    for rule in rules:
        mark = "" if rule.on else out.paint("  (off by default)", "dim")
        out.styled(f"{out.paint(rule.code, 'bold')}  {rule.name:{width}}  {out.paint(rule.summary)}{mark}")


def _values(rule: Rule) -> dict[str, Any]:
    return {
        "code": rule.code,
        "name": rule.name,
        "summary": rule.summary,
        "level": rule.level,
        "on_by_default": rule.on,
        "fixes": rule.fixes,
        "page": rule.page(),
    }
