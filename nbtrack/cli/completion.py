"""What a shell needs to complete command lines, out of the same data as the help.

The scripts hold all of it, so that completing starts no process.
"""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING

from nbtrack.cli.options import COMMON, Command, Option

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SHELLS = ("bash", "zsh", "fish")
_CHOSEN = ("ACTION", "SHELL")  # what the help calls a word out of a few
_BASH = """\
_nbtrack() {{
  local word=${{COMP_WORDS[COMP_CWORD]}} before=${{COMP_WORDS[COMP_CWORD-1]}} words=
  if [ "$COMP_CWORD" = 1 ]; then words={commands}
  else case "${{COMP_WORDS[1]}} $before" in
{values}    *) case "${{COMP_WORDS[1]}} ${{word:0:1}}" in
{options}    esac ;;
  esac fi
  COMPREPLY=($(compgen -W "$words" -- "$word"))
}}
complete -o default -F _nbtrack nbtrack
"""
_ZSH = """\
#compdef nbtrack
_nbtrack() {{
  local -a commands=({commands})
  if (( CURRENT == 2 )); then _describe command commands; return; fi
  local command=$words[2]
  shift words; (( CURRENT-- ))
  case $command in
{options}  esac
}}
if [ "$funcstack[1]" = _nbtrack ]; then _nbtrack "$@"; else compdef _nbtrack nbtrack; fi
"""
_FISH = "complete -c nbtrack"


def script_for(shell: str, commands: Sequence[Command]) -> str:
    """Return the script that teaches a shell to complete nbtrack's command lines."""
    return {"bash": _bash, "zsh": _zsh, "fish": _fish}[shell](commands)


def _bash(commands: Sequence[Command]) -> str:
    options, values = "", ""
    for command in commands:
        names = " ".join(name for option in _options(command) for name in option.names)
        options += f'      "{command.name} -") words={shlex.quote(names)} ;;\n'
        for option in _options(command):
            if option.choices:
                told = "|".join(f'"{command.name} {name}"' for name in option.names)
                values += f"    {told}) words={shlex.quote(' '.join(option.choices))} ;;\n"
        if actions := _actions(command):
            values += f'    "{command.name} {command.name}") words={shlex.quote(" ".join(actions))} ;;\n'
    named = shlex.quote(" ".join(command.name for command in commands))
    return _BASH.format(commands=named, options=options, values=values)


def _zsh(commands: Sequence[Command]) -> str:
    named = " ".join(shlex.quote(f"{command.name}:{command.summary}") for command in commands)
    options = ""
    for command in commands:
        rest = f"1:action:({' '.join(_actions(command))})" if _actions(command) else ""
        specs = [*map(_spec, _options(command)), *([rest] if rest else []), "*:file:_files"]
        options += f"    {command.name}) _arguments -s {' '.join(map(shlex.quote, specs))} ;;\n"
    return _ZSH.format(commands=named, options=options)


def _spec(option: Option) -> str:
    """Return an option as `_arguments` reads it; the spellings are one option, as it counts them."""
    said = option.help.replace("[", "(").replace("]", ")").replace(":", r"\:")
    name = option.names[-1]
    if option.metavar is None:
        return f"{'*' * option.many}{name}[{said}]"
    sign = "=-" if option.optional else "="
    after = "::" if option.optional else ":"
    action = f"({' '.join(option.choices)})" if option.choices else "_files"
    return f"{'*' * option.many}{name}{sign}[{said}]{after}{option.metavar}:{action}"


def _fish(commands: Sequence[Command]) -> str:
    return "".join(f"{_FISH} {line}\n" for command in commands for line in _fish_lines(command))


def _fish_lines(command: Command) -> Iterator[str]:
    yield f"-f -n __fish_use_subcommand -a {command.name} -d {_fish_quoted(command.summary)}"
    seen = f"-n '__fish_seen_subcommand_from {command.name}'"
    for action in _actions(command):
        yield f"{seen} -a {action}"
    for option in _options(command):
        names = " ".join(
            f"-l {name[2:]}" if name.startswith("--") else f"-s {name[1:]}" for name in option.names
        )
        takes = "" if option.metavar is None or option.optional else " -r"
        choices = f" -f -a {_fish_quoted(' '.join(option.choices))}" if option.choices else ""
        yield f"{seen} {names}{takes}{choices} -d {_fish_quoted(option.help)}"


def _fish_quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def _options(command: Command) -> tuple[Option, ...]:
    return (*command.options, *COMMON)


def _actions(command: Command) -> list[str]:
    """Return the words that may follow a command such as `nbtrack git`, as its help has them."""
    if command.arguments is None or not command.arguments[0].startswith(_CHOSEN):
        return []
    told = re.findall(r"`([a-z]+)`", command.description)
    shown = re.findall(rf"nbtrack {command.name} ([a-z]+)", " ".join(line for line, _ in command.examples))
    return list(dict.fromkeys((*told, *shown)))
