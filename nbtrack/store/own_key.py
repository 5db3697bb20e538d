"""A key of this user on this machine, to tell what was made here from what came from elsewhere.

It stands outside of every store, so that a store that is copied, shared or pulled does not bring it along.
"""

from __future__ import annotations

import contextlib
import hmac
import os
import stat

from nbtrack.store.user_folder import user_folder

_NAME = "state.key"
_BYTES = 32


def signature(raw: bytes) -> str:
    """Return what proves that this user made some bytes; raises OSError where no key can be kept."""
    _make()
    return _signed(_key(), raw)


def is_ours(raw: bytes, proof: str) -> bool:
    """Tell whether a signature of these bytes is this user's."""
    try:
        return hmac.compare_digest(_signed(_key(), raw), proof)
    except (OSError, TypeError):
        return False


def _signed(key: bytes, raw: bytes) -> str:
    return hmac.new(key, raw, "sha256").hexdigest()


def _key() -> bytes:
    path = _path()
    with open(path, "rb") as file:
        status = os.fstat(file.fileno())
        key = file.read()
    if len(key) != _BYTES or not _is_private(status):
        raise OSError(f"{path} is no key of this user alone")
    return key


def _is_private(status: os.stat_result) -> bool:
    if not hasattr(os, "getuid"):  # Windows keeps what is below a home to its owner by other means
        return True
    return status.st_uid == os.getuid() and not stat.S_IMODE(status.st_mode) & 0o077


def _path() -> str:
    return os.path.join(user_folder(), _NAME)


def _make() -> None:
    """Write a new key unless there is one; it appears whole."""
    path = _path()
    if os.path.exists(path):
        return
    scratch = f"{path}.{os.getpid()}-{os.urandom(4).hex()}"
    descriptor = os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    try:
        with open(descriptor, "wb") as file:
            file.write(os.urandom(_BYTES))
        with contextlib.suppress(FileExistsError):
            os.link(scratch, path)
    finally:
        os.unlink(scratch)
