"""What of the index a content is: where a temporary file of git's may be from, and whether it is in there."""

from __future__ import annotations

import hashlib
import os

from nbtrack.git.command import ask_git, listed_in

_SHA1_DIGITS = 40


def tracked_path(temporary: str, raw: bytes) -> str | None:
    """Return the path from the top that the index has such a content at, or else the only one of that name.

    None where several paths could be meant. git names its file by the notebook's name, and its folder or the
    beginning of the name at random (prep_temp_blob in its diff.c).
    """
    listed = listed_in(ask_git(".", "ls-files", "--stage", "-z", "--", ":(top)*.ipynb"))
    entries = [entry.partition("\t") for entry in listed]
    staged = [(head.split()[1], path) for head, _, path in entries]
    name = os.path.basename(temporary)
    names = (name, name.partition("_")[2])
    same_name = [(blob, path) for blob, path in staged if os.path.basename(path) in names]
    same_content = [path for blob, path in same_name if blob == _blob_id(raw, len(blob))]
    found = set(same_content or [path for _, path in same_name])
    return found.pop() if len(found) == 1 else None


def is_staged(path: str, raw: bytes) -> bool:
    """Tell whether the index has just that content at a path from the top."""
    listed = listed_in(ask_git(".", "ls-files", "--stage", "-z", "--", f":(top,literal){path}"))
    blobs = [entry.split()[1] for entry in listed]
    return any(blob == _blob_id(raw, len(blob)) for blob in blobs)


def _blob_id(raw: bytes, digits: int) -> str:
    kind = "sha1" if digits == _SHA1_DIGITS else "sha256"
    return hashlib.new(kind, b"blob %d\0" % len(raw) + raw, usedforsecurity=False).hexdigest()
