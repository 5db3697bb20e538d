"""Magics that measure: what they measure runs."""

from __future__ import annotations

import re

from nbtrack.script.literals import quoted
from nbtrack.script.model import Construct, Outcome, around, dropped, refused, translated
from nbtrack.script.options import after_options
from nbtrack.script.pieces import PYTHON, pieces

_COUNTS = re.compile(r"-([nr])\s*(\d+)")
_QUIET = re.compile(r"-\w*q")
_OUTPUT = re.compile(r"-\w*o")
_TIME_OPTIONS = ("--no-raise-error", "--")


def time(construct: Construct) -> Outcome:
    """`%time statement`, `x = %time expression`."""
    statement = _without(construct.argument, _TIME_OPTIONS)
    if not statement:
        return dropped("nothing to measure")
    if construct.prefix.strip():
        return translated(f"{construct.prefix}_nb_timed_value(lambda: {statement})")
    return around("with _nb_timed():", body=statement)


def time_cell(construct: Construct) -> Outcome:
    """`%%time`."""
    if _without(construct.argument, _TIME_OPTIONS):
        return refused("no statement can stand behind %%time")  # as of IPython 9 an error there too
    return around("with _nb_timed():")


def timeit(construct: Construct) -> Outcome:
    """`%timeit statement`: names that it binds stay in it; with `-n`, `-r`, `-q`, and `-o` for the times."""
    statement, options = _measured(construct.argument)
    if not statement:
        return dropped("nothing to measure")
    if not construct.prefix.strip() and any(piece.kind != PYTHON for piece in pieces(statement)):
        return around("def _nb_body():", f"_nb_timeit(_nb_body{_as_arguments(options)})", statement)
    call = f"{construct.prefix}_nb_timeit({quoted(statement)}{_as_arguments(options)})"
    is_wanted = _OUTPUT.search(options) or not construct.prefix.strip()
    return translated(call if is_wanted else f"{call} and None")


def timeit_cell(construct: Construct) -> Outcome:
    """`%%timeit setup`: the body runs in a function, so that names that it binds stay in it."""
    setup, options = _measured(construct.argument)
    header = f"def _nb_body():\n    {setup}" if setup else "def _nb_body():"
    return around(header, f"_nb_timeit(_nb_body{_as_arguments(options)})")


def _measured(argument: str) -> tuple[str, str]:
    """Split what is measured from the options before it."""
    statement = after_options(argument, "nrp")
    return statement, argument.strip()[: len(argument.strip()) - len(statement)]


def _as_arguments(options: str) -> str:
    names = {"n": "loops", "r": "repeat"}
    counts = "".join(f", {names[letter]}={int(value)}" for letter, value in _COUNTS.findall(options))
    return counts + (", quiet=True" if _QUIET.search(options) else "")


def profiled(construct: Construct) -> Outcome:
    """`%prun statement` and its like: the profile is left out."""
    statement = after_options(construct.argument, "DlsTfmurtiI")
    return (
        translated(f"{construct.prefix}{statement}", "not profiled") if statement else dropped("no statement")
    )


def profiled_cell(construct: Construct) -> Outcome:
    """`%%prun` and its like: the body runs, the profile is left out."""
    del construct
    return around("")


def _without(argument: str, options: tuple[str, ...]) -> str:
    rest = argument.strip()
    for option in options:
        rest = rest.removeprefix(f"{option} ").strip()
    return "" if rest in options else rest


_PROFILERS = ("prun", "lprun", "mprun", "memit", "snakeviz", "scalene", "pyinstrument")
LINE = {"time": time, "timeit": timeit} | dict.fromkeys(_PROFILERS, profiled)
CELL = {"time": time_cell, "timeit": timeit_cell} | dict.fromkeys(_PROFILERS, profiled_cell)
