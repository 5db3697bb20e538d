"""`nbtrack outputs`: outputs that git did not get."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from nbtrack.cli.actions import require_action
from nbtrack.cli.columns import print_table
from nbtrack.cli.options import JSON, Command, Option
from nbtrack.compare.times import ago
from nbtrack.errors import StoreError, UsageError
from nbtrack.git.keeping import kept_outputs_of
from nbtrack.git.output_versions import (
    all_versions,
    name_in_tree,
    read_side,
    version_for,
    version_of_id,
    versions_of,
)
from nbtrack.git.worktrees import top_of
from nbtrack.notebook.files import write
from nbtrack.settings import read_settings
from nbtrack.store.clock import utc_text
from nbtrack.store.digest import short_id
from nbtrack.store.output_limits import OutputLimits, beyond_now, limits_from
from nbtrack.terminal import count_text, size_text
from nbtrack.text_table import Column

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from nbtrack.cli.options import Args
    from nbtrack.cli.output import Output
    from nbtrack.git.output_versions import Found
    from nbtrack.store.kept_outputs import KeptOutputs
    from nbtrack.store.output_version import Version

COMMAND = Command(
    "outputs",
    "bring back outputs that git did not get",
    arguments=("ACTION [NOTEBOOK...]", 0, None),
    options=(
        Option("--id", metavar="ID", help="restore, drop: this version, by the first digits of its id"),
        Option(
            "-o", "--output", metavar="FILE", help="restore: write to a new file, whatever the code is now"
        ),
        Option("--all", help="drop: everything that is kept"),
        Option("--keep-days", metavar="N", help="gc: forget what was not used for N days"),
        Option("--max-size", metavar="BYTES", help="gc: forget the oldest until the rest fits"),
        Option("--dry-run", help="change nothing; say what would be done"),
        JSON,
    ),
    description=(
        "The git filter keeps the outputs that it takes out, and brings the last ones back when their\n"
        "version is checked out. ACTION is `ls` (the default): what is kept; `restore`: put outputs back\n"
        "into a notebook; `drop`: forget them; `gc`: forget what is beyond the limits of the settings."
    ),
    examples=(
        ("nbtrack outputs", "everything that is kept"),
        ("nbtrack outputs restore train.ipynb", "the outputs before these ones, for the code as it stands"),
        ("nbtrack outputs restore --id 3f2a9c -o old.ipynb", "some version, into another file"),
        ("nbtrack outputs drop train.ipynb", "forget what is kept of a notebook"),
        ("nbtrack outputs gc --keep-days 30 --dry-run", "what was not used for a month?"),
    ),
)
_SCHEMA = "nbtrack.outputs/1"


def run(args: Args, out: Output) -> int:
    """Do one thing with the outputs that are kept for this repository."""
    action, *paths = args.positional or ("ls",)
    require_action(action, args, {name: (*meant, "json") for name, (_, meant) in _ACTIONS.items()})
    return _ACTIONS[action][0](kept_outputs_of("."), paths, args, out)


def _ls(kept: KeptOutputs, paths: list[str], args: Args, out: Output) -> int:
    found = _found(kept, paths)
    if args.flag("json"):
        out.json({"schema": _SCHEMA, "path": kept.folder, "versions": [_row(one) for one in found]})
    elif not found:
        out.note("no outputs are kept; the filter that `nbtrack git install` installs keeps them")
    else:
        print_table(_columns(found, with_fit=bool(paths)), out)
    return 0


def _restore(kept: KeptOutputs, paths: list[str], args: Args, out: Output) -> int:
    target = args.value("output")
    wanted = args.value("id")
    if target:
        if not wanted or paths:
            raise UsageError("--output needs --id, and no notebook")
        version = version_of_id(kept, wanted)
        return _write(kept, version, target, None, args, out)
    if len(paths) != 1:
        raise UsageError("nbtrack outputs restore needs one notebook")
    side = read_side(paths[0])
    version = version_for(kept, side, wanted)
    if side.full != side.clean and not args.flag("dry-run"):
        kept.keep(name_in_tree(side.path), side.clean, side.full)
    return _write(kept, version, side.path, side.full, args, out)


def _write(kept: KeptOutputs, version: Version, path: str, old: bytes | None, args: Args, out: Output) -> int:
    full = kept.read(version)
    if not args.flag("dry-run"):
        write(path, full, expected=old)
        kept.mark_used(version, kept.path_of(version) if old is None else name_in_tree(path))
    if args.flag("json"):
        out.json({"schema": _SCHEMA, "changed": not args.flag("dry-run"), "path": path, "id": version.digest})
    else:
        verb = "would restore" if args.flag("dry-run") else "restored"
        out.note(f"{path}: {verb} outputs {short_id(version.digest)} ({ago(_time(version))})")
    return 0


def _drop(kept: KeptOutputs, paths: list[str], args: Args, out: Output) -> int:
    if sum((bool(paths), args.flag("all"), args.flag("id"))) != 1:
        raise UsageError("nbtrack outputs drop needs notebooks, or --id, or --all")
    wanted = args.value("id")
    versions = [version_of_id(kept, wanted)] if wanted else [one.version for one in _found(kept, paths)]
    return _forget(kept, versions, args, out)


def _gc(kept: KeptOutputs, paths: list[str], args: Args, out: Output) -> int:
    if paths:
        raise UsageError("nbtrack outputs gc takes no notebook")
    limits = limits_from(read_settings(top_of(".")))
    days, size = args.number("keep-days"), args.count("max-size")
    limits = OutputLimits(
        limits.keep_days if days is None else days, limits.max_bytes if size is None else size
    )
    return _forget(kept, beyond_now(kept, limits), args, out)


def _forget(kept: KeptOutputs, versions: list[Version], args: Args, out: Output) -> int:
    size = sum(version.size_bytes for version in versions)
    if not args.flag("dry-run"):
        kept.forget(versions)
    if args.flag("json"):
        ids = [version.digest for version in versions]
        out.json({"schema": _SCHEMA, "changed": not args.flag("dry-run"), "forgotten": ids, "bytes": size})
    else:
        verb = "would forget" if args.flag("dry-run") else "forgot"
        out.note(f"{verb} {count_text(len(versions), 'version')}, {size_text(size)}")
    return 0


def _found(kept: KeptOutputs, paths: list[str]) -> list[Found]:
    if not paths:
        return all_versions(kept)
    found: dict[tuple[str, int], Found] = {}
    for path in paths:
        versions = versions_of(kept, path)
        if not versions and not os.path.exists(path):
            raise StoreError(f"there is no {path}, and nothing is kept of it")
        found |= {(one.version.file, one.version.at): one for one in versions}
    return sorted(found.values(), key=lambda one: one.version.used_ns, reverse=True)


def _columns(found: list[Found], *, with_fit: bool) -> list[Column]:
    columns = [
        Column("id", [short_id(one.version.digest) for one in found]),
        Column("used", [ago(_time(one.version)) for one in found]),
        Column("size", [size_text(one.version.size_bytes) for one in found], right=True),
        Column("notebook", [one.path or "?" for one in found]),
    ]
    if with_fit:
        columns.append(Column("code", ["as it stands" if one.fits else "another version" for one in found]))
    return columns


def _row(found: Found) -> dict[str, Any]:
    version = found.version
    sizes = {"bytes": version.size_bytes, "used": _time(version)}
    return {"id": version.digest, "clean": version.clean, "path": found.path, **sizes, "fits": found.fits}


def _time(version: Version) -> str:
    return utc_text(version.used_ns / 1e9)


_ACTIONS: dict[str, tuple[Callable[[KeptOutputs, list[str], Args, Output], int], tuple[str, ...]]] = {
    "ls": (_ls, ()),
    "restore": (_restore, ("id", "output", "dry-run")),
    "drop": (_drop, ("id", "all", "dry-run")),
    "gc": (_gc, ("keep-days", "max-size", "dry-run")),
}
