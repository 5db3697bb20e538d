"""Magics without their `%`: IPython takes a cell of one line for one when its first word names a magic."""

from __future__ import annotations

import re

from nbtrack.script.magics.registry import BUILT_IN
from nbtrack.script.names import names_in

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from nbtrack.script.model import Magics
    from nbtrack.script.translated import Translated

# Magics of extensions whose names are words that people give to variables.
_ORDINARY_WORDS = frozenset(("opts", "output", "clear", "notify"))
_LINE = re.compile(r"([A-Za-z_]\w*)(?![\w.(\[])(?!\s*=(?!=))")


def with_escape(source: str, before: Iterable[Translated], magics: Magics = BUILT_IN) -> str:
    """Return the source with the `%` that IPython adds; what stands in `before` may hide a magic's name."""
    match = _LINE.match(source.strip()) if "\n" not in source.strip() else None
    if (
        match is None
        or match[1] in _ORDINARY_WORDS
        or match[1] not in magics.line
        or _is_bound(match[1], before)
    ):
        return source
    return f"%{source.strip()}"


def _is_bound(name: str, before: Iterable[Translated]) -> bool:
    return any(name in names_in(text) for text in (cell.text for cell in before) if name in text)
