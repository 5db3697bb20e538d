"""Environment variables."""

from __future__ import annotations

import re

from nbtrack.script.literals import filled, quoted
from nbtrack.script.model import Construct, Outcome, dropped, translated

_SET = re.compile(r"([^\s=]+)(?:[ \t]*=[ \t]*|[ \t]+)(.*)", re.DOTALL)


def env(construct: Construct) -> Outcome:
    """`%env NAME=value` and `%env NAME value` set; `x = %env NAME` reads."""
    argument = construct.argument.strip()
    assignment = _SET.fullmatch(argument)
    if assignment:
        name, value = assignment.groups()
        return translated(f"{construct.prefix}_nb_env({quoted(name)}, {filled(value.strip())})")
    if not construct.prefix.strip():
        return dropped("it only shows the environment")
    read = f"_nb_os.environ[{filled(argument)}]" if argument else "dict(_nb_os.environ)"
    return translated(construct.prefix + read)


LINE = {"env": env, "set_env": env}
