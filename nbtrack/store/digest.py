"""The name of some content. Apart from what else the store needs, for the git filter wants nothing more."""

from __future__ import annotations


def digest_of(raw: bytes) -> str:
    """Return the name of some content: its SHA-256 in hex."""
    from hashlib import sha256  # it brings OpenSSL, and many commands that ask the store do without

    return sha256(raw).hexdigest()
