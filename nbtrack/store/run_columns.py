"""Values of runs, column by column: of a run each stands at the place that the run has among them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from nbtrack.natural_order import natural
from nbtrack.store.columns import CHUNK_RUNS, FACT, LAST, NONE, PARAMETER, unpacked
from nbtrack.store.listed import LISTED_FACTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from nbtrack.store.columns import Key, Values
    from nbtrack.store.listed import Listed

_TAGS = "tags"
_NOTHING = (None,) * CHUNK_RUNS


class ChunkReader(Protocol):
    """What has the values of the runs that are in chunks."""

    def column(self, kind: str, name: str) -> Mapping[int | None, list[Any]]:
        """Return the values of one name, by chunk."""

    def column_names(self) -> Sequence[Key]:
        """Return kind and name of each column."""


class RunColumns:
    """Ask for columns of some runs, of which `loose` are in no chunk, or not as they stand there."""

    def __init__(
        self, runs: Sequence[Listed], chunks: ChunkReader, loose: Mapping[str, Values] | None = None
    ) -> None:
        self.runs = runs
        self._chunks = chunks
        self._loose = loose
        self._places: tuple[list[int], list[int]] | None = None

    def at(self, places: Iterable[int]) -> RunColumns:
        """Return the columns of the runs at some places."""
        return RunColumns([self.runs[place] for place in places], self._chunks, self._loose_values())

    def column(self, kind: str, name: str) -> list[Any]:
        """Return a value for each run, None where it has none."""
        if kind == FACT and name in LISTED_FACTS:
            return [LISTED_FACTS[name](run) for run in self.runs]
        chunks, places = self._all_places()
        read = self._chunks.column(kind, name) if chunks else {}
        values: list[Any] = []
        for chunk in chunks:
            values += read.get(chunk, _NOTHING)
        values += [found[kind].get(name) for found in self._loose_values().values()]
        return list(map(values.__getitem__, places))

    def tags(self) -> list[tuple[str, ...]]:
        """Return the tags of each run."""
        return [tuple(tags or ()) for tags in self.column(FACT, _TAGS)]

    def parameters(self) -> Iterator[tuple[str, list[Any]]]:
        """Yield each parameter that one of the runs has, with its values."""
        for name in self.names()[0]:
            values = self.column(PARAMETER, name)
            if any(value is not None for value in values) or any(self.column(NONE, name)):
                yield name, values

    def metrics(self) -> Iterator[tuple[str, list[Any]]]:
        """Yield each metric that one of the runs has, with its last values."""
        for name in self.names()[1]:
            values = self.column(LAST, name)
            if any(value is not None for value in values):
                yield name, values

    def names(self) -> tuple[list[str], list[str]]:
        """Return the names of all parameters and of all metrics, and some that other runs have."""
        in_chunks = self._chunks.column_names() if self._all_places()[0] else []
        return self._names(PARAMETER, in_chunks), self._names(LAST, in_chunks)

    def _names(self, wanted: str, in_chunks: Sequence[Key]) -> list[str]:
        found = dict.fromkeys(name for kind, name in in_chunks if kind == wanted)
        for loose in self._loose_values().values():
            found |= dict.fromkeys(loose[wanted])
        return sorted(found, key=natural)

    def _all_places(self) -> tuple[list[int], list[int]]:
        """Return the chunks, and where each run stands in all their values with those of no chunk behind."""
        if self._places is None:
            chunks = sorted({run.chunk for run in self.runs if run.chunk is not None})
            starts = {chunk: number * CHUNK_RUNS for number, chunk in enumerate(chunks)}
            loose = {one: len(chunks) * CHUNK_RUNS + at for at, one in enumerate(self._loose_values())}
            places = [
                loose[run.id] if run.id in loose or run.chunk is None else starts[run.chunk] + run.place
                for run in self.runs
            ]
            self._places = chunks, places
        return self._places

    def _loose_values(self) -> Mapping[str, Values]:
        return self._loose or {}


class KeptColumns:
    """Columns as they were read, which are unpacked when somebody asks for them."""

    def __init__(self, packed: Mapping[Key, Mapping[int, bytes]]) -> None:
        self._packed = packed

    def column(self, kind: str, name: str) -> dict[int | None, list[Any]]:
        """Return the values of one name, by chunk."""
        found = self._packed.get((kind, plain_name(name)), {})
        return {chunk: unpacked(packed) for chunk, packed in found.items()}

    def column_names(self) -> list[Key]:
        """Return kind and name of each column."""
        return list(self._packed)


def plain_name(name: str) -> str:
    """Return a name as SQLite takes it: without the surrogates that come out of a broken file name."""
    return name.encode("utf-8", "backslashreplace").decode("utf-8")
