"""How a declared kind reads a value that was given."""

from __future__ import annotations

import ast
import math
from typing import Any

import pytest

from nbtrack.notebook.parameters.conversion import WrongValue, converted
from nbtrack.notebook.parameters.given import Text
from nbtrack.notebook.parameters.kinds import ANY, Kind, kind_of_annotation


def kind(text: str) -> Kind:
    return kind_of_annotation(ast.parse(text, mode="eval").body) or ANY


def same(one: Any, other: Any) -> bool:
    return repr(one) == repr(other)  # tells 1 from 1.0 and True, and finds NaN equal to itself


TYPED: list[tuple[str, str, Any]] = [
    ("int", "12", 12),
    ("int", " -3 ", -3),
    ("int", "1_000", 1000),
    ("int", "0x1f", 31),
    ("int", "007", 7),
    ("float", "1e-3", 0.001),
    ("float", "1", 1.0),
    ("float", "inf", math.inf),
    ("float", "-inf", -math.inf),
    ("float", "nan", math.nan),
    ("complex", "1+2j", 1 + 2j),
    ("bytes", "abc", b"abc"),
    ("bytes", r"b'\x00'", b"\x00"),
    ("str", "0.1", "0.1"),
    ("str", "'quoted'", "'quoted'"),
    ("str", "none", "none"),
    ("str", "", ""),
    ("list", "[1, 'a', None]", [1, "a", None]),
    ("list", '[1, "a", null, true]', [1, "a", None, True]),
    ("list", "[nan, -inf]", [math.nan, -math.inf]),
    ("list", "(1, 2)", [1, 2]),
    ("list", "1, 2", [1, 2]),
    ("list[float]", "[1, 2]", [1.0, 2.0]),
    ("list[bool]", "[true, False]", [True, False]),
    ("tuple", "[1, 2]", (1, 2)),
    ("tuple[int, str]", "(1, 'a')", (1, "a")),
    ("set", "{1, 2}", {1, 2}),
    ("set", "set()", set()),
    ("dict", "{'a': [1]}", {"a": [1]}),
    ("dict", '{"a": null, "b": "\\u00e9"}', {"a": None, "b": "é"}),
    ("dict", "{1: 2}", {1: 2}),
    ("dict[str, float]", "{'a': 1}", {"a": 1.0}),
    ("list[list[int]]", "[[1], [2]]", [[1], [2]]),
    ("int | None", "none", None),
    ("int | None", "Null", None),
    ("int | None", "3", 3),
    ("Optional[str]", "null", None),
    ("Literal['l1', 'l2']", "l2", "l2"),
    ("Literal[1, 2]", "2", 2),
    ("Literal['a', None]", "none", None),
    ("Literal['a', True]", "true", True),
    ("Optional[Literal['a', 'b']]", "none", None),
    ("Path", "data/x", "data/x"),
    ("Path | None", "none", None),
    ("Decimal", "0.10", "0.10"),
    ("np.float32", "0.5", 0.5),
    ("np.int64", "5", 5),
    ("date", "2024-01-31", "2024-01-31"),
    ("datetime", "2024-01-31T10:00:00+01:00", "2024-01-31T10:00:00+01:00"),
    ("UUID", "12345678123456781234567812345678", "12345678123456781234567812345678"),
    ("Unknown", "5", 5),
    ("Unknown", "[1, 'x']", [1, "x"]),
    ("Unknown", "TRUE", True),
    ("Unknown", "none", None),
    ("Unknown", "some text", "some text"),
    ("Unknown", "nan", "nan"),
    ("Unknown", "2024-10-11", "2024-10-11"),
    ("Unknown", "[1,", "[1,"),
    ("Unknown", "f(1)", "f(1)"),
]
TYPED += [("bool", word, True) for word in ("true", "True", "YES", "1", "on")]
TYPED += [("bool", word, False) for word in ("false", "no", "0", "OFF")]


@pytest.mark.parametrize(("asked", "text", "expected"), TYPED)
def test_a_typed_text_is_read_as_its_kind(asked: str, text: str, expected: object) -> None:
    found = converted(Text(text), kind(asked))
    assert same(found, expected)
    assert type(found) is type(expected)


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("int", "abc"),
        ("int", "1.5"),
        ("int", ""),
        ("int", "none"),
        ("int", "9" * 5000),
        ("float", "1,5"),
        ("bool", "maybe"),
        ("bool", "2"),
        ("list", "abc"),
        ("list", "{'a': 1}"),
        ("list", "f(1)"),
        ("list", "[" * 10_000),
        ("list[int]", "[1, 'a']"),
        ("dict", "[1]"),
        ("dict", "{[]: 1}"),
        ("dict[str, int]", "{'a': 1.5}"),
        ("set", "[[1]]"),
        ("complex", "x"),
        ("Literal['l1', 'l2']", "l3"),
        ("Literal[1, 2]", "3"),
        ("date", "31.1.2024"),
        ("Decimal", "abc"),
        ("UUID", "abc"),
        ("np.int64", "1.5"),
    ],
)
def test_a_typed_text_of_another_kind_is_refused(asked: str, text: str) -> None:
    with pytest.raises(WrongValue):
        converted(Text(text), kind(asked))


@pytest.mark.parametrize(
    ("asked", "value", "expected"),
    [
        ("int", 3, 3),
        ("float", 3, 3.0),
        ("bool", True, True),
        ("bool", "yes", True),
        ("str", "no", "no"),
        ("str", "12", "12"),
        ("list", [1], [1]),
        ("tuple", [1], (1,)),
        ("set", [2, 1], {1, 2}),
        ("int | None", None, None),
        ("str | None", "none", "none"),
        ("Path", "data", "data"),
        ("Decimal", 0.1, "0.1"),
        ("date", "2024-01-31", "2024-01-31"),
        ("Literal[1, 2]", 2, 2),
        ("Unknown", {"a": 1}, {"a": 1}),
        ("Unknown", "5", "5"),
    ],
)
def test_a_value_out_of_a_file_keeps_its_type(asked: str, value: object, expected: object) -> None:
    assert same(converted(value, kind(asked)), expected)


@pytest.mark.parametrize(
    ("asked", "value"),
    [
        ("int", "3"),
        ("int", 3.0),
        ("int", True),
        ("float", "0.1"),
        ("float", True),
        ("float", 10**400),
        ("bool", 1),
        ("bool", "x"),
        ("str", 0.1),
        ("str", None),
        ("list", "[1]"),
        ("dict", [1]),
        ("list[int]", ["1"]),
        ("Path", True),
        ("Literal[1, 2]", True),
        ("date", "soon"),
    ],
)
def test_a_value_out_of_a_file_of_another_type_is_refused(asked: str, value: object) -> None:
    with pytest.raises(WrongValue):
        converted(value, kind(asked))
