import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nbtrack.terminal import columns_of, safe, safe_json, safe_line, telling_line, without_commands


@pytest.mark.parametrize("text", ["plain", "ä 漢字 👩\u200d🔬", "a\tb\nc", "no\xa0break"])
def test_what_people_write_stays(text: str) -> None:
    assert safe(text) == text


def test_escapes_and_bidirectional_marks_are_shown_and_not_obeyed() -> None:
    assert safe("a\x1b[31mb\x9b0m\u202ec\r") == "a\\x1b[31mb\\x9b0m\\u202ec\\x0d"


def test_one_line_stays_one_line() -> None:
    assert safe_line("a\nb\tc\u2028") == "a\\nb\\tc\\u2028"


@given(st.text(st.characters(codec=None)))
def test_no_control_or_format_character_gets_through(text: str) -> None:
    for character in safe(text):
        assert (
            unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Zl", "Zp")
            or character in "\n\t\u200c\u200d"
        )


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("::error::x", "\\::error::x"),
        ("a\n  ::warning::x\nstd::b", "a\n  \\::warning::x\nstd::b"),
        ("a ##[error]b", "a #\\[error]b"),
        ("a ##vso[task.x]b", "a #\\vso[task.x]b"),
        ("a ##teamcity[x]b", "a #\\teamcity[x]b"),
        ("plain: text", "plain: text"),
    ],
)
def test_a_ci_server_finds_no_command(text: str, shown: str) -> None:
    assert without_commands(text) == shown


@given(st.text(st.characters(codec=None)))
def test_json_means_the_same_and_moves_no_cursor(text: str) -> None:
    rendered = safe_json(json.dumps({text: [text]}, indent=2, ensure_ascii=False))
    assert json.loads(rendered) == {text: [text]}
    assert safe(rendered) == rendered


@pytest.mark.parametrize("text", ["##[error]x", "##vso[task.x]", "##teamcity[x]"])
def test_json_holds_no_command(text: str) -> None:
    rendered = safe_json(json.dumps([text]))
    assert text not in rendered
    assert json.loads(rendered) == [text]


@pytest.mark.parametrize(
    ("text", "columns"), [("plain", 5), ("漢字", 4), ("e\u0301", 1), ("क\u200dष", 2), ("", 0)]
)
def test_columns_of_a_terminal(text: str, columns: int) -> None:
    assert columns_of(text) == columns


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("no such file", "no such file"),
        ("1 error for X\n  field required", "1 error for X"),
        ("\n*****\n  Resource 'punkt' not found.\n  Please use", "Resource 'punkt' not found."),
        ("!?", "!?"),
        ("", ""),
    ],
)
def test_the_line_of_a_message_that_tells_something(text: str, line: str) -> None:
    assert telling_line(text) == line
