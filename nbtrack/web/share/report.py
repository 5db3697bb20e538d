"""What changed between two shared runs: a page of its own, made of scrubbed notebooks."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Any, NamedTuple

from nbtrack.compare.comparison import Comparison, Side, Surroundings, compare
from nbtrack.compare.page import render_report
from nbtrack.compare.sides import read_side
from nbtrack.errors import NbtrackError
from nbtrack.web.notebook.markdown import prose

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nbtrack.store.record import RunRecord
    from nbtrack.store.store import Store
    from nbtrack.web.share.scrubbing import Scrubber

_DIGEST = re.compile(r"sha256-[A-Za-z0-9+/]+=*")


class Report(NamedTuple):
    """A comparison with its page, and the digests of the style and script that the page needs."""

    comparison: Comparison
    page: str

    @property
    def digests(self) -> list[str]:
        """Return what a page around it has to allow: its policy holds in frames as well."""
        return _DIGEST.findall(html.unescape(self.page[: self.page.find("<style")]))


def report_of(
    old: RunRecord, new: RunRecord, store: Store, scrubber: Scrubber, around: Mapping[str, str]
) -> Report | None:
    """Return what changed between two runs, None where a notebook is missing."""
    try:
        sides = [_scrubbed(read_side(run, store.blobs), scrubber) for run in (old, new)]
        recent, _ = store.newest(500, old.experiment)
    except NbtrackError:
        return None
    earlier: Sequence[RunRecord] = [run for run in recent if run.id != new.id and run.started <= new.started]
    comparison = compare(sides[0], sides[1], Surroundings(earlier, around))
    return Report(comparison, render_report(comparison, sides[0], sides[1], prose))


def _scrubbed(side: Side, scrubber: Scrubber) -> Side:
    from dataclasses import replace

    record, where = side.record, f"run {side.record.id[:8]}"
    parameters = {
        name: replace(one, value=scrubber.value(one.value, name, where), default=None)
        for name, one in record.parameters.items()
    }
    error: Any = record.error and replace(record.error, message=scrubber.text(record.error.message, where))
    made = replace(record, parameters=parameters, error=error, note=None, config_files=(), git=None)
    return Side(made, scrubber.notebook(side.notebook, where), side.packages)
