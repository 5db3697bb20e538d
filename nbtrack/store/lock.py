"""One process at a time, among those that write the same files."""

from __future__ import annotations

import errno

_NO_LOCKS = frozenset((errno.ENOSYS, errno.ENOLCK, errno.EOPNOTSUPP))


def lock(descriptor: int) -> None:
    """Wait until nobody else has locked a file; closing it gives it free.

    The file has to be open for writing: NFS makes of this a lock that wants that (flock(2)). Where the file
    system has no locks, as Lustre without its option `flock`, nobody is waited for. Raises OSError.
    """
    try:
        from fcntl import LOCK_EX, flock
    except ImportError:  # Windows, which deletes no file that somebody has open
        return
    try:
        flock(descriptor, LOCK_EX)
    except OSError as error:
        if error.errno not in _NO_LOCKS:
            raise


def lock_if_free(descriptor: int) -> bool:
    """Lock a file, and tell whether that is done: not if somebody else has, or if there are no locks."""
    try:
        from fcntl import LOCK_EX, LOCK_NB, flock
    except ImportError:
        return False
    try:
        flock(descriptor, LOCK_EX | LOCK_NB)
    except OSError:
        return False
    return True
