"""Where the random numbers stand that libraries draw for everybody, so that they go on from there."""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    Getter = Callable[[Any], Any]
    Setter = Callable[[Any, Any], object]


def _of_tensorflow(eager: Any) -> Any:
    """Return the seed, and the generator that gives each operation its own; None where no seed was set."""
    context = eager.context()
    return context._rng and (context._seed, context._rng.getstate())


def _set_tensorflow(eager: Any, state: Any) -> None:
    if state:
        eager.set_global_seed(state[0])  # forgets operations that have begun to draw
        eager.context()._rng.setstate(state[1])


def _of_keras(common: Any) -> Any:
    """Return the state of the generator that functions of `keras.random` draw from, if any has."""
    generator = common.global_state.get_global_attribute("global_seed_generator")
    return generator and _imported("keras.ops").convert_to_numpy(generator.state)


def _set_keras(_common: Any, state: Any) -> None:
    if state is not None:
        _imported("keras.src.random.seed_generator").global_seed_generator().state.assign(state)


def _imported(name: str) -> Any:
    import importlib

    return importlib.import_module(name)


# Of each library: how to ask for its state, how to set it. TensorFlow (2.21) and Keras (3.15) have no public
# way.
_LIBRARIES: dict[str, tuple[Getter, Setter]] = {
    "random": (lambda random: random.getstate(), lambda random, state: random.setstate(state)),
    "numpy.random": (lambda random: random.get_state(), lambda random, state: random.set_state(state)),
    "torch": (lambda torch: torch.get_rng_state(), lambda torch, state: torch.set_rng_state(state)),
    "torch.cuda": (
        lambda cuda: cuda.get_rng_state_all() if cuda.is_initialized() else None,
        lambda cuda, states: states and cuda.set_rng_state_all(states),
    ),
    "tensorflow.python.eager.context": (_of_tensorflow, _set_tensorflow),
    "keras.src.backend.common": (_of_keras, _set_keras),
}


def random_states() -> dict[str, Any]:
    """Return where the random numbers stand, of what is imported."""
    return {name: get(sys.modules[name]) for name, (get, _) in _LIBRARIES.items() if name in sys.modules}


def set_random(states: dict[str, Any]) -> None:
    """Let random numbers go on from there."""
    for name, state in states.items():
        _LIBRARIES[name][1](_imported(name), state)
