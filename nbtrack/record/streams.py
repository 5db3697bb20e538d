"""What a cell printed, as a terminal would show it in the end: a progress bar leaves one line."""

from __future__ import annotations

import re
from typing import Any

from nbtrack.notebook.document import joined

# As `warnings.showwarning` writes it: file, line, kind and message; the terminal's colours may stand before.
_WARNING = re.compile(r"^.*:\d+: (?:\w+\.)*\w*Warning: ", re.MULTILINE)


def warnings_in(outputs: list[dict[str, Any]]) -> int:
    """Count Python's warnings among what went to standard error."""
    texts = (joined(output.get("text")) for output in outputs if output.get("name") == "stderr")
    return sum(len(_WARNING.findall(text)) for text in texts)


def settled(text: str) -> str:
    """Return the text without what carriage returns and backspaces wrote over."""
    if "\b" not in text and "\r" not in text:
        return text
    return "\n".join(_after_return(_without_backspaces(line)) for line in text.split("\n"))


def _after_return(line: str) -> str:
    """Return what stands behind the last carriage return; one at the end has not been written over yet."""
    return line[line.rfind("\r", 0, -1) + 1 :]


def _without_backspaces(line: str) -> str:
    if "\b" not in line:
        return line
    left: list[str] = []
    for character in line:
        if character != "\b":
            left.append(character)
        elif left:
            left.pop()
    return "".join(left)


def stdout_first(outputs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the outputs with standard output before standard error where the two follow each other.

    Both reach us on ways of their own, so their order says nothing, and would differ from run to run.
    """
    found = list(outputs)
    for place in range(len(found) - 1):
        first, second = found[place : place + 2]
        if (first.get("name"), second.get("name")) == ("stderr", "stdout"):
            found[place : place + 2] = [second, first]
    return found
