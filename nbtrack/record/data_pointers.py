"""Files that stand for others: pointers of git-lfs, and what DVC keeps track of."""

from __future__ import annotations

import os
import re

_LFS = b"version https://git-lfs.github.com/spec/"
_OID = re.compile(rb"^oid sha256:([0-9a-f]{64})$", re.MULTILINE)
_MD5 = re.compile(r"^[ -]*md5:\s*([0-9a-f]{32}(?:\.dir)?)\s*$", re.MULTILINE)
_MOST_BYTES = 4096


def pointer_of(path: str, size: int, root: str) -> dict[str, str] | None:
    """Return what a file stands for, or what keeps it: `{"lfs": sha256}`, `{"dvc": md5}`, None for others.

    A file of DVC's stands beside what it tracks, or beside a folder that holds it.
    """
    if size <= _MOST_BYTES and (raw := _head(path)).startswith(_LFS):
        match = _OID.search(raw)
        return {"lfs": match[1].decode("ascii")} if match else None
    place = path
    while place.startswith(os.path.join(root, "")):
        match_dvc = _MD5.search(_head(f"{place}.dvc").decode("utf-8", "replace"))
        if match_dvc:
            return {"dvc": match_dvc[1]}
        place = os.path.dirname(place)
    return None


def _head(path: str) -> bytes:
    try:
        with open(path, "rb") as file:
            return file.read(_MOST_BYTES)
    except OSError:
        return b""
