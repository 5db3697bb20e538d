"""What changed between two shared runs, made of scrubbed records and notebooks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from nbtrack.compare.comparison import compare
from nbtrack.compare.model import Comparison, Side, Surroundings
from nbtrack.compare.sides import read_side
from nbtrack.errors import NbtrackError
from nbtrack.record.repeats import likely_repeats
from nbtrack.store.digest import short_id
from nbtrack.web.metrics import metrics_gone, metrics_with
from nbtrack.web.pair_parts import pair_cells, pair_values

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nbtrack.store.record import RunRecord
    from nbtrack.store.store import Store
    from nbtrack.web.share.scrubbing import Scrubber


class Report(NamedTuple):
    """A comparison, and what the page of Compare says of it."""

    comparison: Comparison
    pair: Mapping[str, Any]


def report_of(
    old: RunRecord, new: RunRecord, store: Store, scrubber: Scrubber, directions: Mapping[str, str]
) -> Report | None:
    """Return what changed between two runs, None where a notebook is missing."""
    try:
        sides = [_scrubbed(read_side(run, store.blobs), scrubber) for run in (old, new)]
        earlier = likely_repeats(store, old, new)
    except NbtrackError:
        return None
    before, after = (side.record for side in sides)
    comparison = compare(sides[0], sides[1], Surroundings(earlier, directions))
    metrics = [
        *metrics_with({}, after, before, earlier, "."),
        *metrics_gone(after, before, directions),
    ]
    values = pair_values(comparison) | pair_cells(comparison, sides[0].notebook, sides[1].notebook)
    return Report(comparison, values | {"metrics": metrics})


def _scrubbed(side: Side, scrubber: Scrubber) -> Side:
    where = f"run {short_id(side.record.id)}"
    return Side(
        _record(side.record, scrubber, where),
        scrubber.notebook(side.notebook, where),
        side.packages,
        side.read._replace(files={scrubber.text(path, where): one for path, one in side.read.files.items()}),
        side.variables
        and {
            scrubber.text(name, where): scrubber.value(value, name, where)
            for name, value in side.variables.items()
        },
        addresses=tuple(scrubber.text(address, where) for address in side.addresses),
    )


def _record(record: RunRecord, scrubber: Scrubber, where: str) -> RunRecord:
    from dataclasses import replace

    parameters = {
        scrubber.text(name, where): replace(one, value=scrubber.value(one.value, name, where), default=None)
        for name, one in record.parameters.items()
    }
    error: Any = record.error and replace(record.error, message=scrubber.text(record.error.message, where))
    git = record.git and replace(
        record.git, branch=record.git.branch and scrubber.text(record.git.branch, where), remote=None
    )
    files = tuple(replace(file, path=scrubber.text(file.path, where)) for file in record.config_files)
    return replace(
        record,
        parameters=parameters,
        metrics={scrubber.text(name, where): one for name, one in record.metrics.items()},
        error=error,
        note=None,
        config_files=files,
        modules={scrubber.text(path, where): one for path, one in record.modules.items()},
        git=git,
    )
