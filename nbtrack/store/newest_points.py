"""The newest value of each metric of a run in progress, without reading again what came before."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from nbtrack.store.logged import calls_in, points_files

if TYPE_CHECKING:
    from collections.abc import Iterator


def newest_values(live_folder: str) -> dict[str, float]:
    """Return the value that each metric had last; who asks again and again reads only what is new."""
    return _newest_of(live_folder).read()


class _Newest:
    """What was read so far of the files of a run."""

    __slots__ = ("_files", "_folder", "_values")

    def __init__(self, live_folder: str) -> None:
        self._folder = live_folder
        self._files: dict[str, tuple[int, dict[int, list[str]]]] = {}  # where each goes on, and its names
        self._values: dict[str, tuple[float, float]] = {}

    def read(self) -> dict[str, float]:
        for path in points_files(self._folder):
            for name, at_s, value in self._new_in(path):
                if at_s >= self._values.get(name, (0.0, 0.0))[0]:
                    self._values[name] = at_s, value
        return {name: value for name, (_, value) in self._values.items()}

    def _new_in(self, path: str) -> Iterator[tuple[str, float, float]]:
        """Yield the last point of each stretch of calls that was added."""
        start, names_by_id = self._files.get(path, (0, {}))
        try:
            with open(path, "rb") as file:
                file.seek(start)
                raw = file.read()
        except OSError:  # the run is over
            return
        end = start
        for calls, place in calls_in(raw, names_by_id):
            end = start + place
            at_s, values = calls.newest()
            yield from ((name, at_s, value) for name, value in zip(calls.names, values, strict=True))
        self._files[path] = end, names_by_id


@lru_cache(maxsize=1)
def _newest_of(live_folder: str) -> _Newest:
    return _Newest(live_folder)
