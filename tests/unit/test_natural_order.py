"""Names stand in the order in which people count."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from nbtrack.natural_order import by_name, natural

texts = st.text(alphabet="a/_²٣0123456789", max_size=12)


def test_numbers_in_names_are_sorted_by_their_size() -> None:
    names = ["layer_10/w2", "layer_2/w10", "layer_2/w9", "loss", "p1", "10", "9", "layer_1"]
    assert sorted(names, key=natural) == [
        *("9", "10", "layer_1", "layer_2/w9", "layer_2/w10", "layer_10/w2", "loss", "p1")
    ]


def test_leading_zeros_count_for_nothing_until_all_else_is_the_same() -> None:
    assert sorted(["fold_2", "fold_02", "fold_010", "fold_1"], key=natural) == [
        *("fold_1", "fold_02", "fold_2", "fold_010")
    ]


def test_a_number_of_more_digits_than_python_reads_has_its_place() -> None:
    longest = "9" * 5000
    assert sorted([f"p{longest}", "p3"], key=natural) == ["p3", f"p{longest}"]


@given(st.lists(texts))
def test_any_names_can_be_sorted_and_only_the_same_are_equal(names: list[str]) -> None:
    found = sorted(names, key=natural)
    again = names[::-1]
    again.sort(key=natural)
    assert again == found
    assert len({natural(name) for name in names}) == len({*names})


def test_items_come_by_their_names() -> None:
    assert by_name({"p10": 1, "p9": 2}.items()) == [("p9", 2), ("p10", 1)]
