"""Find notebooks below folders, leaving out what git ignores."""

from __future__ import annotations

import os
import stat

from nbtrack.errors import NotebookError
from nbtrack.project import MADE_BY_TOOLS, checkout_above

SUFFIX = ".ipynb"
# Never anybody's own notebooks: copies that Jupyter keeps, installed packages, caches.
_SKIPPED = MADE_BY_TOOLS | {"site-packages"}


def find_notebooks(paths: tuple[str, ...]) -> list[str]:
    """List the notebooks that paths name: a file or "-" as it is, a folder with all below it, each once.

    Raises NotebookError for a path that does not exist.
    """
    return find_files(paths, SUFFIX)


def find_files(paths: tuple[str, ...], *suffixes: str) -> list[str]:
    """List files as `find_notebooks` does, with any of some suffixes."""
    found: dict[str, str] = {}  # by path without detours: each file once, as it was written first
    for path in paths:
        if os.path.isdir(path):
            for below in sorted(_below(path, suffixes)):
                found.setdefault(below, below)
        elif path == "-" or os.path.lexists(path):
            found.setdefault(os.path.normpath(path), path)
        else:
            from nbtrack.notebook.nearest_file import hint_for

            raise NotebookError("no such file or folder", path=path, hint=hint_for(path))
    return list(found.values())


def _below(folder: str, suffixes: tuple[str, ...]) -> list[str]:
    names = _git_files(folder, suffixes) if _in_repository(folder) else None
    if names is None:
        return list(_walk(folder, suffixes))
    found: list[str] = []
    for name in names:
        path = os.path.normpath(os.path.join(folder, name))
        if name.endswith("/"):  # a repository inside this one
            found.extend(_below(path, suffixes))
        elif name.endswith(suffixes) and _SKIPPED.isdisjoint(name.split("/")) and _is_there(path):
            found.append(path)
    return found


def _is_there(path: str) -> bool:
    """Leave out what git still lists and submodules; what cannot be read is for the reader to tell."""
    try:
        return not stat.S_ISDIR(os.lstat(path).st_mode)
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        return True


def _in_repository(folder: str) -> bool:
    return checkout_above(folder) is not None


def _walk(folder: str, suffixes: tuple[str, ...]) -> list[str]:
    found: list[str] = []
    # A folder that may not be looked into is no empty one: reading it tells why.
    for top, folders, names in os.walk(folder, onerror=lambda e: found.append(os.path.normpath(e.filename))):
        folders[:] = [name for name in folders if name not in _SKIPPED and not name.startswith(".")]
        found.extend(os.path.normpath(os.path.join(top, name)) for name in names if name.endswith(suffixes))
    return found


def _git_files(folder: str, suffixes: tuple[str, ...]) -> list[str] | None:
    """Ask git, the authority on what it ignores; None where git is missing or refuses."""
    command = ["git", "-c", "core.fsmonitor=", "-C", folder, "ls-files", "-z", "--cached", "--others"]
    command += ["--exclude-standard", "--deduplicate", "--", "*/", *(f"*{suffix}" for suffix in suffixes)]
    try:
        raw_b = _output_of(command)
    except OSError:
        return None
    return None if raw_b is None else [os.fsdecode(name) for name in raw_b.split(b"\0") if name]


def _output_of(command: list[str]) -> bytes | None:
    """Return what a program prints, None when it fails; `subprocess` would double the start-up of `strip`."""
    if not hasattr(os, "posix_spawnp"):  # on Windows
        import subprocess

        done = subprocess.run(command, capture_output=True, check=False)
        return done.stdout if done.returncode == 0 else None
    reader, writer = os.pipe()
    quiet = os.open(os.devnull, os.O_WRONLY)
    try:
        actions = [(os.POSIX_SPAWN_DUP2, writer, 1), (os.POSIX_SPAWN_DUP2, quiet, 2)]
        child = os.posix_spawnp(command[0], command, os.environ, file_actions=actions)
    except OSError:
        os.close(reader)
        raise
    finally:
        os.close(writer)
        os.close(quiet)
    with open(reader, "rb") as stream:
        output = stream.read()
    return output if os.waitpid(child, 0)[1] == 0 else None
