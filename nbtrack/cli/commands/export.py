"""`nbtrack export`: runs as a table for other programs."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from nbtrack.cli.deliver import deliver, deliver_json
from nbtrack.cli.options import Command, Option
from nbtrack.compare.sheet_fields import fitting
from nbtrack.errors import UsageError
from nbtrack.exchange.rows import csv_of, parquet_of, table_of_points, table_of_runs
from nbtrack.exchange.runs_json import runs_json
from nbtrack.notebook.files import STDIN
from nbtrack.plain_json import plain_json
from nbtrack.query.chosen_run import chosen_run, experiment_named
from nbtrack.record.project_store import find_store
from nbtrack.store.attached import series_of
from nbtrack.store.record_json import to_json
from nbtrack.store.statuses import RUNNING, SNAPSHOT
from nbtrack.terminal import count_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nbtrack.cli.options import Args
    from nbtrack.cli.output import Output
    from nbtrack.store.store import Store

FORMATS = ("csv", "json", "parquet", "mlflow")
_NO_MLFLOW = (SNAPSHOT, RUNNING)  # what never ran, and what is not over: written once, it stays as it is
_TABLES = {"csv": csv_of, "parquet": parquet_of}
COMMAND = Command(
    "export",
    "write runs as a table for other programs",
    arguments=("NOTEBOOK|RUN", 0, 1),
    options=(
        Option(
            "-f",
            "--format",
            metavar="FORMAT",
            choices=FORMATS,
            help=f"{', '.join(FORMATS)}",
        ),
        Option("-o", "--output", metavar="FILE", help="write to FILE instead of stdout"),
        Option(
            "-w", "--where", metavar="CONDITION", many=True, help="only runs that meet it: see `nbtrack runs`"
        ),
        Option("--points", help="every point of every metric instead of a row for each run"),
    ),
    description=(
        "A row for each run, the newest first, with a column for each fact, each parameter (`param:lr`) and\n"
        "the last value of each metric (`metric:loss`), as CSV if no format is given. With --points it is a\n"
        "row for each point: run, metric, step, time in seconds since 1970, value. JSON has the records as\n"
        "they are. Parquet needs pyarrow. `mlflow` makes, or adds to, a folder as MLflow's file store, with\n"
        "all points and artifacts, of runs that are over. A notebook stands for its runs, a run for itself."
    ),
    examples=(
        ("nbtrack export -o runs.csv", "all runs, for a spreadsheet"),
        ("nbtrack export --points -f parquet -o points.parquet", "all curves, for pandas"),
        ("nbtrack export -f mlflow -o mlruns", "all runs, for `mlflow ui --backend-store-uri ./mlruns`"),
        ("nbtrack export train.ipynb -w 'val_acc > 0.9' -f json", "some runs of one notebook, whole"),
    ),
)


def run(args: Args, out: Output) -> int:
    """Write the runs that are meant."""
    word = args.positional[0] if args.positional else None
    store, form = find_store(word or "."), args.value("format") or "csv"
    target = args.value("output") or STDIN
    experiment, only = _meant(word, store) if word else (None, None)
    with store.sheet(experiment) as sheet:
        places = [
            place
            for place in fitting(args.values("where"), sheet)
            if only is None or sheet.runs[place].id == only
        ]
        left_out = _NO_MLFLOW if form == "mlflow" else ()
        ids = [run.id for run in map(sheet.runs.__getitem__, places) if run.status not in left_out]
        is_table = form in _TABLES and not args.flag("points")
        rows = table_of_runs(sheet.only(places)) if is_table else {}
    if form == "mlflow":
        return _mlflow(ids, args, store, out)
    if args.flag("points"):
        deliver(_points(ids, form, store), target, out)
    elif is_table:
        deliver(_TABLES[form](rows), target, out)
    else:
        deliver_json(runs_json(map(to_json, store.get_each(ids)), len(ids)), target, out)
    if target != STDIN:
        out.note(f"{target}: {count_text(len(ids), 'run')}")
    return 0


def _meant(word: str, store: Store) -> tuple[str, str | None]:
    """Return the experiment that a word names, and the run of it where it names one; raises StoreError."""
    experiment = experiment_named(word, store.listed)
    if os.path.exists(word) or any(run.experiment == experiment for run in store.listed()):
        return experiment, None
    run = chosen_run(word, store)
    return run.experiment, run.id


def _mlflow(ids: Sequence[str], args: Args, store: Store, out: Output) -> int:
    from nbtrack.exchange.mlflow_export import write_mlflow

    folder = args.value("output")
    if folder in (None, STDIN) or args.flag("points"):
        raise UsageError("MLflow's store is a folder", hint="name it with -o, as in `-f mlflow -o mlruns`")
    try:
        new = write_mlflow(folder, store.get_each(ids), store.blobs)
    except OSError as error:
        raise UsageError(f"cannot write {folder}: {(error.strerror or str(error)).lower()}") from None
    out.note(f"{folder}: {count_text(new, 'run')} written, {len(ids) - new} there already")
    return 0


def _points(ids: Sequence[str], form: str, store: Store) -> bytes:
    runs = filter(lambda run: run.series, store.get_each(ids))
    table = table_of_points({one.id: series_of(one, store.blobs) for one in runs})
    if form in _TABLES:
        return _TABLES[form](table)
    found = {"schema": "nbtrack.points/1", "columns": table}
    return (plain_json(found, ensure_ascii=True) + "\n").encode("ascii")
