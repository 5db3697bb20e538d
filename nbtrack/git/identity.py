"""Tell whether git knows in whose name to commit."""

from __future__ import annotations

from nbtrack.git.command import ask_git


def has_identity(folder: str) -> bool:
    """Tell whether git could commit here; in containers and CI it often cannot."""
    return ask_git(folder, "var", "GIT_COMMITTER_IDENT") is not None
