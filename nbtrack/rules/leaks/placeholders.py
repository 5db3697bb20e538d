"""Tell a secret from what stands in its place in examples."""

from __future__ import annotations

_WORDS = (
    "example", "your", "xxxx", "****", "....", "placeholder", "changeme", "change_me", "change-me",
    "change-t", "dummy", "redacted", "insert", "replace", "enter_", "sample", "fake", "secret_here",
    "token_here", "key_here", "1234567", "abcdef", "todo", "not-a-real", "mypassword", "my_password",
    "my-", "my_", "<", ">", "…",
)  # fmt: skip
_FEWEST_DISTINCT = 5
_RANDOM_LENGTH = 12
_PASSWORD_LIKE = frozenset("!@#$%^&*+?~")


def is_placeholder(value: str) -> bool:
    """Tell whether a value is there to be replaced: it says so, or hardly varies."""
    lower = value.lower()
    return len(set(value)) < _FEWEST_DISTINCT or any(word in lower for word in _WORDS)


def looks_random(value: str) -> bool:
    """Tell whether a value is a password or key rather than a word, a path, a name or a reference."""
    if value.isidentifier() and (value.isupper() or value.islower()) and not any(c.isdigit() for c in value):
        return False
    if any(mark in value for mark in ("/", "\\", "(", ")", ",", "://", " ", "[", "]")) or value.endswith(
        (":", ".")
    ):
        return False
    kinds = sum((
        any(c.islower() for c in value),
        any(c.isupper() for c in value),
        any(c.isdigit() for c in value),
        any(c in _PASSWORD_LIKE for c in value),
    ))  # fmt: skip
    return kinds >= 3 or (kinds == 2 and len(value) >= _RANDOM_LENGTH and _digits(value) >= 2)


def _digits(value: str) -> int:
    return sum(c.isdigit() for c in value)
