"""The seeds of random numbers that a run's code names."""

from __future__ import annotations

import ast
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from nbtrack.record.plain_python import tree_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

# The last words of what is called with a seed: `np.random.seed`, `torch.manual_seed`, `pl.seed_everything`.
_CALLS = frozenset(
    (
        *("seed", "manual_seed", "manual_seed_all", "set_seed", "set_random_seed", "seed_everything"),
        *("default_rng", "RandomState", "PRNGKey", "SeedSequence", "enable_full_determinism"),
        *("Random", "MT19937", "PCG64", "PCG64DXSM", "Philox", "SFC64", "set_global_seed", "setRNGSeed"),
        *("SeedGenerator", "from_seed", "Rngs"),  # of Keras, of TensorFlow, of Flax
    )
)
_BEHIND = frozenset(("jax.random.key", "random.key", "jr.key"))  # whose last word alone says nothing
_KEYWORDS = frozenset(("seed", "random_state", "random_seed"))
_MOST = 20


def seeds_in(sources: Iterable[str], parameters: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Return seeds by what they are given to; one that stands in a parameter has the parameter's value.

    Another expression stands as Python writes it.
    """
    found: dict[str, list[Any]] = {}
    for source in sources:
        for name, seed in _given(source):
            value = parameters.get(seed.name, seed.value) if seed.name else seed.value
            if value not in found.setdefault(name, []) and len(found[name]) < _MOST:
                found[name].append(value)
    return found


class _Seed(NamedTuple):
    """What a seed is, and the name that stands for it, empty where something else does."""

    name: str
    value: int | str | None


@lru_cache(maxsize=64)  # of cells and modules; a script may make a thousand runs
def _given(source: str) -> tuple[tuple[str, _Seed], ...]:
    return tuple((name, _seed(node)) for name, node in _given_in(source))


def _given_in(source: str) -> Iterator[tuple[str, ast.expr]]:
    tree = tree_of(source)
    for call in ast.walk(tree) if tree else ():
        if not isinstance(call, ast.Call):
            continue
        name = ast.unparse(call.func) if isinstance(call.func, (ast.Name, ast.Attribute)) else ""
        if (name.rpartition(".")[2] in _CALLS or name in _BEHIND) and call.args:
            yield name, call.args[0]
        for keyword in call.keywords:
            if keyword.arg in _KEYWORDS:
                yield f"{name}({keyword.arg}=)", keyword.value


def _seed(node: ast.expr) -> _Seed:
    if isinstance(node, ast.Constant) and isinstance(node.value, (int, str, type(None))):
        return _Seed("", node.value)
    return _Seed(node.id if isinstance(node, ast.Name) else "", ast.unparse(node))
