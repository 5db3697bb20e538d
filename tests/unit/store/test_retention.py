"""What is too old goes, and so do the oldest until the rest fits."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from nbtrack.store.retention import too_much

KEEP, MOST = st.floats(0, 1e6), st.integers(0, 10**7)


def leaving(things: list[tuple[float, int]], keep_s: float, most_bytes: int) -> list[bool]:
    return list(too_much(things, keep_s=keep_s, most_bytes=most_bytes))


def test_what_is_too_old_goes() -> None:
    assert leaving([(1, 1), (5, 1), (6, 1)], 5, 100) == [False, False, True]


def test_the_oldest_go_until_the_rest_fits() -> None:
    assert leaving([(1, 4), (2, 4), (3, 4)], 100, 8) == [False, False, True]


def test_what_is_larger_than_all_room_does_not_stay() -> None:
    assert leaving([(1, 9), (2, 1)], 100, 8) == [True, True]


@given(
    st.lists(st.tuples(st.floats(0, 1e6), st.integers(0, 10**6))), st.floats(0, 1e6), st.integers(0, 10**7)
)
def test_what_stays_fits_and_is_young_and_nothing_older_stays(
    things: list[tuple[float, int]], keep_s: float, most_bytes: int
) -> None:
    things.sort()
    left = leaving(things, keep_s, most_bytes)
    stays = [thing for thing, leaves in zip(things, left, strict=True) if not leaves]
    assert sum(size for _, size in stays) <= most_bytes
    assert all(age <= keep_s for age, _ in stays)
    assert left == sorted(left)
