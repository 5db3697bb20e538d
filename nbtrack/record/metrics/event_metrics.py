"""Metrics out of the TensorBoard event files that a run wrote, for code that nobody may change."""

from __future__ import annotations

import contextlib
import os
import re
from math import inf
from typing import TYPE_CHECKING

from nbtrack.record.metrics.event_files import scalars_in
from nbtrack.store.points import Framing, points_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nbtrack.record.metrics.event_files import Scalar

_MARK = "tfevents"  # TensorBoard itself knows its files by this
_KIND = "tensorboard"
_TIME = re.compile(r"\d{10}\.\d+")
_EARLIER_S = 1.0  # of a clock that is read elsewhere


def keep_event_metrics(live_folder: str, written: Iterable[str], started: float) -> None:
    """Add the scalars of the event files that were written as points of the run."""
    paths = [path for path in written if _MARK in os.path.basename(path)]
    if not paths:
        return
    frame = Framing().frame
    with open(points_path(live_folder, _KIND), "wb") as points:
        for path, prefix in _prefixes(paths).items():
            for one in _scalars(path):
                if started - _EARLIER_S <= one.at < inf:
                    points.write(frame({prefix + one.tag: one.value}, one.step, one.at))


def _scalars(path: str) -> Iterator[Scalar]:
    """Yield what can be read of a file, which a program may have left torn."""
    with contextlib.suppress(OSError), open(path, "rb") as file:
        yield from scalars_in(file)


def _prefixes(paths: Iterable[str]) -> dict[str, str]:
    """Tell apart what several folders hold, as TensorBoard does: `train/loss` and `validation/loss`."""
    folders = {path: os.path.dirname(path) for path in sorted(paths)}
    if len(set(folders.values())) == 1:
        return dict.fromkeys(folders, "")
    common = os.path.commonpath(folders.values())
    inner = {path: os.path.relpath(folder, common).split(os.sep) for path, folder in folders.items()}
    return {path: "".join(f"{part}/" for part in parts if _tells(part)) for path, parts in inner.items()}


def _tells(part: str) -> bool:
    """Tell whether a folder's name says more than when it was made, as that of `add_hparams` does not."""
    return part != "." and not _TIME.fullmatch(part)
