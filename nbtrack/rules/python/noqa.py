"""Lines whose author told a linter already that a name is there: `# noqa: F821`."""

from __future__ import annotations

_UNDEFINED_NAME = "F821"  # pyflakes' code, which flake8 and ruff share
_MARK = "noqa"


def is_vouched_for(source: str, line: int) -> bool:
    """Tell whether a line of a cell, counted from 1, says that an undefined name in it is meant."""
    if _MARK not in source.lower():
        return False
    _, comment, behind = source.split("\n")[line - 1].partition("#")
    while comment:
        rest = behind.lstrip()
        if rest[: len(_MARK)].lower() == _MARK:
            return _covers(rest[len(_MARK) :])
        _, comment, behind = behind.partition("#")
    return False


def _covers(rest: str) -> bool:
    """Tell whether what stands behind the mark lists the code, its beginning, or nothing at all."""
    if not rest.startswith(":"):
        return not rest[:1].isalnum()
    listed = rest[1:].replace(",", " ").split()
    return any(_UNDEFINED_NAME.startswith(code.upper()) for code in listed)
