"""States of kernels, kept so that a run which did not finish can be taken up: pickles of its variables.

They are no part of a record: nothing that copies, shares or shows runs touches them, and they go by
themselves.
Reading a pickle runs code, so what describes one is signed with a key that only its maker has.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import time
from typing import TYPE_CHECKING, Any, NamedTuple

from nbtrack.store.canonical import dump, load
from nbtrack.store.own_key import is_ours, signature
from nbtrack.store.retention import too_much

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

FOLDER = "state"
_MANIFEST, _SIGNATURE = "state.json", "signature"
_DAY_S = 86_400.0
_RUN = re.compile(r"[0-9a-f]{16}")
_SCRATCH_S = 3600.0  # whoever writes for longer has died


class Kept(NamedTuple):
    """The state of a run: its age in seconds, what it takes."""

    run: str
    age_s: float
    size_bytes: int


class States:
    """The states in a store."""

    __slots__ = ("_root",)

    def __init__(self, store_root: str) -> None:
        self._root = os.path.join(store_root, FOLDER)

    def folder(self, run_id: str) -> str:
        """Return the folder of a run's state."""
        return os.path.join(self._root, run_id)

    def begin(self, run_id: str) -> str:
        """Make a folder that only this user can look into, for a state that is yet to be written.

        Raises OSError.
        """
        os.makedirs(self._root, exist_ok=True)
        scratch = os.path.join(self._root, f".{run_id}-{os.urandom(4).hex()}")
        os.mkdir(scratch, 0o700)
        return scratch

    def finish(self, scratch: str, run_id: str, manifest: Mapping[str, Any]) -> None:
        """Sign what is said of a state, and give it its name; raises OSError."""
        raw = dump({**manifest, "run": run_id})
        for name, content in ((_MANIFEST, raw), (_SIGNATURE, signature(raw).encode("ascii"))):
            with open(os.path.join(scratch, name), "wb") as file:
                file.write(content)
        os.rename(scratch, self.folder(run_id))

    def read(self, run_id: str) -> dict[str, Any] | None:
        """Return what is said of a run's state, None without one; raises ValueError for a strange one."""
        folder = self.folder(run_id)
        if not _RUN.fullmatch(run_id) or not os.path.isdir(folder):
            return None
        try:
            with open(os.path.join(folder, _MANIFEST), "rb") as file:
                raw = file.read()
            with open(os.path.join(folder, _SIGNATURE), encoding="ascii") as text:
                proof = text.read()
        except (OSError, ValueError):
            raise ValueError("it is damaged") from None
        if not is_ours(raw, proof):
            raise ValueError("it was not made by you on this machine")
        found: dict[str, Any] = load(raw)
        if found.get("run") != run_id:
            raise ValueError("it is of another run")
        return found

    def size_of(self, run_id: str) -> int:
        """Return how many bytes a run's state takes, 0 without one."""
        return next((one.size_bytes for one in self.all() if one.run == run_id), 0)

    def all(self) -> list[Kept]:
        """List what is kept, the newest first."""
        found = [_kept(os.path.join(self._root, name)) for name in self._names() if _RUN.fullmatch(name)]
        return sorted(found, key=lambda one: one.age_s)

    def remove(self, run_id: str) -> None:
        """Delete a run's state, if there is one."""
        if _RUN.fullmatch(run_id):
            shutil.rmtree(self.folder(run_id), ignore_errors=True)

    def outdated(self, *, keep_days: float, most_bytes: float) -> list[Kept]:
        """Return what is too old, or too much with what is newer."""
        kept = self.all()
        sizes = [(one.age_s, one.size_bytes) for one in kept]
        over = too_much(sizes, keep_s=keep_days * _DAY_S, most_bytes=int(most_bytes))
        return [one for one, is_over in zip(kept, over, strict=True) if is_over]

    def remove_scratch(self) -> None:
        """Delete what writers that died left behind."""
        for name in self._names():
            path = os.path.join(self._root, name)
            with contextlib.suppress(OSError):
                if name.startswith(".") and time.time() - os.stat(path).st_mtime > _SCRATCH_S:
                    shutil.rmtree(path, ignore_errors=True)

    def _names(self) -> list[str]:
        try:
            return os.listdir(self._root)
        except OSError:
            return []


def _kept(folder: str) -> Kept:
    sizes = list(_sizes(folder))
    made = max((at for at, _ in sizes), default=0.0)
    return Kept(os.path.basename(folder), max(0.0, time.time() - made), sum(size for _, size in sizes))


def _sizes(folder: str) -> Iterator[tuple[float, int]]:
    with contextlib.suppress(OSError):
        for entry in os.scandir(folder):
            status = entry.stat(follow_symlinks=False)
            yield status.st_mtime, status.st_size
