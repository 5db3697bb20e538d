"""`nbtrack diff` where it is about runs: two of them, or one and a notebook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nbtrack.cli.deliver import deliver
from nbtrack.cli.diff.formats import TEXT_IN_FILE
from nbtrack.compare.comparison_json import comparison_to_json
from nbtrack.compare.text import render_comparison, render_summary
from nbtrack.errors import UsageError
from nbtrack.notebook.document import parse
from nbtrack.notebook.files import STDIN
from nbtrack.plain_json import plain_json
from nbtrack.query.chosen_run import run_if_any
from nbtrack.query.comparing import compared
from nbtrack.record.project_store import find_store
from nbtrack.store.digest import short_id
from nbtrack.store.notebooks import get_notebook
from nbtrack.store.references import is_latest

if TYPE_CHECKING:
    from collections.abc import Callable

    from nbtrack.cli.options import Args
    from nbtrack.cli.output import Output
    from nbtrack.compare.model import Comparison
    from nbtrack.notebook.document import Notebook
    from nbtrack.record.previous import ComparedRuns


def compared_runs(words: tuple[str, ...]) -> ComparedRuns | None:
    """Return what changed between the runs that are meant, None where the words mean no runs.

    No word is the last run, one is a run: each against the run before. Raises StoreError.
    """
    store = find_store(".")
    runs = [run_if_any(word, store) for word in words]
    found = [run for run in runs if run is not None]
    return compared(found, store) if len(found) == len(runs) else None


def notebook_of_run(word: str, path: str) -> tuple[Notebook, str] | None:
    """Return the notebook that a run was given, and what to call it, None where the word means no run.

    `latest` is the latest run of the notebook at the path that it is compared with.
    """
    store = find_store(path)
    record = run_if_any(f"{path}@{word}" if is_latest(word) and "@" not in word else word, store)
    if record is None or record.notebook.given is None:
        return None
    name = f"run {short_id(record.id)}:{record.experiment}"
    return parse(get_notebook(store.blobs, record.notebook.given), name), name


def show_comparison(runs: ComparedRuns, args: Args, out: Output) -> None:
    """Print or write what changed between two runs, in the form that was asked for."""
    form, path = args.form(), args.value("output")
    if form == "nbdime" or (form == "text" and path):
        reason = "two runs are more than nbdime's form can say" if form == "nbdime" else TEXT_IN_FILE
        raise UsageError(reason, hint="name another form with --format")
    if form == "text":
        _show_text(runs.comparison, args, out)
    elif form == "json" and not path:
        out.json(comparison_to_json(runs.comparison))
    else:
        deliver(_WRITTEN[form](runs).encode("utf-8", "backslashreplace"), path or STDIN, out)


def _show_text(comparison: Comparison, args: Args, out: Output) -> None:
    render = render_summary if args.flag("stat") else render_comparison
    out.styled(out.paint(f"run {short_id(comparison.old)} → run {short_id(comparison.new)}", "bold"))
    for line in render(comparison, out.paint):
        out.styled(line)


def _json(runs: ComparedRuns) -> str:
    return plain_json(comparison_to_json(runs.comparison)) + "\n"


def _html(runs: ComparedRuns) -> str:
    from nbtrack.compare.page import render_report

    return render_report(runs.comparison, runs.old, runs.new)


def _markdown(runs: ComparedRuns) -> str:
    from nbtrack.compare.markdown import render_markdown

    return render_markdown(runs.comparison)


_WRITTEN: dict[str, Callable[[ComparedRuns], str]] = {"json": _json, "html": _html, "markdown": _markdown}
