"""`nbtrack compare`: two runs in full, more side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nbtrack.cli.columns import print_table, terminal_width
from nbtrack.cli.deliver import deliver
from nbtrack.cli.options import JSON, Command, Option
from nbtrack.compare.table import cell_text
from nbtrack.errors import UsageError
from nbtrack.notebook.files import STDIN
from nbtrack.plain_json import plain_json
from nbtrack.query.chosen_run import chosen_runs
from nbtrack.query.comparing import compared, has_code, side_by_side, table_json
from nbtrack.record.project_store import find_store
from nbtrack.store.digest import short_id
from nbtrack.terminal import count_text
from nbtrack.text_table import Column, fitting

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nbtrack.cli.options import Args
    from nbtrack.cli.output import Output
    from nbtrack.compare.table import TableRow
    from nbtrack.query.comparing import SideBySide
    from nbtrack.store.store import Store

FORMATS = ("text", "json", "html", "markdown")
COMMAND = Command(
    "compare",
    "compare runs: two in full, more side by side",
    arguments=("RUN...", 0, None),
    options=(
        Option("-a", "--all", help="with three runs and more, also what does not differ"),
        Option("--stat", help="with two runs, leave out the lines of code and outputs"),
        Option(
            "-f", "--format", metavar="FORMAT", choices=FORMATS, help=f"how to show it: {', '.join(FORMATS)}"
        ),
        Option("-o", "--output", metavar="FILE", help="write to FILE, in any form but text"),
        JSON,
    ),
    description=(
        "Of two runs: parameters, metrics with direction and noise, code, outputs, the first cell whose\n"
        "output differs though its code does not and what is likely behind it, environment and time.\n"
        "One RUN is compared with the run before it, nothing is the last run. More runs stand side by side.\n"
        "RUN is the beginning of an id, a name, a notebook, `latest`, `latest~1`."
    ),
    examples=(
        ("nbtrack compare", "what changed since the last run"),
        ("nbtrack compare baseline latest", "two runs"),
        ("nbtrack compare latest~2 latest~1 latest", "three side by side"),
        ("nbtrack compare --format html -o report.html", "a page with pictures and tables compared"),
    ),
)


def run(args: Args, out: Output) -> int:
    """Compare the runs that are named."""
    store = find_store(".")
    if len(args.positional) > 2:
        _show_table(store, args, out)
        return 0
    chosen = chosen_runs(args.positional, store)
    if len(chosen) == 2 and not all(map(has_code, chosen)):
        _show_table(store, args, out)
        out.note("their code is not recorded, so they stand side by side")
        return 0
    from nbtrack.cli.diff.runs import show_comparison

    show_comparison(compared(chosen, store), args, out)
    return 0


def _show_table(store: Store, args: Args, out: Output) -> None:
    form = args.form()
    table = side_by_side(args.positional, store)
    shown = [row for row in table.rows if row.differs or args.flag("all")]
    if form == "html" or (form == "text" and args.flag("output")):
        reason = "runs side by side have no page" if form == "html" else "text is not written to a file"
        raise UsageError(reason, hint="name another form with --format")
    if form == "text":
        _show_text(table.ids, shown, out)
    elif form == "json":
        _deliver_json(table, args, out)
    else:
        from nbtrack.compare.markdown import render_table

        made = render_table([short_id(run_id) for run_id in table.ids], shown)
        deliver(made.encode("utf-8", "backslashreplace"), args.value("output") or STDIN, out)


def _deliver_json(table: SideBySide, args: Args, out: Output) -> None:
    found, path = table_json(table), args.value("output")
    if path:
        deliver((plain_json(found, ensure_ascii=True) + "\n").encode(), path, out)
    else:
        out.json(found)


def _show_text(ids: Sequence[str], rows: Sequence[TableRow], out: Output) -> None:
    columns = [Column("", [row.name for row in rows])]
    for place, run_id in enumerate(ids):
        cells = [cell_text(row, place) for row in rows]
        styles = ["green" if place in row.best else "" for row in rows]
        columns.append(Column(short_id(run_id), cells, styles=styles))
    shown = fitting(columns, terminal_width()).columns
    print_table(shown, out)
    if len(shown) < len(columns):
        out.note(f"no room for {count_text(len(columns) - len(shown), 'more run')}; --json has all")
    if not rows:
        out.note("the runs do not differ; --all shows what they have in common")
