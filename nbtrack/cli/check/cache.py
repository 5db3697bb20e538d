"""Where is remembered what was found in which notebook, and forgetting it."""

from __future__ import annotations

import os

from nbtrack.project import find_root

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nbtrack.cli.options import Args
    from nbtrack.cli.output import Output
    from nbtrack.rules.cache.table import Table
    from nbtrack.settings import Settings


def clear_cache(args: Args, out: Output) -> int:
    """Forget what was found in the notebooks of the current project."""
    path = table_path(args.value("cache-dir"))
    try:
        os.unlink(path)
    except FileNotFoundError:
        out.note("nothing was remembered here")
    else:
        out.note(f"{path}: deleted")
    return 0


def table_of(args: Args, settings: Settings) -> Table | None:
    """Return what is remembered, None where nothing shall be."""
    if args.flag("no-cache") or not settings.value("check.cache"):
        return None
    from nbtrack.rules.cache.table import Table

    return Table(table_path(args.value("cache-dir")))


def table_path(given: str | None) -> str:
    """Return the file that remembers the notebooks of the current project."""
    from nbtrack.rules.cache.folder import cache_folder
    from nbtrack.rules.cache.signature import digest_of

    name = digest_of(os.fsencode(os.path.realpath(find_root())))[:16].decode()
    return os.path.join(cache_folder(given), "check", name)
