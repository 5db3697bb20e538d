"""What outputs say: leave for what they match, or lose the memory addresses in them."""

from __future__ import annotations

from nbtrack.errors import UsageError
from nbtrack.notebook.edits import Edit

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Iterator
    from typing import Any

    Place = tuple[str | int, ...]

# "<function f at 0x7f3b2c0d1e50>": a new one in each run. Written by `object.__repr__` and most others.
_ADDRESS = r" at 0x[0-9A-Fa-f]{6,16}\b"


class Texts:
    """The part of a policy that is about the text of outputs; `re` is imported where there is one."""

    __slots__ = ("_address", "_unwanted")

    def __init__(self, drop_matching: tuple[str, ...], *, drop_addresses: bool) -> None:
        self._unwanted = tuple(map(_compiled, drop_matching))
        self._address = _compiled(_ADDRESS) if drop_addresses else None

    def unwanted(self, output: dict[str, Any]) -> bool:
        """Tell whether an output holds a text that is to leave."""
        if not self._unwanted:
            return False
        text = "".join(found for _, found in _texts(output, ()))
        return any(pattern.search(text) for pattern in self._unwanted)

    def edits(self, place: Place, output: dict[str, Any]) -> Iterator[Edit]:
        """Return the edits that take addresses out of an output that stays."""
        if self._address is None:
            return
        for pointer, text in _texts(output, place):
            new = self._address.sub("", text)
            if new != text:
                yield Edit(pointer, new)


def _compiled(pattern: str) -> re.Pattern[str]:
    import re

    try:
        return re.compile(pattern)
    except re.error as error:
        raise UsageError(f"{pattern!r} is not a regular expression: {error}") from None


def _texts(output: dict[str, Any], place: Place) -> Iterator[tuple[Place, str]]:
    """Yield the texts that a person sees, each with its place: one for every line where lines are stored."""
    for key in ("text", "evalue", "traceback"):
        yield from _parts(output.get(key), (*place, key))
    data = output.get("data")
    if isinstance(data, dict):
        for mime, value in data.items():
            if mime.startswith("text/"):
                yield from _parts(value, (*place, "data", mime))


def _parts(value: object, place: Place) -> Iterable[tuple[Place, str]]:
    if isinstance(value, str):
        return [(place, value)]
    if isinstance(value, list):
        return [((*place, index), part) for index, part in enumerate(value) if isinstance(part, str)]
    return []
