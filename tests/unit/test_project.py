"""Files are named from folders in the same way everywhere."""

import pytest

from nbtrack.project import is_below, path_from


@pytest.mark.parametrize(
    ("path", "is_within"),
    [
        ("project/data/train.csv", True),
        ("project", True),
        ("project/..data/train.csv", True),  # Kubernetes calls folders so
        ("project/../other/train.csv", False),
        ("projects/train.csv", False),
        (".", False),
    ],
)
def test_what_leads_out_of_a_folder_is_not_below_it(path: str, *, is_within: bool) -> None:
    assert is_below("project", path) is is_within


def test_a_path_from_a_folder_takes_the_shortest_way() -> None:
    assert path_from("project/reports", "project/data/../train.csv") == "../train.csv"
