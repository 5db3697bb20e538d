"""Whatever is wrong with a TOML file is one kind of error, with a reason."""

import pytest

from nbtrack.toml import parse_toml


def test_a_table_is_read() -> None:
    assert parse_toml("a = 1\r\n[b]\nc = 'ä'\n".encode()) == {"a": 1, "b": {"c": "ä"}}


@pytest.mark.parametrize(
    "raw_b",
    [
        b"a = ",
        b"\xff\xfe",
        b"\xef\xbb\xbfa = 1",
        b"a = " + b"[" * 100_000,
        b"a = " + b"9" * 5000,
        b"a = 1\na = 2",
    ],
    ids=["cut short", "not UTF-8", "byte order mark", "deep", "long number", "twice"],
)
def test_what_is_no_toml_has_a_reason(raw_b: bytes) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        parse_toml(raw_b)
