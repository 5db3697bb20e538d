"""Texts of values that stand side by side: what differs reads differently."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nbtrack.compare import numbers
from nbtrack.compare.numbers import shortened, value_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nbtrack.store.record import Parameter

_WORDS = frozenset(("true", "false", "none", "null", "nan", "inf", "-inf"))


def value_texts(values: Sequence[Any], none: str = "") -> list[str]:
    """Return a text for each value, with its type where the text alone is that of another one too.

    `1` and `1.0` are `1 (int)` and `1.0 (float)`, and `"1"` is `'1' (str)`.
    """
    found = _texts(values, list(map(repr, values)))
    return [none if value is None else text for value, text in zip(values, found, strict=True)]


def parameter_text(value: Any, expression: str | None) -> str:
    """Return the text of a parameter by itself, exact; a text that reads like another value is quoted."""
    if expression is not None:
        from nbtrack.notebook.parameters.expressions import on_one_line

        return shortened(on_one_line(expression))
    is_plain = isinstance(value, str) and not _reads_as_another(value)
    return shortened(value if is_plain else repr(value))


def quoted_text(value: object) -> str:
    """Return a value in as few characters as tell it; a text that reads like another value is quoted."""
    is_quoted = isinstance(value, str) and _reads_as_another(value)
    return shortened(repr(value)) if is_quoted else value_text(value)


def _reads_as_another(text: str) -> bool:
    if not text.strip() or text.lower() in _WORDS:
        return True
    from ast import literal_eval  # which few texts need, and which takes a tenth of a small command

    try:
        literal_eval(text)
    except (ValueError, SyntaxError, RecursionError, MemoryError):
        return False
    return True


def parameter_texts(parameters: Sequence[Parameter | None]) -> list[str]:
    """Return a text for each parameter, as Python writes it where another one would have the same text."""
    values = [None if one is None else one.value for one in parameters]
    written = [repr(value) for value in values]
    if any(one is not None and one.expression for one in parameters):
        written = _as_expressions(parameters, written)
    return _texts(values, written)


def _texts(values: Sequence[Any], written: Sequence[str]) -> list[str]:
    found = numbers.value_texts(values)
    if found == written or len({*zip(found, written, strict=True)}) == len({*found}):  # nothing reads alike
        return found
    alike: dict[str, dict[str, type]] = {}
    for text, one, value in zip(found, written, values, strict=True):
        alike.setdefault(text, {})[one] = type(value)
    return [
        text if len(alike[text]) == 1 or value is None else _written(one, value, alike[text])
        for text, one, value in zip(found, written, values, strict=True)
    ]


def _written(written: str, value: object, alike: Mapping[str, type]) -> str:
    """Return what Python writes, and the type where that differs; an expression says it itself."""
    says_type = len(set(alike.values())) > 1 and written == repr(value)
    return shortened(written) + (f" ({type(value).__name__})" if says_type else "")


def _as_expressions(parameters: Sequence[Parameter | None], written: Sequence[str]) -> list[str]:
    """Return what Python writes, one text for all that are of one type."""
    from nbtrack.compare.parameter_types import as_written, is_of_another_type

    known: dict[str, list[Parameter]] = {}
    found = []
    for one, text in zip(parameters, written, strict=True):
        if one is None:
            found.append(text)
            continue
        others = known.setdefault(text, [])
        same = next((other for other in others if not is_of_another_type(other, one)), None)
        if same is None:
            others.append(one)
        found.append(as_written(same or one))
    return found
