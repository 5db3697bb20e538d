"""Parameters of notebooks that are not in Python: read line by line, and written as papermill writes them."""

from __future__ import annotations

import json
import math
import re
import shlex
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from nbtrack.notebook.parameters.kinds import ANY, OBJECT, TEXT, Kind, kind_of_value
from nbtrack.notebook.parameters.literals import Inexact

if TYPE_CHECKING:
    from collections.abc import Callable

EQUALS = " = "
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_WHOLE = re.compile(r"[-+]?\d+")
_TEXT = re.compile(r'"(?:[^"\\]|\\.)*"')
_PLAIN_TEXT = re.compile(r"'[^'\\]*'")


@dataclass(frozen=True, slots=True)
class Language:
    """A language: what a line that sets a name looks like, how values are read, written and given to a name.

    `read` returns a default and its kind; `write` raises ValueError for what the language does not have.
    """

    line: re.Pattern[str]
    read: Callable[[str], tuple[Any, Kind]]
    write: Callable[[Any], str]
    equals: str = EQUALS


def language_of(name: str) -> Language | None:
    """Return what is known of a language, in lower case; None for any other."""
    return _LANGUAGES.get(name)


def _reader(words: dict[str, Any]) -> Callable[[str], tuple[Any, Kind]]:
    """Return what reads numbers, texts in double quotes and some words; a call makes no text."""

    def read(spelled: str) -> tuple[Any, Kind]:
        if spelled in words:
            value = words[spelled]
            return value, ANY if value is None else kind_of_value(value)
        if _WHOLE.fullmatch(spelled.removesuffix("L")):
            return int(spelled.removesuffix("L")), Kind("int")
        if _NUMBER.fullmatch(spelled):
            return float(spelled), Kind("float")
        if _TEXT.fullmatch(spelled):
            return _unescaped(spelled)
        if _PLAIN_TEXT.fullmatch(spelled):
            return spelled[1:-1], TEXT
        return None, OBJECT if spelled.endswith((")", "]")) else ANY

    return read


def _unescaped(spelled: str) -> tuple[Any, Kind]:
    try:
        return json.loads(spelled), TEXT
    except ValueError:  # an escape of its own, or something put in
        return None, TEXT


def _read_shell(spelled: str) -> tuple[Any, Kind]:
    """Everything is a text to a shell, but for lists."""
    try:
        words = shlex.split(spelled)
    except ValueError:
        return None, TEXT
    if spelled.startswith("("):
        return None, OBJECT
    is_plain = len(words) < 2 and not any(mark in spelled for mark in "$`")
    return "".join(words) if is_plain else None, TEXT


def _r(value: object) -> str:
    if isinstance(value, dict):
        return f"list({', '.join(f'{_quoted(key)} = {_r(one)}' for key, one in value.items())})"
    if isinstance(value, (list, tuple)):
        return f"list({', '.join(map(_r, value))})"
    return _scalar(value, {True: "TRUE", False: "FALSE", None: "NULL"}, "Inf")


def _julia(value: object) -> str:
    if isinstance(value, dict):
        inside = ", ".join(f"{_julia(str(key))} => {_julia(one)}" for key, one in value.items())
        return f"Dict({inside})"
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(_julia, value))}]"
    written = _scalar(value, {True: "true", False: "false", None: "nothing"}, "Inf")
    return written.replace("$", "\\$") if isinstance(value, str) else written


def _shell(value: object) -> str:
    if isinstance(value, str):
        return shlex.quote(_without_nul(value))
    if isinstance(value, (list, tuple)):
        return f"({' '.join(map(_shell, value))})"
    return _scalar(value, {True: "true", False: "false", None: ""}, "inf")


def _scalar(value: object, words: dict[bool | None, str], endless: str) -> str:
    if value is None or isinstance(value, bool):
        return words[value]
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN" if math.isnan(value) else f"{'-' if value < 0 else ''}{endless}"
    if isinstance(value, (int, float)):
        return repr(value)
    raise Inexact(f"the notebook's language has no {type(value).__name__}")


def _quoted(text: object) -> str:
    if not isinstance(text, str):
        raise Inexact("the notebook's language has only texts for keys")
    text.encode("utf-8")  # raises ValueError for what is no character
    return json.dumps(_without_nul(text), ensure_ascii=False)


def _without_nul(text: str) -> str:
    if "\0" in text:
        raise Inexact("the notebook's language has no text with a zero byte")
    return text


_NAME = r"\s*(?P<name>[A-Za-z_][A-Za-z0-9_]*)"
_REST = r"(?P<value>(?:\"(?:[^\"\\]|\\.)*\"|'[^']*'|[^#\"'])*)(?:#(?P<comment>.*))?"
_ENDLESS = {"NaN": math.nan, "Inf": math.inf}
_R = Language(
    re.compile(rf"\s*(?P<name>[A-Za-z.][A-Za-z0-9._]*)\s*(?:<-|=(?!=))\s*{_REST}"),
    _reader(_ENDLESS | {"TRUE": True, "FALSE": False, "NULL": None}),
    _r,
)
_JULIA = Language(
    re.compile(rf"{_NAME}\s*=(?!=)\s*{_REST}"),
    _reader(_ENDLESS | {"true": True, "false": False, "nothing": None}),
    _julia,
)
_SHELL = Language(re.compile(rf"(?:export\s+)?{_NAME}={_REST}"), _read_shell, _shell, "=")
_LANGUAGES = {"r": _R, "julia": _JULIA} | dict.fromkeys(("bash", "sh", "zsh"), _SHELL)
