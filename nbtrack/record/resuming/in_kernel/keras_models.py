"""Models of Keras, with the random numbers of their layers.

Keras leaves these out when it saves a model (3.15): its dropout would begin anew.
"""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_OF_RANDOM = "seed_generator_state"


def reduced_model(value: Any) -> Any:
    """Return how a model is pickled, None for what is none."""
    keras = sys.modules.get("keras")
    if not isinstance(value, getattr(keras, "Model", ())):
        return None
    reduced: Any = value.__reduce__()
    make, given, *_ = reduced
    return _model, (make, given, [_numbers(one) for one in _random(value)])


def _model(make: Any, given: tuple[Any, ...], states: list[Any]) -> Any:
    model = make(*given)
    for variable, state in zip(_random(model), states, strict=True):
        variable.assign(state)
    return model


def _random(model: Any) -> list[Any]:
    """Return where the random numbers of a model's layers stand, as of its dropout."""
    return [variable for variable in model.variables if variable.path.endswith(_OF_RANDOM)]


def _numbers(variable: Any) -> Any:
    return sys.modules["keras"].ops.convert_to_numpy(variable)
