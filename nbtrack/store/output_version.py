"""One version of a notebook with its outputs, wherever it is kept."""

from __future__ import annotations


class Version:
    """One notebook as it was with its outputs: the digests of both contents, when it was used last.

    `file` holds it, alone or, where `at` is not negative, together with others from that byte on. `own_ns` is
    when it was used last at the path that it is kept with, `elsewhere` the same for other paths.
    """

    __slots__ = ("at", "clean", "digest", "elsewhere", "file", "own_ns", "path", "size_bytes")

    def __init__(
        self,
        file: str,
        clean: str,
        digest: str,
        own_ns: int,
        size_bytes: int,
        *,
        at: int = -1,
        path: str | None = None,
    ) -> None:
        self.file = file
        self.clean = clean
        self.digest = digest
        self.own_ns = own_ns
        self.elsewhere: dict[str, int] = {}
        self.size_bytes = size_bytes
        self.at = at
        self.path = path

    @property
    def used_ns(self) -> int:
        """Return when it was used last, wherever that was."""
        return max(self.own_ns, *self.elsewhere.values()) if self.elsewhere else self.own_ns

    @property
    def is_packed(self) -> bool:
        """Tell whether other versions are in the same file."""
        return self.at >= 0
