"""What two sequences have in common is found in order, and anchored on what stands once."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nbtrack.diff import sequence
from nbtrack.diff.sequence import longest_rise, matches

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

few_letters = st.lists(st.sampled_from("abcd"), max_size=12)


def length_of_lcs(old: list[str], new: list[str]) -> int:
    if not old or not new:
        return 0
    if old[0] == new[0]:
        return 1 + length_of_lcs(old[1:], new[1:])
    return max(length_of_lcs(old[1:], new), length_of_lcs(old, new[1:]))


@given(few_letters, few_letters)
def test_matches_are_equal_elements_in_order(old: list[str], new: list[str]) -> None:
    found = matches(old, new)
    assert all(old[i] == new[j] for i, j in found)
    assert all(i < m and j < n for (i, j), (m, n) in pairwise(found))


@given(few_letters)
def test_a_sequence_matches_itself_whole(letters: list[str]) -> None:
    assert matches(letters, letters) == [(i, i) for i in range(len(letters))]


@settings(deadline=None)  # the oracle tries everything
@given(st.lists(st.sampled_from("ab"), max_size=7), st.lists(st.sampled_from("ab"), max_size=7))
def test_without_landmarks_most_is_matched(old: list[str], new: list[str]) -> None:
    doubled = old + old, new + new  # nothing stands once
    assert len(matches(*doubled)) == length_of_lcs(*doubled)


def test_a_small_and_a_large_search_find_equally_much(monkeypatch: pytest.MonkeyPatch) -> None:
    old, new = list("abcabcddab") * 3, list("bcdabbca") * 3
    small = matches(old, new)
    monkeypatch.setattr(sequence, "_FEW", 0)
    assert len(matches(old, new)) == len(small)


def test_what_stands_once_is_the_landmark() -> None:
    old = ["def a():", "    x", "", "def b():", "    x", ""]
    new = ["def b():", "    x", "", "def c():", "    y", "    x", "# c"]
    assert matches(old, new)[:2] == [(3, 0), (4, 1)]


@given(st.lists(st.integers(0, 9), max_size=8))
def test_the_longest_rise_rises_and_none_is_longer(values: list[int]) -> None:
    pairs = list(enumerate(values))
    found = longest_rise(pairs)
    assert all(a[1] < b[1] for a, b in pairwise(found))
    assert [pair for pair in pairs if pair in found] == found
    longest = [0] * len(values)
    for i, value in enumerate(values):
        longest[i] = 1 + max((longest[j] for j in range(i) if values[j] < value), default=0)
    assert len(found) == max(longest, default=0)


def assert_common(old: Sequence[Hashable], new: Sequence[Hashable], found: list[tuple[int, int]]) -> None:
    assert all(old[i] == new[j] for i, j in found)
    assert all(a[0] < b[0] and a[1] < b[1] for a, b in pairwise(found))


def test_landmarks_may_appear_one_after_the_other() -> None:
    old = [number for n in range(16_000) for number in (n, n - 1)]
    new = [number for number in old if number % 7]
    assert_common(old, new, matches(old, new))


@pytest.mark.parametrize("size", [100, 20_000])
def test_long_texts_without_landmarks_are_given_up_rather_than_waited_for(size: int) -> None:
    old, new = list("ab") * size, [*list("ba") * size, "c"]
    found = matches(old, new)
    assert_common(old, new, found)
    assert bool(found) is (size == 100)
