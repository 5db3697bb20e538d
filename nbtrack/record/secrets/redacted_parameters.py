"""Parameters without the secrets that were given in them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from nbtrack.record.secrets.redaction import REDACTED, redacted_value

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nbtrack.store.record import Parameter

_NO_TEXT = frozenset((int, float, bool))


def redacted_parameters(parameters: Mapping[str, Parameter]) -> dict[str, Parameter]:
    """Return parameters without the secrets that were given in them."""
    return {name: _redacted(name, one) for name, one in parameters.items()}


def _redacted(name: str, one: Parameter) -> Parameter:
    if type(one.value) in _NO_TEXT and one.default is None and one.expression is None:
        return one
    value, default, expression = (
        redacted_value(name, one.value),
        redacted_value(name, one.default),
        one.expression,
    )
    if expression is not None:
        expression = redacted_value(name, expression) if value == one.value else REDACTED
    if (value, default, expression) == (one.value, one.default, one.expression):
        return one
    return replace(one, value=value, default=default, expression=expression)
