"""Keep what is needed to mend a bug."""

from __future__ import annotations

import os
import platform
import sys
import tempfile
import time
import traceback

from nbtrack.version import __version__


def save_report(error: BaseException) -> str:
    """Write a report that can be pasted into an issue, and return its path."""
    handle, path = tempfile.mkstemp(prefix="bug-", suffix=".md", dir=_folder())
    with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace") as file:
        file.write(_report(error))
    return path


def _folder() -> str | None:
    from nbtrack.store.user_folder import user_folder

    try:
        return user_folder()
    except OSError:  # no writable home: the system's temporary folder will do
        return None


def _report(error: BaseException) -> str:
    lines = "".join(traceback.format_exception(error))
    return (
        f"# nbtrack {__version__} met a bug\n\n"
        f"- when: {time.strftime('%Y-%m-%d %H:%M:%S %z')}\n"
        f"- python: {platform.python_implementation()} {platform.python_version()}\n"
        f"- platform: {platform.platform()}\n"
        f"- command: `{' '.join(sys.argv)}`\n\n"
        f"```\n{lines}```\n\n"
        "The last line may quote text of your notebook: look before you share it.\n"
    )
