"""Where else a version was used than under the path that it is kept with.

Copies of a notebook share a version, and yet each has its own outputs to come back. An empty file for each
such place says by its name which version was there, and by its time, when.
"""

from __future__ import annotations

import os

from nbtrack.store.digest import digest_of
from nbtrack.store.output_files import touch

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from nbtrack.store.output_version import Version

FOLDER = "places"
_DIGITS = 16  # of a path's digest: there are not many paths for one version
_HEAD = 2


def key_of(path: str) -> str:
    """Return what stands for a path."""
    return digest_of(path.encode("utf-8", "surrogateescape"))[:_DIGITS]


def use(folder: str, version: Version, path: str) -> None:
    """Note that a version is used now under another path than its own; raises OSError."""
    where = os.path.join(folder, version.clean[:_HEAD])
    file = os.path.join(where, f"{_beginning(version)}{key_of(path)}")
    if not touch(file):
        os.makedirs(where, exist_ok=True)
        os.close(os.open(file, os.O_WRONLY | os.O_CREAT, 0o600))
        touch(file)


def tell(folder: str, versions: Iterable[Version]) -> None:
    """Tell versions where else they were used."""
    by_name = {f"{version.clean[:_HEAD]}/{_beginning(version)}": version for version in versions}
    for head in {name[:_HEAD] for name in by_name}:
        for name in _names(os.path.join(folder, head)):
            version = by_name.get(f"{head}/{name[:-_DIGITS]}")
            if version:
                file = os.path.join(folder, head, name)
                version.elsewhere[name[-_DIGITS:]] = _time_of(file)


def forget(folder: str, version: Version) -> None:
    """Forget where else a version was used; raises OSError."""
    where = os.path.join(folder, version.clean[:_HEAD])
    for name in _names(where):
        if name.startswith(_beginning(version)):
            os.unlink(os.path.join(where, name))


def _beginning(version: Version) -> str:
    return f"{version.clean[_HEAD:]}-{version.digest}-"


def _names(folder: str) -> list[str]:
    try:
        return os.listdir(folder)
    except (FileNotFoundError, NotADirectoryError):
        return []


def _time_of(file: str) -> int:
    try:
        return os.stat(file).st_mtime_ns
    except OSError:  # forgotten since it was listed
        return 0
