"""`nbtrack smoke`: run notebooks outside Jupyter and blame the cell that fails."""

from __future__ import annotations

import os

from nbtrack.cli.extract import SHELL
from nbtrack.cli.options import JSON, Command, Option
from nbtrack.errors import NbtrackError
from nbtrack.notebook.bulk import reader_for
from nbtrack.notebook.discovery import find_notebooks
from nbtrack.notebook.files import load
from nbtrack.notebook.patterns import excluded
from nbtrack.script.model import SKIP
from nbtrack.settings import read_settings
from nbtrack.smoke.smoke import smoke

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from nbtrack.cli.options import Args
    from nbtrack.cli.output import Output
    from nbtrack.notebook.parameters.given import Given
    from nbtrack.smoke.verdict import Failure, Verdict

COMMAND = Command(
    "smoke",
    "run notebooks outside Jupyter and blame the cell that fails",
    arguments=("PATH...", 1, None),
    options=(
        Option("--timeout", metavar="SECONDS", help="how long a notebook may run (setting smoke.timeout)"),
        Option("--python", metavar="PATH", help="the interpreter that runs it; this one if not given"),
        Option("-p", "--parameter", metavar="NAME=VALUE", many=True, help="give a parameter another value"),
        SHELL,
        JSON,
    ),
    description=(
        "PATH is a notebook, a folder or `-`. Each notebook becomes a script, as `nbtrack extract` makes\n"
        "it, and runs in a process of its own in the notebook's folder: no Jupyter, no IPython, nobody to\n"
        "type. Shell commands that install, deploy or delete are skipped; --shell says otherwise. Exit code\n"
        "1 says that a notebook fails."
    ),
    examples=(
        ("nbtrack smoke train.ipynb", "does it run outside Jupyter?"),
        ("nbtrack smoke -p epochs=1 --timeout 60 notebooks/", "all notebooks, quickly"),
        ("nbtrack smoke --python .venv/bin/python train.ipynb", "with the project's own interpreter"),
    ),
)
_LAST_LINES = 20


def run(args: Args, out: Output) -> int:
    """Try every notebook; one that fails or cannot be read does not stop the others."""
    parameters = _parameters(args)
    paths = _targets(args)
    reader = reader_for(paths)
    rows: list[dict[str, Any]] = []
    failures: list[NbtrackError] = []
    for path in paths:
        try:
            verdict = smoke(
                load(path, reader),
                timeout_s=_timeout_s(args, path),
                shell=args.value("shell") or SKIP,
                python=args.value("python"),
                parameters=parameters,
            )
        except NbtrackError as error:
            out.fail(error.message, error.hint)
            failures.append(error)
            continue
        rows.append(_row(verdict))
        if not args.flag("json"):
            _show(verdict, out)
    if args.flag("json"):
        errors = [{"message": error.message, "hint": error.hint} for error in failures]
        out.json({"schema": "nbtrack.smoke/1", "notebooks": rows, "errors": errors})
    if failures:
        return NbtrackError.exit_code
    return 0 if all(row["passed"] for row in rows) else 1


def _parameters(args: Args) -> tuple[Given, ...]:
    words = args.values("parameter")
    if not words:
        return ()
    from nbtrack.notebook.parameters.given import read_words

    return read_words(words)


def _targets(args: Args) -> list[str]:
    return [
        path
        for path in find_notebooks(args.positional)
        if not excluded(path, read_settings(os.path.dirname(path) or ".").value("exclude"))
    ]


def _timeout_s(args: Args, path: str) -> float:
    given = args.number("timeout")
    if given is not None:
        return given
    return float(read_settings(os.path.dirname(path) or ".").value("smoke.timeout"))


def _show(verdict: Verdict, out: Output) -> None:
    if verdict.failure is None:
        if not out.quiet:
            cells = f"{verdict.cells} cell{'' if verdict.cells == 1 else 's'}"
            cells += f", {_skipped(verdict)}" if verdict.skipped else ""
            cells += f", but it ends itself in cell {verdict.ended_in}" if verdict.ended_in else ""
            out.styled(
                f"{out.paint(verdict.path)}: {out.paint('ran', 'green')} outside Jupyter "
                f"in {verdict.duration_s:.1f} s ({cells})"
            )
        return
    _show_failure(verdict.path, verdict.failure, out)
    if verdict.skipped:
        out.note(f"  {_skipped(verdict)}; --shell run runs them")
    if verdict.output.strip():
        out.detail("  it printed:\n" + "\n".join(verdict.output.rstrip().split("\n")[-_LAST_LINES:]))


def _show_failure(path: str, failure: Failure, out: Output) -> None:
    place = f"cell {failure.cell}" if failure.cell else "before its first cell"
    if failure.line:
        place += f", line {failure.line}"
    prefix = "in " if failure.cell else ""
    out.styled(
        f"{out.paint(path)}: {out.paint('fails', 'red')} {prefix}{place}: {out.paint(failure.what, 'bold')}"
    )
    if failure.source:
        number = f"    {failure.line} | "
        out.line(number + failure.source.expandtabs(1))
        marks = "^" * max(1, failure.end - failure.start)
        out.line(" " * (len(number) - 2) + "| " + " " * failure.start + marks)
    if failure.cause:
        out.line(f"  {failure.cause}")


def _skipped(verdict: Verdict) -> str:
    count = len(verdict.skipped)
    return f"{count} shell command{'' if count == 1 else 's'} skipped"


def _row(verdict: Verdict) -> dict[str, Any]:
    failure = verdict.failure
    return {
        "path": verdict.path,
        "passed": failure is None,
        "cells": verdict.cells,
        "ended_in": verdict.ended_in or None,
        "duration_s": round(verdict.duration_s, 3),
        "skipped": verdict.skipped,
        "failure": failure and failure._asdict(),
        "output": verdict.output[-10_000:],
    }
