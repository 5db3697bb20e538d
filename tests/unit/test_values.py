"""Named tuples without `typing` behave as those with it."""

from __future__ import annotations

import pickle
from typing import NamedTuple as Real

import pytest

from nbtrack.values import NamedTuple as Ours


class Plain(Ours):
    first: int
    second: str = "x"

    @property
    def both(self) -> str:
        return f"{self.first}{self.second}"


class Twin(Real):
    first: int
    second: str = "x"


@pytest.mark.parametrize(
    ("values", "named"),
    [((1,), {}), ((1, "y"), {}), ((), {"first": 1, "second": "z"}), ((1,), {"second": "a"})],
)
def test_it_is_made_as_the_real_one_is(values: tuple[object, ...], named: dict[str, object]) -> None:
    ours, real = Plain(*values, **named), Twin(*values, **named)  # type: ignore[arg-type]
    assert tuple(ours) == tuple(real)
    assert ours._asdict() == real._asdict()
    assert repr(ours) == repr(real).replace("Twin", "Plain")
    assert tuple(ours._replace(first=9)) == tuple(real._replace(first=9))


@pytest.mark.parametrize(
    ("values", "named"), [((), {}), ((1, 2, 3), {}), ((1,), {"first": 2}), ((1,), {"x": 1})]
)
def test_what_the_real_one_refuses_is_refused(values: tuple[object, ...], named: dict[str, object]) -> None:
    for kind in (Plain, Twin):
        with pytest.raises((TypeError, KeyError)):
            kind(*values, **named)  # type: ignore[arg-type]


def test_elements_have_names_and_cannot_be_set() -> None:
    value = Plain(1)
    assert (value.first, value.second, value.both) == (1, "x", "1x")
    with pytest.raises(AttributeError):
        setattr(value, "first", 2)  # noqa: B010 - what a type checker refuses, people may do


def test_it_can_be_sent_to_another_process() -> None:
    assert pickle.loads(pickle.dumps(Plain(1, "y"))) == Plain(1, "y")
