"""Cells that are a program for another interpreter."""

from __future__ import annotations

import re

from nbtrack.script.literals import filled, literal
from nbtrack.script.magics.shell import permitted
from nbtrack.script.model import Construct, Outcome, refused, translated

_PROGRAMS = {"bash": "bash", "sh": "sh", "perl": "perl", "ruby": "ruby"}
_PYTHONS = ("python", "python3", "pypy")
# IPython's argparse finds them behind the program's own arguments too.
_OPTION = re.compile(r"(?:^|\s)(?:(--(?:out|err|proc))(?:=|\s+)(\S+)|(--bg|--no-raise-error)(?!\S))")
_SHELLS = ("bash", "sh", "zsh", "dash", "ksh")


def program(construct: Construct) -> Outcome:
    """`%%bash` and its like, with `--out NAME`, `--err NAME` and `--no-raise-error`."""
    return _script(construct, _PROGRAMS[construct.name], construct.argument)


def colab_shell(construct: Construct) -> Outcome:
    """`%%shell` of Colab: `%%bash` with another word for going on after a failure."""
    return _script(construct, "bash", construct.argument.replace("--ignore-errors", "--no-raise-error"))


def python(construct: Construct) -> Outcome:
    """`%%python`: another process of the interpreter that runs the script."""
    return _script(construct, "python", construct.argument)


def script(construct: Construct) -> Outcome:
    """`%%script program`."""
    return _script(construct, "", construct.argument)


def system(construct: Construct) -> Outcome:
    """`%%!` and `%%sx`: the body is a shell command whose lines nobody keeps."""
    command = "\n".join(filter(None, (construct.argument, construct.body)))
    return permitted(command, construct.shell) or translated(f"_nb_lines({filled(command)})")


def _script(construct: Construct, program: str, argument: str) -> Outcome:
    options, rest = _options(argument)
    command = f"{program} {rest}".strip()
    body = construct.body or ""
    if "--bg" in options:
        return _background(command, body, options, construct.shell)
    if "--proc" in options or not command:
        return refused("--proc needs IPython's jobs" if command else "no program is named")
    head = command.split()[0].rpartition("/")[2]
    objection = permitted(body if head in _SHELLS else "", construct.shell)
    if objection:
        return objection
    call = f"_nb_script({filled(command)}, {literal(body)}"
    targets = {"--out": "stdout", "--err": "stderr"}
    call += "".join(f", {targets[option]}=True" for option in options if option in targets)
    call += ", check=False)" if "--no-raise-error" in options else ")"
    names = [options[option] for option in targets if option in options]
    return translated(f"{', '.join(names)} = {call}" if names else call)


def _background(command: str, body: str, options: dict[str, str], policy: str) -> Outcome:
    if set(options) - {"--bg", "--no-raise-error"}:
        return refused("the streams of a job in the background are objects of IPython")
    return permitted(body, policy) or translated(f"_nb_background({filled(command)}, {literal(body)})")


def _options(argument: str) -> tuple[dict[str, str], str]:
    """Split the options of the magic, wherever they stand, from the program and its own arguments."""
    options = {name or flag: value for name, value, flag in _OPTION.findall(argument)}
    return options, _OPTION.sub("", argument).strip()


CELL = (
    dict.fromkeys(_PROGRAMS, program)
    | dict.fromkeys(_PYTHONS, python)
    | {"script": script, "shell": colab_shell, "!": system, "sx": system, "system": system}
)
