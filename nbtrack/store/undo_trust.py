"""Which kept files a store may bring back by its own word, and which need a proof of who kept them.

A store may have come with a repository, from a stranger. Into that repository's files it can put whatever
the repository could hold; a shell's settings in a home, or git's own files, it must not reach.
"""

from __future__ import annotations

import os

from nbtrack.store.canonical import dump
from nbtrack.store.own_key import is_ours, signature

_OF_GIT = ".git"


def proof_of(entry_id: str, path: str, before: str | None, after: str) -> str:
    """Return what proves that this user kept a file; raises OSError where no key can be kept."""
    return signature(_said(entry_id, path, before, after))


def is_proof(proof: str | None, entry_id: str, path: str, before: str | None, after: str) -> bool:
    """Tell whether something is such a proof."""
    return proof is not None and is_ours(_said(entry_id, path, before, after), proof)


def needs_proof(path: str, base: str) -> bool:
    """Tell whether a file is elsewhere than among those below a folder, links followed, or is git's own."""
    try:
        top, found = os.path.realpath(base), os.path.realpath(os.path.join(base, path))
    except ValueError:  # no file can have such a name
        return True
    below = os.path.relpath(found, top).split(os.sep)
    return os.pardir in below or _OF_GIT in below


def _said(*said: str | None) -> bytes:
    return dump(list(said))
