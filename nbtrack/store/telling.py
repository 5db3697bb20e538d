"""How those who wait for something long hear how far it got."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    Tell = Callable[[int, int], None]  # how many are done, and of how many


def silent(_number: int, _total: int) -> None:
    """Tell nobody."""
