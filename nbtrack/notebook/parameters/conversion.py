"""Turn a value that was given into one of a parameter's kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nbtrack.notebook.parameters.given import Text
from nbtrack.notebook.parameters.literals import NONE_WORDS, Inexact, exact_float, literal
from nbtrack.notebook.parameters.wrapping import check_argument

if TYPE_CHECKING:
    from collections.abc import Callable

    from nbtrack.notebook.parameters.kinds import Kind

_TRUE = frozenset(("true", "yes", "on", "1"))
_FALSE = frozenset(("false", "no", "off", "0"))
_SEVERAL: dict[str, Callable[[Any], Any]] = {"list": list, "tuple": tuple, "set": set}
_NOT_READABLE = (TypeError, ValueError, ArithmeticError, SyntaxError, RecursionError, MemoryError)


class WrongValue(Exception):  # noqa: N818 - says what the value is
    """A value that is not of the kind; the reason is empty where the value says it."""

    def __init__(self, reason: str = "") -> None:
        super().__init__(reason)
        self.reason = reason


def converted(value: object, kind: Kind) -> Any:
    """Return the value as one of the kind, of a wrapper its argument; raises WrongValue.

    A `Text` is read as the kind wants it. Any other value keeps its type, but for whole numbers where the
    kind is float, lists where it is a tuple or a set, and words where it is bool.
    """
    try:
        return _converted(value, kind)
    except Inexact as error:
        raise WrongValue(str(error)) from None
    except _NOT_READABLE:
        raise WrongValue from None


def _converted(value: object, kind: Kind) -> Any:
    chosen = [choice for choice in kind.choices if _names(value, choice)]
    if chosen:
        return chosen[0]
    if kind.optional and (value is None or (isinstance(value, Text) and _is_word(value, NONE_WORDS))):
        return None
    if kind.choices:
        raise WrongValue
    if kind.wrapper and kind.items:
        return check_argument(kind.name, _argument(value, kind.items))
    return _CONVERTERS[kind.name](value, kind)


def _names(value: object, choice: object) -> bool:
    if not isinstance(value, Text):
        return type(value) is type(choice) and bool(value == choice)
    is_word = choice is None or isinstance(choice, bool)
    return str(value) == str(choice) or (is_word and value.lower() == str(choice).lower())


def _is_word(value: object, words: frozenset[str]) -> bool:
    return isinstance(value, str) and value.strip().lower() in words


def _argument(value: object, items: Kind) -> Any:
    """Take numbers for a wrapper's text too: `Decimal` wants one, and in a file 0.5 is a number."""
    if items.name == "str" and isinstance(value, (int, float)) and not isinstance(value, bool):
        return str(value)
    return _converted(value, items)


def _any(value: object, _kind: Kind) -> Any:
    if not isinstance(value, Text):
        return value
    try:
        return literal(value)
    except Inexact:
        raise
    except _NOT_READABLE:
        return str(value)


def _object(value: object, kind: Kind) -> Any:
    found = _any(value, kind)
    if isinstance(value, Text) and found == value:  # read as nothing else
        raise WrongValue("it would be a text, which is given in quotes, as '\"text\"'")
    return found


def _bool(value: Any, _kind: Kind) -> bool:
    if isinstance(value, bool):
        return value
    if _is_word(value, _TRUE | _FALSE):
        return value.strip().lower() in _TRUE
    raise WrongValue


def _int(value: object, _kind: Kind) -> int:
    if isinstance(value, Text):
        return _int_of(value.strip())
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise WrongValue


def _int_of(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        return int(text, 0)  # 0x1f


def _float(value: object, _kind: Kind) -> float:
    if isinstance(value, (Text, int, float)) and not isinstance(value, bool):
        return exact_float(value)
    raise WrongValue


def _complex(value: object, _kind: Kind) -> complex:
    if isinstance(value, (str, int, float, complex)) and not isinstance(value, bool):
        return complex(value.strip() if isinstance(value, str) else value)
    raise WrongValue


def _str(value: object, _kind: Kind) -> str:
    if isinstance(value, str):
        return str(value)
    raise WrongValue


def _bytes(value: object, _kind: Kind) -> bytes:
    if isinstance(value, Text) and value.startswith(("b'", 'b"')):
        value = literal(value)
    if isinstance(value, str):
        return value.encode()
    if isinstance(value, bytes):
        return value
    raise WrongValue


def _several(value: object, kind: Kind) -> Any:
    if isinstance(value, Text):
        value = set() if value.strip() == "set()" else literal(value)
    if not isinstance(value, (list, tuple, set)):
        raise WrongValue
    if isinstance(value, set) and kind.name != "set":
        raise WrongValue("a set has no order")
    found = _SEVERAL[kind.name](_item(each, kind) for each in value)
    if len(found) < len(value):
        raise WrongValue("something stands twice in it")
    return found


def _dict(value: object, kind: Kind) -> dict[Any, Any]:
    if isinstance(value, Text):
        value = literal(value)
    if not isinstance(value, dict):
        raise WrongValue
    return {key: _item(each, kind) for key, each in value.items()}


def _item(value: object, kind: Kind) -> Any:
    return _converted(value, kind.items) if kind.items and not kind.items.wrapper else value


_CONVERTERS: dict[str, Callable[[Any, Kind], Any]] = {
    "any": _any,
    "object": _object,
    "bool": _bool,
    "int": _int,
    "float": _float,
    "complex": _complex,
    "str": _str,
    "bytes": _bytes,
    "list": _several,
    "tuple": _several,
    "set": _several,
    "dict": _dict,
}
