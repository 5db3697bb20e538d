"""Files that stand for others: pointers of git-lfs, and what DVC keeps track of."""

from __future__ import annotations

import os
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from nbtrack.notebook.parameters.yaml_adapter import YamlError, load_yaml

if TYPE_CHECKING:
    from collections.abc import Mapping

_LFS = b"version https://git-lfs.github.com/spec/"
_OID = re.compile(rb"^oid sha256:([0-9a-f]{64})$", re.MULTILINE)
_MD5 = re.compile(r"^[ -]*md5:\s*([0-9a-f]{32}(?:\.dir)?)\s*$", re.MULTILINE)
_MOST_BYTES = 4096


def pointer_of(path: str, size: int, root: str) -> dict[str, str] | None:
    """Return what a file stands for, or what keeps it: `{"lfs": sha256}`, `{"dvc": md5}`, None for others.

    A file of DVC's stands beside what it tracks, or beside a folder that holds it; what its pipelines make is
    in a `dvc.lock` beside their `dvc.yaml`.
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
        if md5 := _locked_in(place).get(path):
            return {"dvc": md5}
    return None


def _locked_in(folder: str) -> _Locked:
    """Return what the pipelines of a folder made."""
    lock = os.path.join(folder, "dvc.lock")
    try:
        stat = os.stat(lock)
    except OSError:
        return _Locked({})
    return _locked(lock, stat.st_size, stat.st_mtime_ns)


class _Locked:
    """What DVC's pipelines made, files and folders, with the digests of their last run."""

    def __init__(self, outs: Mapping[str, str]) -> None:
        self._outs = outs

    def get(self, path: str) -> str | None:
        """Return the digest of a file, or of the folder that holds it."""
        while path not in self._outs and (above := os.path.dirname(path)) != path:
            path = above
        return self._outs.get(path)


@lru_cache(maxsize=8)  # asked for each file of a run
def _locked(lock: str, _size: int, _modified: int) -> _Locked:
    try:
        with open(lock, "rb") as file:
            found = load_yaml(file.read().decode("utf-8", "replace"))
    except (OSError, YamlError):
        return _Locked({})
    folder = os.path.dirname(lock)
    outs = [out for stage in _parts(_of(found, "stages")) for out in _parts(_of(stage, "outs"))]
    pairs = [(_of(out, "path"), _of(out, "md5")) for out in outs]
    return _Locked(
        {
            os.path.normpath(os.path.join(folder, path)): md5
            for path, md5 in pairs
            if isinstance(path, str) and isinstance(md5, str)
        }
    )


def _of(found: object, name: str) -> Any:
    return found.get(name) if isinstance(found, dict) else None


def _parts(found: object) -> list[Any]:
    return list(found.values()) if isinstance(found, dict) else found if isinstance(found, list) else []


def _head(path: str) -> bytes:
    try:
        with open(path, "rb") as file:
            return file.read(_MOST_BYTES)
    except OSError:
        return b""
