"""Files that hold a report: what --output names, and the summary of a step in GitHub's CI."""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable


def write_report(path: str, text: str) -> None:
    """Write a report; raises OSError."""
    _put(path, "w", text)


def add_step_summary(render: Callable[[], str]) -> None:
    """Give GitHub all that there is where it shows only the first ten as annotations."""
    if path := os.environ.get("GITHUB_STEP_SUMMARY"):
        _put(path, "a", render())


def _put(path: str, mode: str, text: str) -> None:
    with open(path, mode, encoding="utf-8", errors="backslashreplace") as file:
        file.write(text)
