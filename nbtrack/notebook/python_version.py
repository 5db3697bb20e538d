"""The Python that a notebook ran in, as its kernel wrote it down."""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nbtrack.notebook.document import Notebook


OURS = ".".join(map(str, sys.version_info[:2]))


def ran_in(notebook: Notebook) -> tuple[int, int] | None:
    """Return the version that a notebook ran in, None where its metadata does not say."""
    told = notebook.metadata.get("language_info")
    version = told.get("version") if isinstance(told, dict) else None
    parts = version.split(".") if isinstance(version, str) else []
    if len(parts) < 2 or not all(part.isdecimal() and len(part) < 4 for part in parts[:2]):
        return None
    return int(parts[0]), int(parts[1])


def newer_than_ours(notebook: Notebook) -> str:
    """Return the version that a notebook ran in if that may know more syntax than ours, "" otherwise."""
    version = ran_in(notebook)
    return f"{version[0]}.{version[1]}" if version and version > sys.version_info[:2] else ""
