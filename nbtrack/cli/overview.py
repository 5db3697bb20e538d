"""The help of `nbtrack` itself."""

from __future__ import annotations

from nbtrack.cli.help import table

_GUTTER = 14  # for the longest name of a command
_HEAD = """\
nbtrack takes a notebook from experiment to evidence.

usage: nbtrack COMMAND [options] [PATH...]
"""
_FOOT = """
Paths are notebooks or folders; `-` is stdin. `nbtrack COMMAND --help` tells the rest.
exit codes: 0 fine, 1 findings or "no", 2 usage or environment, 3 a bug, 130 interrupted
"""


def overview(commands: dict[str, dict[str, str]]) -> str:
    """Render all commands with one line each, grouped by what they are for."""
    groups = (f"\n{title}:\n" + table(list(rows.items()), _GUTTER) for title, rows in commands.items())
    return _HEAD + "".join(groups) + _FOOT
