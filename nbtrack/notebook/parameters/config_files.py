"""Read the parameters that a TOML, YAML, JSON or `.env` file gives."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Any

from nbtrack.errors import RunError
from nbtrack.notebook.parameters.given import Given
from nbtrack.notebook.parameters.literals import Inexact, exact_float, without_doubles
from nbtrack.notebook.parameters.yaml_adapter import YamlError, load_yaml

if TYPE_CHECKING:
    from collections.abc import Callable

_TOML_PLACE = re.compile(r" \(at line (\d+), column (\d+)\)$| \(at end of document\)$")


class _Unreadable(Exception):  # noqa: N818 - says what the file is
    def __init__(self, reason: str, line: int | None = None, column: int | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.place = f", line {line}, column {column}" if line else ""


def read_config(path: str, content_b: bytes | None = None) -> tuple[Given, ...]:
    """Read a file, or what one held then; its suffix says of which kind. Raises RunError with the place.

    A table in the file is one parameter, a dict. Dates become texts of ISO 8601. What a `.env` file holds
    is text without a type, as what a person types.
    """
    loads = _READERS.get(_suffix(path))
    if loads is None:
        raise RunError(
            f"cannot read parameters from {path}: its suffix says no format that is known",
            hint=f"name it with one of {', '.join(_READERS)}",
        )
    try:
        table = loads(_text(_content(path) if content_b is None else content_b))
        values = _checked({} if table is None else table)
        if not isinstance(values, dict):
            raise _Unreadable("it should hold names and values at its top")
    except _Unreadable as error:
        raise RunError(f"cannot read {path}{error.place}: {error.reason}") from None
    except RecursionError:
        raise RunError(f"cannot read {path}: it is nested too deeply") from None
    return tuple(Given(str(name), value, path) for name, value in values.items())


def _suffix(path: str) -> str:
    """Return a file's suffix, of `.env` and `.env.local` that too."""
    name = os.path.basename(path).lower()
    return ".env" if name.startswith(".env") else os.path.splitext(name)[1]


def _content(path: str) -> bytes:
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError as error:
        raise _Unreadable((error.strerror or str(error)).lower()) from None


def _text(raw_b: bytes) -> str:
    try:
        return raw_b.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw_b[: error.start]
        line, column = before.count(b"\n") + 1, error.start - before.rfind(b"\n")
        raise _Unreadable("not UTF-8", line, column) from None


def _toml(text: str) -> Any:
    import tomllib

    try:
        return tomllib.loads(text, parse_float=exact_float)
    except Inexact as error:
        raise _Unreadable(f"{error} as a number in it") from None
    except ValueError as error:
        found = _TOML_PLACE.search(str(error))
        reason = _TOML_PLACE.sub("", str(error))
        if found is None:
            raise _Unreadable(reason) from None
        if found[1] is None:  # at the end of the document
            raise _Unreadable(reason, text.count("\n") + 1, len(text) - text.rfind("\n")) from None
        raise _Unreadable(reason, int(found[1]), int(found[2])) from None


def _yaml(text: str) -> Any:
    try:
        return load_yaml(text)
    except YamlError as error:
        raise _Unreadable(error.reason, error.line, error.column) from None


def _json(text: str) -> Any:
    import json

    try:
        return json.loads(text, object_pairs_hook=without_doubles, parse_float=exact_float)
    except json.JSONDecodeError as error:
        raise _Unreadable(error.msg, error.lineno, error.colno) from None
    except ValueError as error:  # a number of more digits than Python reads
        raise _Unreadable(str(error)) from None


def _checked(value: object) -> Any:
    """Return the value with dates as texts, refusing what only YAML's tags can make."""
    if isinstance(value, dict):
        return {key: _checked(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_checked(each) for each in value]
    if hasattr(value, "isoformat"):
        return value.isoformat()
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    raise _Unreadable(f"a value of type {type(value).__name__} is no parameter")


def _env(text: str) -> Any:
    from nbtrack.notebook.parameters.env_file import EnvError, load_env

    try:
        return load_env(text)
    except EnvError as error:
        raise _Unreadable(error.reason, error.line, 1) from None


_READERS: dict[str, Callable[[str], Any]] = {
    ".toml": _toml,
    ".yaml": _yaml,
    ".yml": _yaml,
    ".json": _json,
    ".env": _env,
}
