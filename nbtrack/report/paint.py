"""How text renderers colour: the terminal decides whether, they only say what."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Protocol

    class Paint(Protocol):
        """Make a text safe to print but for line breaks, in styles such as "bold" where colour is wanted."""

        def __call__(self, text: str, *styles: str) -> str:
            """Return the text ready for the terminal."""
