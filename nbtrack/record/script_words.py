"""A script's command line: values made into words that it takes, and words read as the values they give."""

from __future__ import annotations

import ast
import re
from difflib import get_close_matches
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from nbtrack.errors import RunError
from nbtrack.record.script_options import (
    MANY,
    NONE,
    NOTHING,
    by_spelling,
    declares_all,
    is_configured_by_words,
    read_options,
)
from nbtrack.store.record import Parameter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from nbtrack.notebook.parameters.given import Given
    from nbtrack.record.script_options import Option

COMMAND_LINE, DEFAULT = "command line", "default"
_OPTION = re.compile(r"--?([A-Za-z][\w.-]*)")
_PAIR = re.compile(r"(?:\+\+?|~)?([A-Za-z_][\w./@-]*)=(.*)", re.DOTALL)
_YES, _NO = ("true", "yes", "on", "1"), ("false", "no", "off", "0")


def words_of(given: Sequence[Given], source_b: bytes) -> list[str]:
    """Return the words that give values to a script, as it spells its options; raises RunError."""
    find = _finder(source_b)
    return [word for one in given for word in _words(one, find(one), source_b)]


def refuse_undeclared(path: str, given: Sequence[Given], source_b: bytes) -> None:
    """Raise RunError for a name that no option has, where a script declares all: it would end at once."""
    if not declares_all(source_b):
        return
    find, options = _finder(source_b), read_options(source_b)
    spelled = [spelling for option in options for spelling in (*option.spellings, *option.negative)]
    for one in given:
        if find(one) is not None or _is_short_for_one(_spelling(one.name, source_b), spelled):
            continue
        names = [option.name for option in options]
        close = get_close_matches(one.name, names, n=1)
        nearest = f"did you mean {close[0]!r}? " if close else ""
        raise RunError(
            f"{path} declares no option {one.name!r} ({one.origin})",
            hint=f"{nearest}it has {', '.join(names)}",
        )


def _is_short_for_one(spelling: str, spelled: Iterable[str]) -> bool:
    """Tell whether argparse would take the beginning of an option for it."""
    return any(one.startswith(spelling) for one in spelled)


def origins_of(given: Sequence[Given], source_b: bytes) -> Mapping[str, str]:
    """Return where values come from, by the names that `parameters_of` has for them."""
    find = _finder(source_b)
    found = ((one, find(one)) for one in given)
    return {option.name if option else one.spelled.replace("-", "_"): one.origin for one, option in found}


def parameters_of(
    words: Sequence[str], source_b: bytes, origins: Mapping[str, str] = MappingProxyType({})
) -> Mapping[str, Parameter]:
    """Return what words give to a script, as it would read most of them, and the defaults that it says.

    `origins` tells where those come from that were not given as words.
    """
    options = read_options(source_b)
    found: dict[str, Any] = {}
    for name, value, is_more in _read(list(words), by_spelling(options)):
        found[name] = [*found[name], *value] if is_more and name in found else value
    defaults = {one.name: one.default for one in options if one.default is not NOTHING}
    given = {
        name: Parameter(value, origins.get(name, COMMAND_LINE), defaults.get(name))
        for name, value in found.items()
    }
    return given | {
        name: Parameter(value, DEFAULT, value) for name, value in defaults.items() if name not in found
    }


def _finder(source_b: bytes) -> Callable[[Given], Option | None]:
    """Return what finds the option that a value is for, by its name in the script or a spelling."""
    options = read_options(source_b)
    named, spelled = {one.name: one for one in options}, by_spelling(options)
    return lambda given: named.get(given.name) or spelled.get(_spelling(given.name, source_b))


def _words(given: Given, option: Option | None, source_b: bytes) -> Sequence[str]:
    if option is None and is_configured_by_words(source_b):
        return (f"{given.spelled}={_word(given)}",)
    if given.keys:
        raise RunError(
            f"{given.spelled!r} is a part of a value, and options of a script have none",
            hint=f"what Hydra or OmegaConf reads goes behind --, as {given.spelled}={given.value}",
        )
    if option is None:
        return (_spelling(given.name, source_b), _word(given))
    spelling = next((one for one in option.spellings if one.startswith("--")), option.spellings[0])
    if option.takes == NONE:
        return _switched(given, option, spelling)
    values = _values(given) if option.takes == MANY or option.repeats else [_word(given)]
    if option.takes == MANY:
        return (spelling, *values)
    return [word for value in values for word in _said(spelling, value)]


def _said(spelling: str, value: str) -> Sequence[str]:
    """Return the words of an option with one value: one that begins as an option does stands with it."""
    return (
        (f"{spelling}={value}",) if value.startswith("-") and spelling.startswith("--") else (spelling, value)
    )


def _switched(given: Given, option: Option, spelling: str) -> Sequence[str]:
    text = str(given.value).lower()
    if text not in (*_YES, *_NO):
        raise RunError(
            f"{given.name!r} ({given.origin}) is a switch, and {given.value!r} is neither on nor off",
            hint="give it true or false",
        )
    if (text in _YES) != option.is_off:
        return (spelling,)
    return option.negative[:1]


def _values(given: Given) -> list[str]:
    """Return the elements of a list, given as one or as a text of Python or JSON."""
    value = given.value
    if isinstance(value, str) and value.startswith(("[", "(")):
        try:
            value = ast.literal_eval(value)
        except (ValueError, SyntaxError, TypeError):
            return [str(value)]
    return [str(one) for one in value] if isinstance(value, (list, tuple)) else [str(value)]


def _word(given: Given) -> str:
    if isinstance(given.value, (dict, list)) or given.value is None:
        kind = "a table" if isinstance(given.value, dict) else "a list" if given.value else "empty"
        raise RunError(
            f"{given.name!r} ({given.origin}) is {kind}, which no option of a script can take",
            hint="give it behind --, as the script wants it",
        )
    return str(given.value)


def _spelling(name: str, source_b: bytes) -> str:
    """Return an option as the script spells it: `learning_rate` may be `--learning-rate` there."""
    dashed = name.replace("_", "-")
    return f"--{dashed}" if f"--{dashed}".encode() in source_b else f"--{name}"


def _read(words: list[str], options: Mapping[str, Option]) -> Iterator[tuple[str, Any, bool]]:
    """Yield name and value of each option, and whether that is one more; of others by their look."""
    while words:
        word = words.pop(0)
        spelling, equals, value = word.partition("=")
        option = options.get(spelling)
        if option is None and (match := _OPTION.fullmatch(spelling)):
            stands_alone = not equals and (not words or _is_option(words[0]))
            text = value if equals else "True" if stands_alone else words.pop(0)
            yield match[1].replace("-", "_"), _value(text), False
        elif option is None:
            if pair := _PAIR.fullmatch(word):
                yield pair[1], _value(pair[2]), False
        elif option.takes == NONE:
            yield option.name, (spelling not in option.negative) != option.is_off, False
        elif option.takes == MANY:
            taken = [value] if equals else []
            while words and not _is_option(words[0]):
                taken.append(words.pop(0))
            yield option.name, [_valued(text, option) for text in taken], option.repeats
        elif equals or words:
            one = _valued(value if equals else words.pop(0), option)
            yield option.name, [one] if option.repeats else one, option.repeats


def _is_option(word: str) -> bool:
    return bool(_OPTION.fullmatch(word.partition("=")[0]))


def _valued(text: str, option: Option) -> object:
    return text if option.is_text else _value(text)


def _value(text: str) -> object:
    """Read a number or a truth; anything else is a text."""
    if text in ("True", "False", "true", "false"):
        return text.lower() == "true"
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text
