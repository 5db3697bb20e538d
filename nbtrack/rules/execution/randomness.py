"""Which calls draw random numbers, library by library, and which seed them."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    Node = Any

_PYTHON = frozenset(
    (
        *("betavariate", "choice", "choices", "gauss", "getrandbits", "normalvariate", "randint", "random"),
        *("randrange", "sample", "shuffle", "triangular", "uniform"),
    )
)
_NUMPY = frozenset(
    (
        *("beta", "binomial", "choice", "exponential", "gamma", "lognormal", "multinomial"),
        *("multivariate_normal", "normal", "permutation", "poisson", "rand", "randint", "randn", "random"),
        *("random_integers", "random_sample", "shuffle", "standard_normal", "uniform"),
    )
)
_TORCH = frozenset(
    ("bernoulli", "multinomial", "normal", "rand", "rand_like", "randint", "randn", "randn_like", "randperm")
)
_TENSORFLOW = frozenset(
    ("categorical", "gamma", "normal", "poisson", "shuffle", "truncated_normal", "uniform")
)
_SKLEARN = frozenset(
    (
        *("ExtraTreesClassifier", "ExtraTreesRegressor", "GradientBoostingClassifier"),
        *("GradientBoostingRegressor", "KMeans", "MLPClassifier", "MLPRegressor", "MiniBatchKMeans"),
        *("RandomForestClassifier", "RandomForestRegressor", "SGDClassifier", "SGDRegressor"),
        *("ShuffleSplit", "StratifiedShuffleSplit", "TSNE", "train_test_split"),
    )
)


class Library:
    """The draws of a library, by the module and the functions they are called with, and how to seed it."""

    __slots__ = ("_functions", "_modules", "cure", "name", "seeds")

    def __init__(
        self,
        name: str,
        modules: tuple[str, ...],
        functions: frozenset[str],
        seeds: tuple[str, ...],
        cure: str,
    ) -> None:
        self.name = name
        self._modules = modules
        self._functions = functions
        self.seeds = seeds
        self.cure = cure

    def draws(self, name: str, node: Node, seeded: set[str]) -> bool:
        """Tell whether a call draws numbers that no argument seeds; some libraries draw from NumPy's."""
        module, _, function = name.rpartition(".")
        if self.name == "scikit-learn":
            return function in _SKLEARN and "numpy" not in seeded and not _has_argument(node, "random_state")
        if self.name == "numpy" and name in ("np.random.default_rng", "numpy.random.default_rng"):
            return not node.args and not node.keywords
        is_given = _has_argument(node, "seed") or _has_argument(node, "generator")
        return module in self._modules and function in self._functions and not is_given


LIBRARIES = (
    Library("python", ("random",), _PYTHON, ("random.seed",), "calls random.seed"),
    Library(
        "numpy",
        ("np.random", "numpy.random"),
        _NUMPY,
        ("np.random.seed", "numpy.random.seed"),
        "seeds NumPy's generator",
    ),
    Library("torch", ("torch",), _TORCH, ("torch.manual_seed",), "calls torch.manual_seed"),
    Library(
        "tensorflow",
        ("tf.random", "tensorflow.random"),
        _TENSORFLOW,
        (
            "tf.random.set_seed",
            "tf.set_random_seed",
            "tf.compat.v1.set_random_seed",
            "tensorflow.random.set_seed",
        ),
        "calls tf.random.set_seed",
    ),
    Library("scikit-learn", (), _SKLEARN, (), "passes random_state or seeds NumPy's generator"),
)


def seeded_by(name: str) -> Iterator[str]:
    """Name the libraries that a call seeds."""
    if "seed" not in name.lower():
        return
    own = [library.name for library in LIBRARIES if name in library.seeds]
    yield from own or [library.name for library in LIBRARIES]


def _has_argument(node: Node, name: str) -> bool:
    return any(keyword.arg in (name, None) for keyword in node.keywords)  # None is `**more`
