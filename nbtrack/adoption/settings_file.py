"""Add nbtrack's table to the file that holds a project's settings."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from nbtrack.adoption.proposal import with_lines
from nbtrack.errors import AdoptionError
from nbtrack.toml import parse_toml

if TYPE_CHECKING:
    from collections.abc import Sequence

_UNREADABLE = "# not readable when nbtrack came: mend them, and take them out of this list\n"


def with_settings(text: str | None, unreadable: Sequence[str], *, prefix: str) -> str:
    """Return a TOML file with our table after its own text; one that is there already stays as it is.

    Raises AdoptionError where the file is no TOML, or where a table cannot be added at its end.
    """
    old = _parsed(text or "")
    tool = old.get("tool")
    if (isinstance(tool, dict) and "nbtrack" in tool) if prefix else text is not None:
        return text or ""
    new = with_lines(text, _table(unreadable, prefix), gap=True)
    ours = parse_toml(_table(unreadable, prefix).encode())
    expected = old | ({"tool": (tool or {}) | ours["tool"]} if prefix else ours)
    try:
        proven = _parsed(new) == expected
    except AdoptionError:
        proven = False
    if not proven:
        raise AdoptionError("no table can be added at its end", hint="add [tool.nbtrack] by hand")
    return new


def _table(unreadable: Sequence[str], prefix: str) -> str:
    exclude = f"{_UNREADABLE}exclude = {_list(unreadable)}\n" if unreadable else ""
    head = f"[{prefix}]\n" if prefix and exclude else ""
    gap = "\n" if exclude else ""
    section = f"{prefix}.check" if prefix else "check"
    return f'{head}{exclude}{gap}[{section}]\nbaseline = "nbtrack-baseline.json"\n'


def _list(texts: Sequence[str]) -> str:
    # TOML's escapes of basic strings are JSON's, but for DEL.
    quoted = (json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f") for text in texts)
    return f"[{', '.join(quoted)}]"


def _parsed(text: str) -> dict[str, object]:
    try:
        return parse_toml(text.encode())
    except ValueError as error:
        raise AdoptionError(f"it cannot be read: {error}") from None
