"""`nbtrack.log_series()`: metrics that were measured already, as a library hands them over in the end."""

from __future__ import annotations

from array import array

from nbtrack.record.log import append, is_recording, numbers, warn
from nbtrack.store.points import HEADER_WORDS, WORD_BYTES, Framing, little_endian

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import Any

    Columns = dict[str, list[Any]]


def log_series(values: Mapping[str, Any], /, *, steps: Iterable[int] | None = None) -> None:
    """Record many points of some metrics: `nbtrack.log_series(history.history)` after Keras has trained.

    `values` are columns under their names, as those of a data frame; one with columns of its own, such as
    XGBoost's `evals_result()`, gives names as "eval.rmse". Steps count from 0 where none are given.
    """
    if not is_recording():
        return
    given = None if steps is None else [*steps]
    for size, columns in _by_length(values).items():
        numbered = _numbered(size, given)
        try:
            append(_frames, columns, numbered)
        except Exception:  # noqa: BLE001 - no number among them, or a value's own code; the others are kept
            for place, step in enumerate(numbered):
                row = {name: column[place] for name, column in columns.items()}
                append(Framing.frame, numbers(row), step)


def _by_length(values: object) -> dict[int, Columns]:
    found: dict[int, Columns] = {}
    try:
        for name, column in _flat(values, ""):
            found.setdefault(len(column), {})[name] = column
    except Exception as error:  # noqa: BLE001 - no columns, or their own code
        warn(
            f"nbtrack.log_series: columns of numbers under names are needed ({error}); the rest was left out"
        )
    return {size: columns for size, columns in found.items() if size}


def _flat(values: Any, prefix: str) -> Iterator[tuple[str, list[Any]]]:
    for name, column in values.items():
        if hasattr(column, "keys") and not hasattr(column, "dtype"):  # a pandas column has both
            yield from _flat(column, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", list(column)


def _numbered(size: int, steps: Sequence[Any] | None) -> Sequence[int]:
    if steps is None:
        return range(size)
    if len(steps) != size:
        warn(f"nbtrack.log_series: {len(steps)} steps are not for {size} values, which count from 0")
        return range(size)
    return steps


def _frames(framing: Framing, columns: Columns, steps: Sequence[int], at_s: float) -> bytes:
    """Return the frames of as many calls as there are steps; raises what `array` does for no number."""
    names = tuple(columns)
    names_id, pack, introduction = framing.introduced(names)
    width = HEADER_WORDS + len(names)
    words = array("q", bytes(WORD_BYTES * width * len(steps)))
    integers, doubles = memoryview(words), memoryview(words).cast("B").cast("d")
    integers[0::width] = memoryview(array("q", [names_id]) * len(steps))
    integers[2::width] = memoryview(array("q", steps))
    doubles[1::width] = memoryview(array("d", [at_s]) * len(steps))
    for place, column in enumerate(columns.values(), HEADER_WORDS):
        doubles[place::width] = memoryview(array("d", column))
    framing.remember(names, names_id, pack)
    return introduction + little_endian(words).tobytes()
