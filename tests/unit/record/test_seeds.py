"""Seeds are read off the code."""

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
