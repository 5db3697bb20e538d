"""What a record says of why a run did not finish."""

import pytest

from nbtrack.store.record import Failure


@pytest.mark.parametrize(
    ("name", "message", "text"),
    [
        ("KeyError", "'a'", "KeyError: 'a'"),
        ("MemoryError", "", "MemoryError"),
        ("", "1", "1"),
        ("", "", "error"),
    ],
)
def test_it_says_what_there_is_to_say(name: str, message: str, text: str) -> None:
    assert Failure(name, message).text == text
