"""Write requirements where installers read them: in a script, a file of their own, or pyproject.toml."""

from __future__ import annotations

import json
import re

from nbtrack.errors import ScriptError
from nbtrack.script.literals import comment

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from nbtrack.script.model import Script

MARK = "# Requirements of "
GROUP = "notebooks"
_GROUPS = re.compile(r"^\[dependency-groups\][ \t]*(?:#.*)?$", re.MULTILINE)


def with_header(script: Script, requirements: Sequence[str], others: Sequence[str]) -> Script:
    """Put requirements at the top of a script, as PEP 723 has them."""
    lines = ["# /// script", "# dependencies = [", *(f"#   {_text(name)}," for name in requirements), "# ]"]
    lines += ["# ///", *(comment(f"also installed: {_one_line(other)}") for other in others)]
    first, _, rest = script.source.partition("\n")
    source = "\n".join([first, "", *lines, rest])
    return script._replace(source=source, lines=(None, None, *(None for _ in lines), *script.lines[1:]))


def requirements_file(paths: Sequence[str], requirements: Sequence[str], others: Sequence[str]) -> str:
    """Return the text of a requirements file."""
    head = [f"{MARK}{', '.join(ascii(path)[1:-1] for path in paths)}, by nbtrack."]
    notes = [comment(f"also installed: {_one_line(other)}") for other in others]
    return "".join(f"{line}\n" for line in (*head, *requirements, *notes))


def with_group(text: str, requirements: Sequence[str]) -> str:
    """Return a pyproject.toml with a dependency group (PEP 735) of requirements, all else as it was.

    Raises ScriptError where there is another group of that name, or no place for one.
    """
    old = _parsed(text)
    groups = old.get("dependency-groups", {})
    present = groups.get(GROUP) if isinstance(groups, dict) else None
    if present == list(requirements):
        return text
    if present is not None:
        raise ScriptError(
            f"there is another dependency group {GROUP!r}",
            hint=f"it would be [{', '.join(requirements)}]",
        )
    entry = f"{GROUP} = [{', '.join(map(_text, requirements))}]"
    newline = "\r\n" if "\r\n" in text else "\n"
    table = _GROUPS.search(text)
    if table:
        new = text[: table.end()] + newline + entry + text[table.end() :]
    else:
        gap = "" if not text else newline if text.endswith("\n") else newline * 2
        new = f"{text}{gap}[dependency-groups]{newline}{entry}{newline}"
    if _parsed(new) != old | {"dependency-groups": {**groups, GROUP: list(requirements)}}:
        raise ScriptError("a dependency group cannot be added", hint=f"add it by hand: {entry}")
    return new


def _parsed(text: str) -> dict[str, Any]:
    from nbtrack.toml import parse_toml

    try:
        return parse_toml(text.encode())
    except ValueError as error:
        raise ScriptError(f"it cannot be read: {error}") from None


def _text(text: str) -> str:
    return json.dumps(text)  # TOML's escapes of basic strings are JSON's


def _one_line(text: str) -> str:
    return " ".join(text.split())
