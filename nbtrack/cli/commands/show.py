"""`nbtrack show`: show one run whole."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from nbtrack.cli.columns import terminal_width
from nbtrack.cli.options import JSON, Command, Option
from nbtrack.cli.run_brief import show_brief
from nbtrack.cli.show.artifacts import artifact_facts
from nbtrack.cli.show.one_thing import show_one_thing
from nbtrack.cli.show.resumed import resumed_facts
from nbtrack.cli.show.run import (
    missing_code,
    run_json,
    show_comparison,
    show_traceback,
)
from nbtrack.cli.show.used import used_facts, used_json
from nbtrack.compare.times import ago, duration_text
from nbtrack.notebook.document import parse
from nbtrack.query.chosen_run import chosen_run
from nbtrack.query.status_colours import COLOURS
from nbtrack.record.previous import stored_comparison
from nbtrack.record.project_store import find_store
from nbtrack.store.digest import short_id
from nbtrack.store.notebooks import get_notebook
from nbtrack.store.record_json import to_json
from nbtrack.store.references import LATEST
from nbtrack.terminal import size_text
from nbtrack.text_table import Column, table_lines, with_titles

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nbtrack.cli.options import Args
    from nbtrack.cli.output import Output
    from nbtrack.store.record import RunRecord
    from nbtrack.store.store import Store

_INDENT = "  "

COMMAND = Command(
    "show",
    "show one run whole",
    arguments=("RUN", 0, 1),
    options=(
        Option("--notebook", help="write the notebook as it came out to stdout"),
        Option("--patch", help="write the patch of what was not committed to stdout"),
        Option("--packages", help="list the packages that were installed"),
        Option("--lock", help="write the requirements to make the environment again from"),
        Option("--files", help="list the files that the run read and wrote"),
        Option("--artifact", metavar="NAME", help="write a file, figure or table that it kept to stdout"),
        Option("--points", metavar="METRIC", help="list a metric's points: step, time, value"),
        JSON,
    ),
    description=(
        "RUN is the beginning of a run's id, its name, `latest`, `latest~1` for the one before, or a\n"
        "notebook, whose last run it means; `train.ipynb@latest~2` goes further back. Without RUN it is\n"
        "the last run of the project."
    ),
    examples=(
        ("nbtrack show", "the last run"),
        ("nbtrack show 4f2a", "a run by the beginning of its id"),
        ("nbtrack show --notebook latest > out.ipynb", "the executed notebook"),
        ("nbtrack show --lock > requirements.txt", "for `uv pip install -r` or `pip install -r`"),
        ("nbtrack show --artifact output.txt", "what a script printed"),
        ("nbtrack show --patch 4f2a | git apply", "bring the uncommitted changes back"),
    ),
)


def run(args: Args, out: Output) -> int:
    """Show a run, or one thing out of it."""
    word = args.positional[0] if args.positional else LATEST
    store = find_store(word)
    record = chosen_run(word, store)
    if show_one_thing(record, store, args, out):
        return 0
    if args.flag("json"):
        out.json(run_json(record, stored_comparison(store, record)) | {"used": used_json(record, store)})
    else:
        _show(record, store, out)
    return 0


def _show(record: RunRecord, store: Store, out: Output) -> None:
    show_brief(to_json(record), out)
    found = (*_facts(record), *artifact_facts(record), *resumed_facts(record, store))
    for title, text in (*found, *used_facts(record, store)):
        out.styled(f"  {out.paint(f'{title:11}', 'bold')}  {out.paint(text)}")
    if record.cells:
        out.styled("")
        for line in table_lines(_cells(record, store), out.paint):
            out.styled(f"{_INDENT}{line}")
    show_traceback(record, store, out)
    if comparison := stored_comparison(store, record):
        out.styled("")
        show_comparison(comparison, store, out)


def _facts(record: RunRecord) -> Iterator[tuple[str, str]]:
    yield "id", record.id
    yield "started", f"{record.started} ({ago(record.started)})"
    if record.command:
        yield "command", shlex.join(record.command)
    if record.reproduces:
        yield "reproduces", f"run {record.reproduces}"
    if record.note:
        yield "note", record.note
    if record.tags:
        yield "tags", ", ".join(record.tags)
    if record.git:
        commit = short_id(record.git.commit) if record.git.commit else "no commit yet"
        changes = ", with uncommitted changes" if record.git.dirty else ""
        if missing := missing_code(record):
            changes = f"; {missing}"
        yield "git", f"{commit} on {record.git.branch or 'no branch'}{changes}"
    if record.environment:
        yield "Python", f"{record.environment.python} on {record.environment.platform}"


def _cells(record: RunRecord, store: Store) -> list[Column]:
    titles = _titles(record, store)
    columns = [
        Column("CELL", [str(cell.number) for cell in record.cells], right=True),
        Column("TOOK", [duration_text(cell.duration_s) for cell in record.cells], right=True),
        *_taken(record),
        Column(
            "STATUS",
            [cell.status for cell in record.cells],
            styles=[COLOURS.get(cell.status, "red") for cell in record.cells],
        ),
    ]
    about = [titles.get(cell.number, "") for cell in record.cells]
    width = terminal_width()
    return with_titles(columns, about, width and width - len(_INDENT))


def _taken(record: RunRecord) -> Iterator[Column]:
    """Yield what cells took of the machine, where it is known."""
    if any(cell.memory_bytes for cell in record.cells):
        cpu = [duration_text(cell.cpu_s) if cell.cpu_s is not None else "" for cell in record.cells]
        memory = [size_text(cell.memory_bytes) if cell.memory_bytes else "" for cell in record.cells]
        yield Column("CPU", cpu, right=True)
        yield Column("MEMORY", memory, right=True)
    if any(cell.taken_from for cell in record.cells):
        yield Column("RAN IN", [short_id(cell.taken_from or "") for cell in record.cells])
    if any(cell.warnings for cell in record.cells):
        yield Column("WARNINGS", [str(cell.warnings or "") for cell in record.cells], right=True)


def _titles(record: RunRecord, store: Store) -> dict[int, str]:
    name = record.notebook.given or record.notebook.executed  # all there is of what another tool ran
    if name is None:
        return {}
    notebook = parse(get_notebook(store.blobs, name), record.experiment)
    return {cell.number: cell.first_line for cell in notebook.cells}
