"""Frozen values behave as those that `dataclasses` makes."""

import dataclasses
import subprocess
import sys
from typing import Any

import pytest

from nbtrack import frozen

SOURCE = '''
@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """What all have."""
    extra: dict = field(default_factory=dict)

@dataclass(frozen=True, slots=True)
class Point(Base):
    """A place."""
    x: int
    y: int = 2
    parts: list = field(default_factory=list)

    def sum(self):
        return self.x + self.y

@dataclass(frozen=True, slots=True, kw_only=True)
class Named(Base):
    name: str
    points: tuple = ()
'''


def made_by(module: Any) -> dict[str, Any]:
    space = {"dataclass": module.dataclass, "field": module.field, "__name__": "shapes"}
    exec(SOURCE, space)
    return space


OURS, THEIRS = made_by(frozen), made_by(dataclasses)


@pytest.mark.parametrize(
    "text",
    [
        "Point(1)",
        "Point(1, 3, [4])",
        "Point(1, y=5, extra={'a': 1})",
        "Point(x=1) == Point(1, 2)",
        "Point(1) != Point(1, 3)",
        "Point(1) == (1, 2, [], {})",
        "Point(1) == Named(name='a')",
        "Point(1, float('nan')) == Point(1, float('nan'))",
        "Point(1).sum()",
        "Point(1).parts is Point(1).parts",
        "Named(name='a', points=(Point(1),))",
        "Point.__doc__, Base.__doc__, Point.__module__, Point.__qualname__",
        "hasattr(Point(1), '__dict__')",
    ],
)
def test_they_are_made_compared_and_shown_alike(text: str) -> None:
    assert repr(eval(text, OURS)) == repr(eval(text, THEIRS))


@pytest.mark.parametrize(
    "text", ["Point()", "Point(1, 2, [], {})", "Point(1, z=1)", "Named('a')", "hash(Point(1))"]
)
def test_they_refuse_alike(text: str) -> None:
    for space in (OURS, THEIRS):
        with pytest.raises(TypeError):
            eval(text, space)


def test_they_are_frozen() -> None:
    point = OURS["Point"](1)
    with pytest.raises(AttributeError):
        point.x = 2
    with pytest.raises(AttributeError):
        del point.x
    with pytest.raises(AttributeError):
        point.other = 2


def test_fields_have_the_order_and_defaults_of_dataclasses() -> None:
    def said(items: Any, missing: Any) -> list[tuple[Any, ...]]:
        found = [(one.name, one.default, one.default_factory) for one in items]
        return [tuple("missing" if value is missing else value for value in one) for one in found]

    for name in ("Base", "Point", "Named"):
        ours, theirs = frozen.fields(OURS[name]), dataclasses.fields(THEIRS[name])
        assert said(ours, frozen.MISSING) == said(theirs, dataclasses.MISSING)


def test_a_value_with_other_fields_is_a_new_one() -> None:
    point = OURS["Point"](1, extra={"a": 1})
    assert frozen.replace(point, y=7) == OURS["Point"](1, 7, extra={"a": 1})
    assert point.y == 2


def test_a_record_needs_no_dataclasses() -> None:
    code = "import nbtrack.store.record, sys; print('dataclasses' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
