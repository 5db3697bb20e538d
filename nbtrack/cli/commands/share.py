"""`nbtrack share`: runs as one file or folder that needs no server."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from nbtrack.cli.deliver import deliver
from nbtrack.cli.options import JSON, Command, Option
from nbtrack.errors import StoreError, UsageError
from nbtrack.notebook.files import STDIN
from nbtrack.query.chosen_run import chosen_run
from nbtrack.record.project_store import find_store
from nbtrack.settings import read_settings
from nbtrack.store.digest import short_id
from nbtrack.store.location import experiment_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from nbtrack.cli.options import Args
    from nbtrack.cli.output import Output
    from nbtrack.store.record import RunRecord
    from nbtrack.store.store import Store
    from nbtrack.web.share.pages import Content

COMMAND = Command(
    "share",
    "make a page of chosen runs that needs no server",
    arguments=("RUN|NOTEBOOK...", 1, None),
    options=(
        Option(
            "-o", "--output", metavar="FILE", help="one page, or a folder where it ends with /; report.html"
        ),
        Option("--markdown", help="a summary in Markdown, with its pictures in a folder beside it"),
        Option("--charts", help="charts to explore: Plotly in the page makes it 2 MB larger"),
        Option(
            "-n",
            "--limit",
            metavar="COUNT",
            help="of a notebook, so many of the newest runs; 50 if not given",
        ),
        JSON,
    ),
    description=(
        "A NOTEBOOK stands for its runs, a RUN for itself: the beginning of an id, a name, `latest`. The\n"
        "page holds all it needs: a table, parameters, metrics, curves, figures, and with two runs what\n"
        "changed. It opens from a disk and asks nothing of a network. Secrets and names of home folders are\n"
        "taken out, and what was is listed. `#run-ID` behind its address leads to a run, as on the page of\n"
        "runs that `nbtrack ui` shows."
    ),
    examples=(
        ("nbtrack share train.ipynb", "the runs of a notebook as report.html"),
        ("nbtrack share baseline latest -o compared.html", "two runs and what changed"),
        ("nbtrack share train.ipynb --charts", "with charts to explore"),
        ("nbtrack share train.ipynb -o site/", "a folder that any web server may serve"),
        ("nbtrack share latest~1 latest --markdown -o summary.md", "for a pull request"),
    ),
)
_LIMIT = 50
_PAGE, _SUMMARY = "report.html", "summary.md"


def run(args: Args, out: Output) -> int:
    """Write the page, and say where it is and what was taken out."""
    from nbtrack.web.share.charts import numbers_of
    from nbtrack.web.share.figures import is_picture
    from nbtrack.web.share.model import shared_runs
    from nbtrack.web.share.pages import Content
    from nbtrack.web.share.report import report_of
    from nbtrack.web.share.scrubbing import Scrubber

    target = args.value("output") or (_SUMMARY if args.flag("markdown") else _PAGE)
    if target == STDIN and not args.flag("markdown"):
        raise UsageError("a page goes into a file", hint="name one with --output")
    if args.flag("charts") and args.flag("markdown"):
        raise UsageError("Markdown has no charts", hint="leave out --charts or --markdown")
    store = find_store(".")
    records = _chosen(args.positional, store, args.limit(_LIMIT))
    scrubber, directions = Scrubber(), read_settings(".").value("metrics")
    shared = shared_runs(_title(records), records, store, scrubber, directions)
    pair = records if len(records) == 2 else None
    report = report_of(pair[1], pair[0], store, scrubber, directions) if pair else None
    numbers = numbers_of(shared, records, store, scrubber) if args.flag("charts") else None
    content = Content(shared, scrubber.found, report, numbers)
    files = [
        (path, made_b if is_picture(path) else scrubber.everywhere(made_b.decode()).encode())
        for path, made_b in _files(args, target, content)
    ]
    for path, made_b in files:
        if folder := os.path.dirname(path):
            os.makedirs(folder, exist_ok=True)
        deliver(made_b, path, out)
    if args.flag("json"):
        ids, paths = [one.id for one in records], [path for path, _ in files]
        out.json({"schema": "nbtrack.share/1", "files": paths, "runs": ids, "scrubbed": scrubber.found})
    elif target != STDIN:
        _say(files, len(records), scrubber.found, out)
    return 0


def _chosen(words: Sequence[str], store: Store, limit: int | None) -> list[RunRecord]:
    """Return the runs that are meant, each once, the newest first, with their cells."""
    found: dict[str, RunRecord] = {}
    for word in words:
        for record in _of_word(word, store, limit):
            found.setdefault(record.id, record)
    return sorted(found.values(), key=lambda record: record.started, reverse=True)


def _of_word(word: str, store: Store, limit: int | None) -> Iterable[RunRecord]:
    if not os.path.exists(word):
        return [chosen_run(word, store)]
    experiment = experiment_of(word)
    runs, _ = store.newest(limit, experiment)
    if not runs:
        raise StoreError(f"there is no run of {experiment} yet", hint=f"`nbtrack run {word}` records one")
    return [store.get(run.id) for run in runs]


def _title(records: Sequence[RunRecord]) -> str:
    if len(records) == 1:
        return f"{records[0].name or 'Run ' + short_id(records[0].id)} of {records[0].experiment}"
    experiments = list(dict.fromkeys(record.experiment for record in records))
    return ", ".join(experiments[:3]) + (" …" if len(experiments) > 3 else "")


def _files(args: Args, target: str, content: Content) -> list[tuple[str, bytes]]:
    from nbtrack.web.share import pages, summary

    if args.flag("markdown"):
        beside = "" if target == STDIN else os.path.dirname(target)
        made = summary.markdown(content.shared, content.found, content.report).encode("utf-8", "replace")
        pictures = [] if target == STDIN else pages.figure_files(content.shared)
        return [(target, made), *((os.path.join(beside, name), raw) for name, raw in pictures)]
    if target.endswith(("/", os.sep)) or os.path.isdir(target):
        return [(os.path.join(target, name), raw) for name, raw in pages.folder(content)]
    return [(target, pages.one_page(content).encode())]


def _say(files: Sequence[tuple[str, bytes]], runs: int, found: Sequence[dict[str, Any]], out: Output) -> None:
    from nbtrack.terminal import count_text, size_text
    from nbtrack.web.share.left_out import by_kind

    size = size_text(sum(len(made_b) for _, made_b in files))
    more = f" and {count_text(len(files) - 1, 'file')} beside it" if len(files) > 1 else ""
    out.line(f"{files[0][0]}{more}: {count_text(runs, 'run')}, {size}")
    for kind in by_kind(found):
        out.note(f"left out: {kind.text}")
