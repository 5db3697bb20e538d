"""What git has to be told: the drivers, each a section of its settings and an attribute of notebooks."""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from typing import NamedTuple

NAME = "nbtrack"
NOTEBOOKS = "*.ipynb"
A_NOTEBOOK = "notebook.ipynb"  # of which git is asked what it does with notebooks; there need be none
ATTRIBUTES = ("filter", "diff", "merge")  # what git asks of each file
# Headings of cells, and what the default knows of Python: git shows the nearest above each change.
_HEADINGS = r"^(%% .*|[ \t]*((async[ \t]+)?def|class)[ \t].*)$"


class Driver(NamedTuple):
    """One driver: its kind is the beginning of the section that holds the values, and mostly an attribute."""

    kind: str
    values: dict[str, str]


def filter_driver(command: str) -> Driver:
    """Return the driver that cleans and smudges; a git without the long-running protocol calls it by file."""
    return Driver(
        "filter",
        {
            "process": f"{command} git filter-process",
            "clean": f"{command} git clean -- %f",
            "smudge": f"{command} git smudge -- %f",
            "required": "true",
        },
    )


def diff_driver(command: str, *, with_outputs: bool, caches: bool) -> Driver:
    """Return the driver that shows notebooks as text.

    git keeps the texts in commits of its own; where it knows no name for these, `git diff` would fail.
    """
    words = " --keep-outputs" if with_outputs else ""
    textconv = f"{command} git textconv{words} --"
    cache = {"cachetextconv": "true"} if caches else {}
    return Driver("diff", {"textconv": textconv, **cache, "xfuncname": _HEADINGS})


def merge_driver(command: str) -> Driver:
    """Return the driver that merges notebooks cell by cell."""
    # = because a name may begin with a dash. A git before 2.44 leaves %X and %Y as they are.
    words = "--path=%P --marker-size=%L --label=%X --label=%Y %O %A %B"
    return Driver("merge", {"name": "notebooks, cell by cell", "driver": f"{command} merge {words}"})


def diff_tool(command: str) -> Driver:
    """Return what `git difftool -t nbtrack` starts: people call it, so that it is no attribute."""
    return Driver("difftool", {"cmd": f'{command} diff -- "$LOCAL" "$REMOTE"'})


def merge_tool(command: str) -> Driver:
    """Return what `git mergetool -t nbtrack` starts: what was settled by hand so far stays so.

    git takes a file for settled when its tool says so, which is when no conflict is left.
    """
    return Driver("mergetool", {"cmd": f'{command} merge --resolve -- "$MERGED"', "trustExitCode": "true"})


def all_drivers(command: str, *, caches: bool) -> list[Driver]:
    """Return what is installed where nothing is left out."""
    diff = diff_driver(command, with_outputs=False, caches=caches)
    return [filter_driver(command), diff, *merging_and_tools(command)]


def merging_and_tools(command: str) -> list[Driver]:
    """Return what is of use whatever notebooks go through."""
    return [merge_driver(command), diff_tool(command), merge_tool(command)]


def attributes_of(drivers: list[Driver]) -> list[str]:
    """Return the attributes by which notebooks are given to drivers."""
    return [driver.kind for driver in drivers if driver.kind in ATTRIBUTES]


def config_lines(drivers: list[Driver]) -> list[str]:
    """Return the drivers as lines of git's settings."""
    return [
        line
        for driver in drivers
        for line in (
            f'[{driver.kind} "{NAME}"]',
            *(f"\t{key} = {_quoted(value)}" for key, value in driver.values.items()),
        )
    ]


def attribute_line(drivers: list[Driver]) -> str:
    """Return the line that gives notebooks to the drivers."""
    return " ".join([NOTEBOOKS, *(f"{kind}={NAME}" for kind in attributes_of(drivers))])


def own_command() -> str:
    """Return how git's shell finds this nbtrack: by name where that will work elsewhere too, else by path.

    In an activated environment the name works only as long as that is active, and in no editor.
    """
    found = shutil.which(NAME)
    here = os.path.dirname(sys.executable)
    if found and (os.path.dirname(found) != here or sys.prefix == sys.base_prefix):
        return NAME
    script = os.path.join(here, NAME)
    if os.access(script, os.X_OK):
        return shlex.quote(script)
    # -P: a repository must not bring the modules that are imported.
    return f"{shlex.quote(sys.executable)} -P -m {NAME}"


def _quoted(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t")
    return f'"{escaped}"'
