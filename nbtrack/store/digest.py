"""The name of some content. Apart from what else the store needs, for the git filter wants nothing more."""

from __future__ import annotations

from hashlib import sha256


def digest_of(raw: bytes) -> str:
    """Return the name of some content: its SHA-256 in hex."""
    return sha256(raw).hexdigest()
