"""NBT308: random numbers in a notebook that trains, and nothing seeds them."""

from __future__ import annotations

import pytest

from tests.making import code, notebook
from tests.unit.rules.asking import said

RULE = "NBT308"
TRAIN = "model.fit(X, y)"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (
            "import random\nrandom.shuffle(rows)",
            "random.shuffle draws random numbers, but nothing calls random.seed",
        ),
        ("np.random.randn(3)", "np.random.randn draws random numbers, but nothing seeds NumPy's generator"),
        ("rng = np.random.default_rng()", "np.random.default_rng draws random numbers"),
        ("torch.randn(3)", "torch.randn draws random numbers, but nothing calls torch.manual_seed"),
        (
            "tf.random.normal([3])",
            "tf.random.normal draws random numbers, but nothing calls tf.random.set_seed",
        ),
        ("train_test_split(X, y)", "train_test_split draws random numbers, but nothing passes random_state"),
        ("RandomForestClassifier(10)", "RandomForestClassifier draws random numbers"),
        ("torch.manual_seed(1)\nnp.random.rand(3)", "np.random.rand draws random numbers"),
    ],
)
def test_a_draw_that_nothing_seeds_is_found(source: str, expected: str) -> None:
    (message,) = said(RULE, notebook(code(source), code(TRAIN)))
    assert expected in message


@pytest.mark.parametrize(
    "source",
    [
        "import random\nrandom.seed(1)\nrandom.shuffle(rows)",
        "np.random.seed(1)\nnp.random.randn(3)\ntrain_test_split(X, y)",
        "np.random.default_rng(7)",
        "torch.randn(3, generator=g)",
        "tf.random.normal([3], seed=1)",
        "train_test_split(X, y, random_state=1)",
        "train_test_split(X, y, **options)",
        "seed_everything(1)\ntorch.randn(3)\nnp.random.rand(3)",
        "df.sample(3)",
        "generator.shuffle(rows)",
        "random_forest",
    ],
)
def test_what_is_seeded_is_no_finding(source: str) -> None:
    assert said(RULE, notebook(code(source), code(TRAIN))) == []


def test_a_seed_further_down_counts() -> None:
    assert said(RULE, notebook(code("np.random.rand(3)"), code("np.random.seed(1)"), code(TRAIN))) == []


def test_a_notebook_that_trains_nothing_may_draw() -> None:
    assert said(RULE, notebook(code("np.random.rand(3)"))) == []
