"""Rules are chosen by code, prefix or name; what is said more exactly wins."""

from __future__ import annotations

import pytest

from nbtrack.errors import UsageError
from nbtrack.rules.rule import Rule
from nbtrack.rules.selection import select

RULES = tuple(
    Rule(code, name, "summary", module="nowhere", on=on)
    for code, name, on in [
        ("NBT101", "stored-output", True),
        ("NBT102", "execution-count", True),
        ("NBT106", "oversized-output", False),
        ("NBT201", "secret", True),
    ]
)


@pytest.mark.parametrize(
    ("selected", "extended", "ignored", "expected"),
    [
        ([], [], [], ["NBT101", "NBT102", "NBT201"]),
        (["ALL"], [], [], ["NBT101", "NBT102", "NBT106", "NBT201"]),
        (["NBT1"], [], [], ["NBT101", "NBT102", "NBT106"]),
        (["nbt201"], [], [], ["NBT201"]),
        (["secret"], [], [], ["NBT201"]),
        ([], ["NBT106"], [], ["NBT101", "NBT102", "NBT106", "NBT201"]),
        ([], [], ["NBT1"], ["NBT201"]),
        ([], [], ["ALL"], []),
        (["NBT1"], [], ["NBT101"], ["NBT102", "NBT106"]),
        (["NBT101"], [], ["NBT1"], ["NBT101"]),
        (["NBT101"], [], ["NBT101"], []),
        (["NBT1"], [], ["stored-output"], ["NBT102", "NBT106"]),
        ([], ["NBT106"], ["NBT10"], ["NBT106", "NBT201"]),
    ],
)
def test_the_longer_selector_wins(
    selected: list[str], extended: list[str], ignored: list[str], expected: list[str]
) -> None:
    chosen = select(RULES, selected=selected, extended=extended, ignored=ignored)
    assert [rule.code for rule in chosen] == expected


@pytest.mark.parametrize(("selector", "nearest"), [("NBT105", "NBT1"), ("stored-outputs", "stored-output")])
def test_a_selector_that_fits_nothing_is_an_error_with_the_nearest(selector: str, nearest: str) -> None:
    with pytest.raises(UsageError) as caught:
        select(RULES, selected=[selector])
    assert selector in caught.value.message
    assert nearest in (caught.value.hint or "")


def test_an_empty_selector_is_an_error() -> None:
    with pytest.raises(UsageError):
        select(RULES, ignored=[""])
