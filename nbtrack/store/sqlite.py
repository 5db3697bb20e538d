"""The library of SQLite, which takes as long to import as all else that a small command needs."""

from __future__ import annotations

from typing import Any


def sqlite() -> Any:
    """Return the standard library's module."""
    import sqlite3

    return sqlite3
