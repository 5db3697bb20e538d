"""Read a `.env` file: a NAME=VALUE on each line, as shells and Docker have it."""

from __future__ import annotations

import re

from nbtrack.notebook.parameters.given import Text

_LINE = re.compile(r"(?:export\s+)?([A-Za-z_]\w*)\s*=\s*(.*)")
_COMMENT = re.compile(r"\s+#.*$")


class EnvError(Exception):
    """A line that is no assignment, by its 1-based number."""

    def __init__(self, reason: str, line: int) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line


def load_env(text: str) -> dict[str, Text]:
    """Return the values by name; raises EnvError. Nothing is expanded: `$HOME` stays as it is."""
    found: dict[str, Text] = {}
    for number, line in enumerate(text.splitlines(), 1):
        stripped = line.strip()
        if not stripped or stripped.startswith("#"):
            continue
        match = _LINE.fullmatch(stripped)
        if match is None:
            raise EnvError("a line should be NAME=VALUE", number)
        if match[1] in found:
            raise EnvError(f"the name {match[1]!r} stands twice", number)
        found[match[1]] = Text(_value(match[2], number))
    return found


def _value(text: str, line: int) -> str:
    if text[:1] not in ("'", '"'):
        return _COMMENT.sub("", text)
    end = text.find(text[0], 1)
    if end < 0 or (text[end + 1 :].strip() and not text[end + 1 :].strip().startswith("#")):
        raise EnvError("a quote does not end, or something stands behind it", line)
    return text[1:end]
