"""Read the options of magics."""

from __future__ import annotations

import re
import shlex

_OPTION = re.compile(r"-([A-Za-z])(\S*)[ \t]*")
_LONG = re.compile(r"--[\w-]+(?:=\S*)?[ \t]*")


def after_options(argument: str, with_value: str) -> str:
    """Return what stands behind the leading options; `with_value` has the letters of those that take one."""
    rest = argument.strip()
    while match := _OPTION.match(rest) or _LONG.match(rest):
        rest = rest[match.end() :]
        if match.lastindex and match[1] in with_value and not match[2]:
            rest = rest.partition(" ")[2].lstrip()
    return rest


def words(argument: str) -> list[str]:
    """Split an argument as a shell would; one with an open quote is split at spaces."""
    try:
        return shlex.split(argument)
    except ValueError:
        return argument.split()
