"""The names of contents and runs. Apart from what else the store needs: the git filter wants nothing more."""

from __future__ import annotations


def digest_of(raw: bytes) -> str:
    """Return the name of some content: its SHA-256 in hex."""
    from hashlib import sha256  # it brings OpenSSL, and many commands that ask the store do without

    return sha256(raw).hexdigest()


def short_digest(raw: bytes) -> str:
    """Return a name for what need only be told from others of its kind: 160 bits of BLAKE2b in hex."""
    from _blake2 import blake2b  # `hashlib` would load OpenSSL for it

    return blake2b(raw, digest_size=20).hexdigest()


def short_id(whole: str) -> str:
    """Return the beginning of the id of a run or commit, as people see and type it."""
    return whole[:8]


def first_digits(digest: str) -> str:
    """Return the beginning of a digest, as people see it."""
    return digest[:12]
