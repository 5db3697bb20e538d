"""One version of a notebook with its outputs, wherever it is kept."""

from __future__ import annotations


class Version:
    """One notebook as it was with its outputs: the digests of both contents, when it was used last.

    `file` holds it, alone or, where `at` is not negative, together with others from that byte on.
    """

    __slots__ = ("at", "clean", "digest", "file", "path", "size_bytes", "used_ns")

    def __init__(
        self,
        file: str,
        clean: str,
        digest: str,
        used_ns: int,
        size_bytes: int,
        *,
        at: int = -1,
        path: str | None = None,
    ) -> None:
        self.file = file
        self.clean = clean
        self.digest = digest
        self.used_ns = used_ns
        self.size_bytes = size_bytes
        self.at = at
        self.path = path

    @property
    def is_packed(self) -> bool:
        """Tell whether other versions are in the same file."""
        return self.at >= 0
