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


# As IPython defines them on Linux, but for the colours: a script's output is not always for a terminal.
_ALIASES = dict.fromkeys(("cat", "cp", "mkdir", "mv", "rm", "rmdir"), "") | {
    "ls": "ls -F",
    "ll": "ls -F -o",
    "lf": "ls -F -o %l | grep ^-",
    "lk": "ls -F -o %l | grep ^l",
    "ldir": "ls -F -o %l | grep /$",
    "lx": "ls -F -o %l | grep ^-..x",
}


def alias(construct: Construct) -> Outcome:
    """`%ls folder` and the other aliases for programs; `x = %ls` prints too, and leaves None in `x`."""
    command = _ALIASES[construct.name] or construct.name
    if "%l" not in command:
        command += " %l"
    return shell(construct._replace(argument=command.replace("%l", construct.argument).strip()))


LINE = {"sx": captured, "system": captured} | dict.fromkeys(_ALIASES, alias)
