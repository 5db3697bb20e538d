"""What the cells used that a run took over from another: it is part of what its result comes from."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from nbtrack.record.files.data_files import READ
from nbtrack.record.gathering import counted
from nbtrack.store.canonical import dump
from nbtrack.store.statuses import FINISHED
from nbtrack.store.surroundings import data_of, packages_imported

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from nbtrack.store.live import LiveRun
    from nbtrack.store.record import RunRecord
    from nbtrack.store.store import Store

_LISTS = ("urls", "hosts", "unseen")


def take_over_used(before: RunRecord, live: LiveRun, store: Store) -> None:
    """Add to a run's journal what the run used that it takes up; raises StoreError."""
    record = live.appended()
    ran = [cell.number for cell in before.cells if cell.status == FINISHED]
    numbers = dict(zip(ran, (cell.number for cell in record.cells if cell.taken_from), strict=False))
    if then := data_of(before, store.blobs):
        live.append(data=counted(_joined(then, data_of(record, store.blobs), numbers), live))
    live.append(modules={path: one for path, one in before.modules.items() if path not in record.modules})
    if before.environment and record.environment and before.environment.imported:
        packages = packages_imported(before.environment, store.blobs)
        packages |= packages_imported(record.environment, store.blobs)
        live.append(environment=replace(record.environment, imported=live.put(dump(packages))))


def _joined(then: dict[str, Any], now: dict[str, Any], numbers: Mapping[int, int]) -> dict[str, Any]:
    """Return both; of a file that both only read, what the first found in it."""
    files = {one["path"]: one for one in _of_cells(then.get("files", ()), numbers)}
    for one in now.get("files", ()):
        if one["use"] != READ or one["path"] not in files:
            files[one["path"]] = one
    folders = {one["path"]: one for found in (then, now) for one in found.get("folders", ())}
    lists = {name: list(dict.fromkeys((*then.get(name, ()), *now.get(name, ())))) for name in _LISTS}
    both = {**then, **now, "files": [*files.values()], "folders": [*folders.values()], **lists}
    if not (then.get("watched") and now.get("watched", not now)):
        both.pop("watched", None)
    return both


def _of_cells(files: list[dict[str, Any]], numbers: Mapping[int, int]) -> Iterator[dict[str, Any]]:
    """Yield the files that the cells used which are taken over, with the numbers that these have now."""
    for one in files:
        if "cell" not in one:
            yield one
        elif one["cell"] in numbers:
            yield {**one, "cell": numbers[one["cell"]]}
