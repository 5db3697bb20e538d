"""One thing out of a run: bytes as they are on record, or a list as text or JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nbtrack.cli.show.used import list_files
from nbtrack.compare.sides import notebook_b
from nbtrack.errors import StoreError, UsageError
from nbtrack.query.kept import artifact_b, points_of
from nbtrack.store.digest import short_id
from nbtrack.store.surroundings import data_of, packages_installed

if TYPE_CHECKING:
    from collections.abc import Callable

    from nbtrack.cli.options import Args
    from nbtrack.cli.output import Output
    from nbtrack.store.record import RunRecord
    from nbtrack.store.store import Store


def show_one_thing(record: RunRecord, store: Store, args: Args, out: Output) -> bool:
    """Show what an option asks for, and tell whether one does; raises UsageError for two of them."""
    asked = [name for name in (*_BYTES, *_LISTS) if args.flag(name)]
    if not asked:
        return False
    name, *more = asked
    if more:
        raise UsageError(f"--{name} and --{more[0]} are two things", hint="show one at a time")
    if name in _LISTS:
        _LISTS[name](record, store, args, out)
    elif args.flag("json"):
        raise UsageError(f"--{name} writes bytes as they are on record: it goes without --json")
    else:
        out.raw(_BYTES[name](record, store, args.value(name) or ""))
    return True


def _patch(record: RunRecord, store: Store, _: str) -> bytes:
    return store.blobs.get(record.git.patch) if record.git and record.git.patch else b""


def _lock(record: RunRecord, store: Store, _: str) -> bytes:
    if record.environment is None or record.environment.lock is None:
        raise StoreError(
            f"run {short_id(record.id)} has no lock", hint="`nbtrack show --packages` lists what it has"
        )
    return store.blobs.get(record.environment.lock)


def _packages(record: RunRecord, store: Store, args: Args, out: Output) -> None:
    packages = packages_installed(record.environment, store.blobs)
    if args.flag("json"):
        out.json({"schema": "nbtrack.packages/1", "run": record.id, "packages": packages})
        return
    for name, version in packages.items():
        out.line(f"{name}=={version}")
    if not packages:
        out.note(f"run {short_id(record.id)} has no packages on record")


def _files(record: RunRecord, store: Store, args: Args, out: Output) -> None:
    if args.flag("json"):
        out.json({"schema": "nbtrack.data/1", "run": record.id} | data_of(record, store.blobs))
    else:
        list_files(record, store, out)


def _points(record: RunRecord, store: Store, args: Args, out: Output) -> None:
    metric = args.value("points") or ""
    series = points_of(record, metric, store)
    if args.flag("json"):
        from nbtrack.exchange.rows import table_of_points

        table = table_of_points({record.id: {metric: series}})
        out.json({"schema": "nbtrack.points/1", "columns": table})
        return
    for step, seconds, value in series.points():
        out.styled(f"{'' if step is None else step}\t{seconds:.3f}\t{value!r}")


_BYTES: dict[str, Callable[[RunRecord, Store, str], bytes]] = {
    "notebook": lambda record, store, _: notebook_b(record, store.blobs),
    "patch": _patch,
    "lock": _lock,
    "artifact": lambda record, store, name: artifact_b(record, name, store),
}
_LISTS: dict[str, Callable[[RunRecord, Store, Args, Output], None]] = {
    "packages": _packages,
    "files": _files,
    "points": _points,
}
