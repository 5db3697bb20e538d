"""Read a command line with the options that a command declares."""

from __future__ import annotations

from nbtrack.cli.options import COMMON, Args, Command, Option
from nbtrack.errors import UsageError


def parse(command: Command, words: list[str]) -> Args:
    """Sort words into options and positional arguments; raises UsageError with the nearest option."""
    names = {name: option for option in (*command.options, *COMMON) for name in option.names}
    given: dict[str, list[str]] = {}
    positional: list[str] = []
    rest = list(reversed(words))
    while rest:
        word = rest.pop()
        if word == "--":
            positional.extend(reversed(rest))
            break
        if word == "-" or not word.startswith("-"):
            positional.append(word)
            continue
        programs = [one for one in positional if command.program and one.endswith(command.program)]
        programs += given.get("module", ())  # as `python -m` runs one
        option, value = _read(command, names, word, rest, programs[0] if programs else "")
        _check_choice(word, option, value)
        values = given.setdefault(option.key, [])
        if not option.many:
            values.clear()
        values.append(value)
    if "help" not in given:
        _check_count(command, positional)
    return Args(command, tuple(positional), given, tuple(words))


def _read(
    command: Command, names: dict[str, Option], word: str, rest: list[str], program: str
) -> tuple[Option, str]:
    name, equals, value = word.partition("=")
    if not word.startswith("--"):
        name, equals, value = word[:2], word[2:3], word[2:].removeprefix("=")
    option = names.get(name)
    if option is None:
        own = program and f"what is an option of {program} goes behind --: `{program} -- {word}`"
        raise UsageError(
            f"{command.name} has no option {name}", hint=own or _nearest(command, name, list(names))
        )
    if option.metavar is None or (option.optional and not equals):
        if equals and word.startswith("--"):
            raise UsageError(f"{name} takes no value")
        if equals:  # -qv is -q -v
            rest.append("-" + value)
        return option, ""
    if equals:
        return option, value
    if not rest:
        raise UsageError(f"{name} needs a value: {name} {option.metavar}")
    return option, rest.pop()


def _check_choice(word: str, option: Option, value: str) -> None:
    if value and option.choices and value not in option.choices:
        raise UsageError(
            f"{word.partition('=')[0]} cannot be {value!r}", hint=f"choose from {', '.join(option.choices)}"
        )


def _check_count(command: Command, positional: list[str]) -> None:
    metavar, least, most = command.arguments or ("", 0, 0)
    if len(positional) < least:
        tells = f"`nbtrack {command.name} --help`"
        such = f"such as `{command.examples[0][0]}`; {tells} has more" if command.examples else f"see {tells}"
        raise UsageError(f"{command.name} needs {metavar}", hint=such)
    if most is not None and len(positional) > most:
        raise UsageError(
            f"{command.name} takes no argument {positional[most]!r}",
            hint=f"see `nbtrack {command.name} --help`",
        )


def _nearest(command: Command, name: str, names: list[str]) -> str:
    from difflib import get_close_matches

    close = get_close_matches(name, names, n=1, cutoff=0.7)
    return f"did you mean {close[0]}?" if close else f"see `nbtrack {command.name} --help`"
