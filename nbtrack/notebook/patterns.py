"""Match names and paths by patterns, without the `re` that `fnmatch` needs."""

from __future__ import annotations


def matches(name: str, patterns: tuple[str, ...]) -> bool:
    """Tell whether a name is one of some patterns, in which `*` stands for anything."""
    return any(name == pattern or ("*" in pattern and _glob(name, pattern)) for pattern in patterns)


def _glob(name: str, pattern: str) -> bool:
    head, *middle, tail = pattern.split("*")
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
        matches(path, (pattern, f"*/{pattern}", f"{pattern}/*", f"*/{pattern}/*"))
        for pattern in (p.rstrip("/") for p in patterns)
    )
