"""`nbtrack log`: show the history of a notebook."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from nbtrack.cli.options import JSON, Command, Option
from nbtrack.cli.show.run import run_json
from nbtrack.compare.text import render_summary
from nbtrack.compare.times import ago, duration_text
from nbtrack.git.commits import Commit, commits_of
from nbtrack.query.status_colours import COLOURS
from nbtrack.record.history import history_of
from nbtrack.record.previous import stored_comparison
from nbtrack.record.project_store import find_store
from nbtrack.store.clock import utc_text
from nbtrack.store.digest import short_id
from nbtrack.store.location import experiment_of
from nbtrack.store.statuses import SNAPSHOT
from nbtrack.terminal import as_word, count_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nbtrack.cli.options import Args
    from nbtrack.cli.output import Output
    from nbtrack.store.record import RunRecord
    from nbtrack.store.store import Store

COMMAND = Command(
    "log",
    "show the history of a notebook",
    arguments=("NOTEBOOK", 1, 1),
    options=(
        Option("-n", "--limit", metavar="COUNT", help="how many of the newest, 0 for all; 10 if not given"),
        Option("--oneline", help="a line for each run, snapshot and commit, with its note"),
        JSON,
    ),
    description=(
        "Every run and snapshot of a notebook and its pair, the newest first, each run with what changed\n"
        "since the run before: parameters, metrics, code, outputs, packages, commit. The commits that\n"
        "changed the notebook stand in between. The file need not be there any more."
    ),
    examples=(
        ("nbtrack log train.ipynb", "how did it get here?"),
        ("nbtrack log --oneline -n 0 train.ipynb", "all of it, a line each"),
    ),
)
_LIMIT = 10


class _Log(NamedTuple):
    """The records that are shown, how many there are, and the commits since the oldest that is shown."""

    experiment: str
    shown: Sequence[RunRecord]
    total: int
    commits: Sequence[Commit]


def run(args: Args, out: Output) -> int:
    """Show the runs, snapshots and commits of one notebook."""
    path = args.positional[0]
    store = find_store(path)
    found = _log(path, store, args)
    if args.flag("json"):
        out.json(_json(found, store))
        return 0
    for number, entry in enumerate(_entries(found)):
        if not args.flag("oneline") and number:
            out.styled("")
        if isinstance(entry, Commit):
            out.styled(_commit_line(entry, out))
        elif args.flag("oneline"):
            note = (entry.note or "").partition("\n")[0]
            out.styled("  ".join(filter(None, [_headline(entry, found, out), out.paint(note, "dim")])))
        else:
            _show(entry, found, store, out)
    if not found.total:
        out.note(f"there are no runs of {path} yet; `nbtrack run {as_word(path)}` records one")
    elif len(found.shown) < found.total:
        out.note(f"{count_text(found.total - len(found.shown), 'older run')}; -n 0 shows all")
    return 0


def _log(path: str, store: Store, args: Args) -> _Log:
    records = history_of(path, store)
    most = args.limit(_LIMIT)
    commits: Sequence[Commit] = commits_of(path, most)
    shown = records[:most]
    if len(shown) < len(records):
        commits = [commit for commit in commits if _time_of(commit) >= shown[-1].started]
    return _Log(experiment_of(path), shown, len(records), commits)


def _entries(found: _Log) -> list[RunRecord | Commit]:
    return sorted((*found.shown, *found.commits), key=_time_of, reverse=True)


def _time_of(entry: RunRecord | Commit) -> str:
    return utc_text(entry.at_s) if isinstance(entry, Commit) else entry.started


def _json(found: _Log, store: Store) -> dict[str, Any]:
    runs = [run_json(run, stored_comparison(store, run)) for run in found.shown]
    commits = [
        {"commit": commit.id, "committed": _time_of(commit), "subject": commit.subject}
        for commit in found.commits
    ]
    return {"schema": "nbtrack.log/1", "runs": runs, "commits": commits}


def _commit_line(commit: Commit, out: Output) -> str:
    name = out.paint(short_id(commit.id), "blue")
    return "  ".join((name, "commit", ago(_time_of(commit)), out.paint(commit.subject)))


def _headline(record: RunRecord, found: _Log, out: Output) -> str:
    is_snapshot = record.kind == SNAPSHOT
    status = out.paint(record.status, COLOURS.get(record.status, "red"))
    words = [
        out.paint(short_id(record.id), "yellow"),
        status,
        ago(record.started),
        "" if is_snapshot else duration_text(record.duration_s),
        out.paint(record.name or "", "bold"),
        "" if record.experiment == found.experiment else out.paint(f"of {record.experiment}", "dim"),
        out.paint(f"reproduces {short_id(record.reproduces)}", "dim") if record.reproduces else "",
    ]
    return "  ".join(filter(None, words))


def _show(record: RunRecord, found: _Log, store: Store, out: Output) -> None:
    out.styled(_headline(record, found, out))
    if record.note:
        out.line(f"  {record.note}")
    if record.error:
        cell = f"cell {record.error.cell}: " if record.error.cell else ""
        out.line(f"  {cell}{record.error.text}")
    if record.kind == SNAPSHOT:
        return
    comparison = stored_comparison(store, record)
    if comparison is None:
        out.styled(out.paint("  nothing to compare with", "dim"))
        return
    if record.previous:
        out.styled(out.paint(f"  since {short_id(record.previous)}", "dim"))
    for line in render_summary(comparison, out.paint):
        out.styled(line)
