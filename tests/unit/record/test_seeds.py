"""Seeds are read off the code."""

import pytest

from nbtrack.record.seeds import seeds_in


def test_seeds_stand_by_what_they_are_given_to() -> None:
    source = (
        "np.random.seed(1)\ntorch.manual_seed(SEED)\nrng = np.random.default_rng(2)\n"
        "train_test_split(x, random_state=3)\nrandom.seed(time.time())\nnp.random.default_rng()"
    )
    assert seeds_in([source, "np.random.seed(5)"], {"SEED": 7}) == {
        "np.random.seed": [1, 5],
        "torch.manual_seed": [7],
        "np.random.default_rng": [2],
        "train_test_split(random_state=)": [3],
        "random.seed": ["time.time()"],
    }


@pytest.mark.parametrize(
    "call",
    [
        "keras.utils.set_random_seed",
        "tf.random.set_seed",
        "tf.random.Generator.from_seed",
        "keras.random.SeedGenerator",
        "jax.random.PRNGKey",
        "jax.random.key",
        "nnx.Rngs",
        "random.Random",
        "np.random.PCG64",
        "torch.Generator().manual_seed",
    ],
)
def test_each_librarys_way_is_known(call: str) -> None:
    assert seeds_in([f"x = {call}(5)"], {}) == {call: [5]}


@pytest.mark.parametrize("call", ["sorted", "config.key", "table.key"])
def test_what_only_looks_alike_gives_none(call: str) -> None:
    assert seeds_in([f"x = {call}(5)"], {}) == {}
