"""Whether notebooks that git has are as the filter would give them to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nbtrack.errors import NbtrackError
from nbtrack.git.cleaning import Cleaner

if TYPE_CHECKING:
    from collections.abc import Iterable


def any_unclean(paths: Iterable[str]) -> bool:
    """Tell whether cleaning would change one of the files; a broken one is for somebody else to tell."""
    cleaner = Cleaner()
    return any(_is_unclean(path, cleaner) for path in paths)


def _is_unclean(path: str, cleaner: Cleaner) -> bool:
    try:
        with open(path, "rb") as file:
            raw = file.read()
        return cleaner.clean(path, raw).raw != raw
    except (NbtrackError, OSError):
        return False
