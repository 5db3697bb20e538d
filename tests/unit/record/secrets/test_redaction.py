"""Redaction takes out of outputs all that NBT201 would find there, and nothing else."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nbtrack.record.secrets.redaction import (
    redacted,
    redacted_notebook,
    redacted_outputs,
    redacted_value,
    redacted_words,
)
from nbtrack.rules.leaks.secret_spans import KINDS, secret_spans
from tests.making import code, notebook, result, stream
from tests.unit.rules.asking import findings
from tests.unit.rules.leaks.test_secret import TOKENS

GITHUB = TOKENS["GitHub token"]


@pytest.mark.parametrize("name", TOKENS)
def test_no_finding_is_left_in_outputs(name: str) -> None:
    text = f"first\n{TOKENS[name]}\nlast {TOKENS[name]}\n"
    found = notebook(code("x", outputs=[stream(text), result({"text/plain": text})]))
    assert findings("NBT201", found)
    clean = redacted_notebook(found)
    assert not findings("NBT201", clean)
    assert "first" in clean.cells[0].outputs[0]["text"][0]


@given(st.lists(st.sampled_from([*TOKENS.values(), " ", "\n", "x = ", "password: ", '"', "ä"])))
def test_nothing_is_left_however_secrets_stand_together(parts: list[str]) -> None:
    text = "".join(parts)
    assert not list(secret_spans(redacted(text), KINDS))


@given(st.text())
def test_texts_without_secrets_are_the_same(text: str) -> None:
    if not list(secret_spans(text, KINDS)):
        assert redacted(text) is text


def test_outputs_without_secrets_are_equal() -> None:
    outputs: list[dict[str, Any]] = [
        stream("a\nb\n"),
        {"output_type": "error", "ename": "E", "evalue": "v", "traceback": ["a", "b\nc"]},
    ]
    assert redacted_outputs(outputs) == outputs


def test_values_are_told_by_their_names() -> None:
    found = redacted_value("config", {"db_password": "h7Kq" + "2vXz!9", "lr": 0.1, "names": ["a", GITHUB]})
    assert found == {"db_password": "[redacted]", "lr": 0.1, "names": ["a", "[redacted]"]}


def test_a_command_line_keeps_its_options() -> None:
    words = (
        "run",
        "-p",
        "password=h7Kq" + "2vXz!9",
        "--token",
        GITHUB,
        "--db-password",
        "h7Kq" + "2vXz!9",
        "lr=1",
    )
    assert redacted_words(words) == (
        *("run", "-p", "password=[redacted]", "--token", "[redacted]"),
        *("--db-password", "[redacted]", "lr=1"),
    )
