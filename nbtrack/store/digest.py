"""The name of some content. Apart from what else the store needs, for the git filter wants nothing more."""

from __future__ import annotations


def digest_of(raw: bytes) -> str:
    """Return the name of some content: its SHA-256 in hex."""
    from hashlib import sha256  # it brings OpenSSL, and many commands that ask the store do without

    return sha256(raw).hexdigest()


def short_digest(raw: bytes) -> str:
    """Return a name for what need only be told from others of its kind: 160 bits of BLAKE2b in hex."""
    from _blake2 import blake2b  # `hashlib` would load OpenSSL for it

    return blake2b(raw, digest_size=20).hexdigest()
