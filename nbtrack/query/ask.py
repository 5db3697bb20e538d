"""Ask for runs from Python, by the words of the command line."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, TypeAlias

from nbtrack.errors import StoreError, UsageError
from nbtrack.query.best import Wanted, best_on
from nbtrack.query.chosen_run import chosen_on, chosen_runs, experiment_named
from nbtrack.query.frame import Frame
from nbtrack.query.question import Question, asked
from nbtrack.query.recorded_run import RecordedRun, store_of
from nbtrack.query.recorded_runs import RecordedRuns
from nbtrack.record.project_store import find_store, store_at
from nbtrack.store.references import LATEST

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nbtrack.query.differences import Differences
    from nbtrack.store.sheet import Sheet
    from nbtrack.store.store import Store

    Path: TypeAlias = str | os.PathLike[str]
    Where: TypeAlias = str | Sequence[str] | None


def runs(
    where: Where = None,
    *,
    experiment: Path | None = None,
    sort: str | None = None,
    limit: int | None = None,
    store: Path | None = None,
) -> RecordedRuns:
    """Return the runs that meet conditions, as "val_acc > 0.9 and tag:baseline", the newest first.

    `sort` names a value, the smallest first, or with "-" before it the largest. `experiment` is the path of a
    notebook or script, or what `start` was told. `store` is the folder of another store, or of a project that
    has one. Raises UsageError for a condition that cannot be read and UnknownNameError for a name no run has.
    """
    if limit is not None and limit < 0:
        raise UsageError(f"limit is {limit}, and cannot be less than 0")
    found = _opened(store, experiment)
    question = Question(
        where=_conditions(where),
        sort=sort.removeprefix("-") if sort else None,
        is_reversed=bool(sort) and str(sort).startswith("-"),
        limit=limit,
    )
    with asked(found, _named_in(found, experiment), question) as (sheet, _):
        return _kept(sheet, found)


def best(
    metric: str,
    *,
    minimize: bool | None = None,
    where: Where = None,
    experiment: Path | None = None,
    store: Path | None = None,
) -> RecordedRun:
    """Return the finished run that is best by a metric's last value, or by `loss.min`.

    Where `minimize` does not say which way is better, the settings do, or well-known names. Raises StoreError
    where there is none, and what `runs` raises.
    """
    found = _opened(store, experiment)
    wanted = Wanted(metric, minimize, "minimize=True or minimize=False")
    with found.sheet(_named_in(found, experiment)) as sheet:
        order = best_on(sheet, wanted, _conditions(where))
        if not order.places:
            raise StoreError(order.none)
        return _kept(sheet.only(order.places[:1]), found)[0]


def get(run: str | Path = LATEST, *, store: Path | None = None) -> RecordedRun:
    """Return a run by the beginning of its id, its name, its notebook, `latest` or `latest~2`.

    Raises StoreError.
    """
    word = os.fspath(run)
    found = _opened(store, word)
    with found.sheet() as sheet:
        return _kept(chosen_on([word], sheet), found)[0]


def compare_runs(*runs: str | RecordedRun, store: Path | None = None) -> Differences:
    """Return what changed between two runs, or stands side by side of more, as `nbtrack compare --json`.

    One run is compared with the run before it, nothing is the last run. Raises StoreError.
    """
    from nbtrack.query.comparing import compared, has_code, side_by_side
    from nbtrack.query.differences import differences_of_many, differences_of_two

    words = [run.id if isinstance(run, RecordedRun) else run for run in runs]
    own = next((run for run in runs if isinstance(run, RecordedRun)), None)
    found = store_of(own) if own is not None and store is None else _opened(store, None)
    chosen = chosen_runs(words, found) if len(words) <= 2 else []
    if len(words) > 2 or (len(chosen) == 2 and not all(map(has_code, chosen))):
        return differences_of_many(side_by_side(words, found))
    return differences_of_two(compared(chosen, found).comparison)


def _kept(sheet: Sheet, store: Store) -> RecordedRuns:
    if store.damaged:
        import warnings

        count = len(store.damaged)
        warnings.warn(
            f"damaged records are left out: {count}; see `nbtrack store verify`", RuntimeWarning, stacklevel=3
        )
    return RecordedRuns(Frame(sheet.kept(), store))


def _conditions(where: Where) -> tuple[str, ...]:
    return () if where is None else (where,) if isinstance(where, str) else tuple(where)


def _opened(store: Path | None, beside: Path | None) -> Store:
    return find_store(os.fspath(beside or ".")) if store is None else store_at(os.fspath(store))


def _named_in(store: Store, experiment: Path | None) -> str | None:
    """Return how the store calls an experiment: by its path from here, or as it was given."""
    if experiment is None:
        return None
    return experiment_named(os.fspath(experiment), store.listed)
