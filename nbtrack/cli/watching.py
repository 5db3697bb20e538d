"""Wait for files to change, for the commands that have `--watch`."""

from __future__ import annotations

import os

from nbtrack.errors import NbtrackError, UsageError
from nbtrack.notebook.files import STDIN
from nbtrack.project import MADE_BY_TOOLS
from nbtrack.store.location import FOLDER as STORE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nbtrack.cli.options import Args

_SKIPPED = MADE_BY_TOOLS | {".git", STORE}
_WAIT_MS = 100


def changes_below(folders: list[str], suffixes: tuple[str, ...], ignored: str = "") -> Iterator[list[str]]:
    """Yield the files that changed, an empty list once watching has begun; raises NbtrackError.

    What changes between two lists is in the next one.
    """
    try:
        from watchfiles import watch
    except ImportError:
        raise NbtrackError(
            "--watch needs the package watchfiles", hint="pip install 'nbtrack[watch]'"
        ) from None
    found = watch(
        *folders,
        watch_filter=lambda _, path: path != ignored and _matters(path, suffixes),
        yield_on_timeout=True,
        rust_timeout=_WAIT_MS,
    )
    next(found)
    yield []
    for changed in found:
        if changed:
            yield sorted({os.path.relpath(path) for _, path in changed})


def folders_of(args: Args) -> list[str]:
    """List the folders to watch: editors put a new file in the place of an old one."""
    if STDIN in args.positional:
        raise UsageError("--watch needs files: nothing changes in what came through stdin")
    paths = args.positional or (".",)
    missing = [path for path in paths if not os.path.exists(path)]
    if missing:
        raise UsageError(f"--watch needs what is there, and {missing[0]} is not")
    return list(
        dict.fromkeys(path if os.path.isdir(path) else os.path.dirname(path) or "." for path in paths)
    )


def _matters(path: str, suffixes: tuple[str, ...]) -> bool:
    return path.endswith(suffixes) and _SKIPPED.isdisjoint(os.path.relpath(path).split(os.sep))
