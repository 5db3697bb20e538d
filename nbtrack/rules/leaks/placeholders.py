"""Tell a secret from what stands in its place in examples, and from words."""

from __future__ import annotations

_WORDS = (
    "example", "your", "xxxx", "****", "....", "placeholder", "changeme", "change_me", "change-me",
    "change-t", "dummy", "redacted", "insert", "replace", "enter_", "sample", "fake", "secret_here",
    "token_here", "key_here", "1234567", "abcdef", "todo", "not-a-real", "mypassword", "my_password",
    "my-", "my_", "<", ">", "…",
    "eyjzdwiioiixmjm0nty3odkw", "eyjzzxnzaw9ux2lkijogimrlzmf1bhqi",  # of jwt.io, and Bokeh's default session
)  # fmt: skip
_FEWEST_DISTINCT = 5
_RANDOM_LENGTH = 12
_KEY_LENGTH = 16
_FEWEST_DIGITS = 2
_FEWEST_LETTERS = 4
_WORD_LENGTH = 3
_BASE64_LENGTH = 40
_PASSWORD_LIKE = frozenset("!@#$%^&*+?~")
# What servers are set up with, and manuals write.
_USUAL = frozenset(
    (
        *("admin", "default", "docker", "guest", "hunter2", "minio", "minioadmin", "mysql", "neo4j", "pass"),
        *("passwd", "password", "postgres", "pwd", "rabbitmq", "redis", "root", "secret", "test", "token"),
        *("user", "username"),
    )
)


def is_placeholder(value: str) -> bool:
    """Tell whether a value is there to be replaced: it says so, or hardly varies."""
    lower = value.lower()
    return len(set(value)) < _FEWEST_DISTINCT or any(word in lower for word in _WORDS)


def is_url_password(value: str) -> bool:
    """Tell whether what stands before the `@` of an address is somebody's password."""
    return value.lower() not in _USUAL and not value.isdecimal()


def is_password(value: str) -> bool:
    """Tell whether a value is a password rather than a word, a path, a name or a reference."""
    if value.isidentifier() and (value.isupper() or value.islower()) and not _digits(value):
        return False
    if any(mark in value for mark in ("/", "(", ")", ",", "[", "]")) or value.endswith((":", ".")):
        return False
    kinds = _kinds(value)
    return kinds >= 3 or (kinds == 2 and len(value) >= _RANDOM_LENGTH and _digits(value) >= _FEWEST_DIGITS)


def is_key(value: str) -> bool:
    """Tell whether a value is a key: long, with letters and digits, and not made of words."""
    if _is_base64(value):
        return True
    letters = sum(c.isalpha() for c in value)
    is_long = len(value) >= _KEY_LENGTH and letters >= _FEWEST_LETTERS and _digits(value) >= _FEWEST_DIGITS
    return is_long and is_password(value) and not _is_made_of_words(value)


def _is_made_of_words(value: str) -> bool:
    """Tell whether a value is like `bert-base-uncased-2021` or `client_key.json`."""
    stem, dot, ending = value.rpartition(".")
    if dot and stem and ending.isalpha() and len(ending) <= _WORD_LENGTH + 2:
        return True
    parts = [part for part in value.replace("_", "-").replace(".", "-").split("-") if part]
    words = [part for part in parts if part.isalpha() and len(part) >= _WORD_LENGTH]
    return len(parts) > 1 and 2 * len(words) >= len(parts)


def _is_base64(value: str) -> bool:
    plain = value.rstrip("=").replace("/", "").replace("+", "")
    return len(value) >= _BASE64_LENGTH and plain.isalnum() and plain.isascii() and _kinds(plain) >= 3


def _kinds(value: str) -> int:
    """Count which of small and capital letters, digits and special characters a value has."""
    return sum((
        any(c.islower() for c in value),
        any(c.isupper() for c in value),
        any(c.isdigit() for c in value),
        any(c in _PASSWORD_LIKE for c in value),
    ))  # fmt: skip


def _digits(value: str) -> int:
    return sum(c.isdigit() for c in value)
