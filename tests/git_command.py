"""The real git, called as somebody."""

import subprocess
from pathlib import Path

_WHO = ("-c", "user.name=A", "-c", "user.email=a@example.org")


def git(folder: Path, *words: str, given: bytes = b"") -> bytes:
    """Run git in a folder, and return what it prints."""
    done = subprocess.run(["git", *_WHO, *words], cwd=folder, input=given, check=True, capture_output=True)
    return done.stdout
