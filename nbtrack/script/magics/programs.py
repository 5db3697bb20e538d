"""Cells that are a program for another interpreter."""

from __future__ import annotations

from nbtrack.script.literals import filled, literal
from nbtrack.script.magics.shell import permitted
from nbtrack.script.model import Construct, Outcome, refused, translated

_PROGRAMS = {"bash": "bash", "sh": "sh", "perl": "perl", "ruby": "ruby"}
_PYTHONS = ("python", "python3", "pypy")
_SHELLS = ("bash", "sh", "zsh", "dash", "ksh")


def program(construct: Construct) -> Outcome:
    """`%%bash` and its like, with `--out NAME`, `--err NAME` and `--no-raise-error`."""
    return _script(construct, _PROGRAMS[construct.name], construct.argument)


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
    unknown = [
        option for option in options if option not in ("--out", "--err", "--no-raise-error", "--raise-error")
    ]
    if unknown or not command:
        return refused(f"{unknown[0]} needs IPython's jobs" if unknown else "no program is named")
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
    """Split leading options with their values from the arguments of the program."""
    options: dict[str, str] = {}
    rest = argument.split()
    while rest and rest[0].startswith("--"):
        name, equals, value = rest.pop(0).partition("=")
        options[name] = value
        if name in ("--out", "--err", "--proc") and not equals and rest:
            options[name] = rest.pop(0)
    return options, " ".join(rest)


CELL = (
    dict.fromkeys(_PROGRAMS, program)
    | dict.fromkeys(_PYTHONS, python)
    | {"script": script, "!": system, "sx": system, "system": system}
)
