"""Shell commands: `!command`, `x = !command`, and the magics that stand for one."""

from __future__ import annotations

from nbtrack.script.hazards import hazard
from nbtrack.script.literals import comment, filled
from nbtrack.script.model import (
    DENY,
    DROPPED,
    SKIP,
    Construct,
    Outcome,
    dropped,
    recorded,
    refused,
    translated,
)
from nbtrack.script.requirements import installed_by


def shell(construct: Construct) -> Outcome:
    """`!command`, whose output is printed."""
    command = construct.argument
    if not command.strip():
        return dropped("no command")
    requirements = installed_by(command)
    if requirements is not None:
        return recorded(requirements)
    return permitted(command, construct.shell) or translated(
        f"{construct.prefix}_nb_shell({filled(command)})"
    )


def captured(construct: Construct) -> Outcome:
    """`x = !command` and `!!command`, whose output becomes a list of lines."""
    command = construct.argument
    objection = permitted(command, construct.shell)
    if objection and objection.verdict == DROPPED:  # the notebook goes on with what a silent command gives
        note = comment(f"!{command}: {objection.reason}".replace("\n", " "))
        return Outcome(DROPPED, f"{construct.prefix}[]  {note}", objection.reason)
    return objection or translated(f"{construct.prefix}_nb_lines({filled(command)})")


def permitted(command: str, policy: str) -> Outcome | None:
    """Apply the policy for shell commands to one, or to a whole script; None lets it run."""
    if policy == DENY:
        return refused("shell commands are denied")
    reason = hazard(command) if policy == SKIP else None
    return dropped(f"skipped, because it {reason}") if reason else None


def alias(construct: Construct) -> Outcome:
    """`%ls folder` and the other aliases for programs."""
    whole = construct._replace(argument=f"{construct.name} {construct.argument}".strip())
    return captured(whole) if construct.prefix.strip() else shell(whole)


_ALIASES = (
    "cat",
    "cp",
    "ldir",
    "less",
    "lf",
    "lk",
    "ll",
    "ls",
    "lx",
    "man",
    "mkdir",
    "more",
    "mv",
    "rm",
    "rmdir",
)
_LONG = {"ldir": "ls -F -o --color", "lf": "ls -F -o", "lk": "ls -F -o", "ll": "ls -F -o", "lx": "ls -F -o"}


def long_alias(construct: Construct) -> Outcome:
    """`%ll folder` and the other aliases that IPython has for `ls` with options."""
    return alias(construct._replace(name=_LONG[construct.name]))


LINE = (
    {"sx": captured, "system": captured} | dict.fromkeys(_ALIASES, alias) | dict.fromkeys(_LONG, long_alias)
)
