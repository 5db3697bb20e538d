"""Looking only near what every match has finds all that looking everywhere finds."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from nbtrack.rules.leaks.kinds import Kind
from nbtrack.rules.leaks.secret_spans import secret_spans
from nbtrack.rules.leaks.shared_forms import SHARED

QUICK = [kind for kind in SHARED if kind.near]
PARTS = (
    *("password", "Passwd", "PASSPHRASE", "pwd", "db_pass", "api_key", "API-TOKEN", "openaiSecret", "secret"),
    *("=", ": ", " = ", '"', "'", '\\"', "&quot;", "]", "\n", " ", "    ", "r'", "x", "_", "é", "İ"),
    *("--", "--my-", "-e ", "%env ", "%set_env ", "!export ", "export\n", "set ", "reset ", "--env X_"),
    *("host=db", "Server = ", ";", "user id=me ", "Pwd=", " password =", "c" * 190, "(", ","),
    *("hunter2!x", "0aB1cD2eF3gH4iJ5", "a" * 150, "b" * 60, "$", "}"),
)


@pytest.mark.parametrize("kind", QUICK, ids=lambda kind: kind.name)
@given(parts=st.lists(st.sampled_from(PARTS), max_size=30))
@example(parts=["api_key", " = ", '"', "0aB1cD2eF3gH4iJ5", '"', "\n"] * 40)
@example(parts=["%env ", "db_pass", "=", "a" * 150, "\n"] * 20)
@example(parts=["host=db", " ", "c" * 190, ";", "Pwd=", "hunter2!x", ";"] * 3)
@example(parts=["set ", "b" * 240, "--", "api_key", " ", "a" * 150])
def test_the_quick_way_finds_what_the_long_way_finds(kind: Kind, parts: list[str]) -> None:
    text = "".join(parts)
    expected = [match.span() for match in kind.pattern.finditer(text)]
    assert [match.span() for match in kind.matches(text)] == expected


def test_secrets_are_looked_for_the_quick_way() -> None:
    kind = Kind("password", ("pass",), r"pass=(\w+)", near="far off")
    assert list(secret_spans("pass=hunter2x9", [kind])) == []


def test_names_are_looked_for_the_quick_way() -> None:
    assert {kind.name for kind in QUICK} == {"password", "secret"}
