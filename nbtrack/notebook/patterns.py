"""Match names and paths by patterns, without the `re` that `fnmatch` needs."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable


class Patterns(tuple[str, ...]):
    """Some patterns in which `*` stands for anything, sorted for quick answers."""

    def __init__(self, patterns: Iterable[str]) -> None:
        del patterns  # they are in the tuple
        self.names = frozenset(pattern for pattern in self if "*" not in pattern)
        self.globs = tuple(pattern.split("*") for pattern in self if "*" in pattern)

    def match(self, name: str) -> bool:
        """Tell whether a name is one of the patterns."""
        return name in self.names or any(_fits(name, parts) for parts in self.globs)

    def any_below(self, prefix: str) -> bool:
        """Tell whether a pattern could name something that begins with a prefix."""
        return any(name.startswith(prefix) for name in self.names) or any(
            head.startswith(prefix) or prefix.startswith(head) for head, *_ in self.globs
        )


def _fits(name: str, parts: list[str]) -> bool:
    head, *middle, tail = parts
    if not name.startswith(head):
        return False
    position = len(head)
    for part in middle:
        found = name.find(part, position)
        if found < 0:
            return False
        position = found + len(part)
    return name.endswith(tail) and len(name) - len(tail) >= position


def excluded(path: str, patterns: tuple[str, ...]) -> bool:
    """Tell whether a path, or a folder above it, is one of some patterns, at any depth."""
    path = path.removeprefix("./")
    return any(
        Patterns((pattern, f"*/{pattern}", f"{pattern}/*", f"*/{pattern}/*")).match(path)
        for pattern in (p.rstrip("/") for p in patterns)
    )
