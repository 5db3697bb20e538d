"""Random numbers of libraries go on from where they stood."""

from __future__ import annotations

import random
import sys
from types import ModuleType
from typing import Any

import pytest

from nbtrack.record.resuming.in_kernel.random_numbers import random_states, set_random


class Context:
    """Has what TensorFlow's has, whose own seed makes the generator."""

    _seed: int | None = None
    _rng: random.Random | None = None


@pytest.fixture
def eager(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Pretend TensorFlow: its import takes seconds, and it is installed hardly anywhere."""
    module: Any = ModuleType("tensorflow.python.eager.context")
    context = Context()

    def seed(value: int) -> None:
        context._seed, context._rng = value, random.Random(value)

    module.context, module.set_global_seed = lambda: context, seed
    for name in ("tensorflow", "tensorflow.python", "tensorflow.python.eager"):
        monkeypatch.setitem(sys.modules, name, ModuleType(name))
    monkeypatch.setitem(sys.modules, module.__name__, module)
    return module


def test_those_of_the_standard_library_go_on() -> None:
    states = random_states()
    drawn = random.random()
    set_random(states)
    assert random.random() == drawn


def test_those_of_tensorflow_go_on_with_their_seed(eager: Any) -> None:
    eager.set_global_seed(7)
    eager.context()._rng.random()
    states = random_states()
    drawn = eager.context()._rng.random()
    eager.set_global_seed(8)
    set_random(states)
    assert (eager.context()._seed, eager.context()._rng.random()) == (7, drawn)


def test_without_a_seed_there_is_nothing_to_go_on_from(eager: Any) -> None:
    set_random(random_states())
    assert eager.context()._rng is None
