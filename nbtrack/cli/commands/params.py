"""`nbtrack params`: list what a notebook's parameters cell declares."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from nbtrack.cli.given import given_by_files
from nbtrack.cli.keeping import UNDO_OPTIONS
from nbtrack.cli.loading import is_script, load_or_read_text
from nbtrack.cli.options import JSON, Command, Option
from nbtrack.cli.params.script import options_row, script_options, show_options, show_rows
from nbtrack.cli.params.tagging import tag_cell
from nbtrack.errors import NbtrackError, UsageError
from nbtrack.notebook.bulk import reader_for
from nbtrack.notebook.discovery import find_notebooks
from nbtrack.notebook.parameters.binding import bind
from nbtrack.notebook.parameters.declared import declared_parameters, injected_cell, parameters_cell
from nbtrack.notebook.parameters.expressions import on_one_line, plain
from nbtrack.notebook.parameters.given import read_environment, read_words
from nbtrack.notebook.parameters.likely import how_to_tag

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nbtrack.cli.options import Args
    from nbtrack.cli.output import Output
    from nbtrack.notebook.document import Notebook
    from nbtrack.notebook.parameters.binding import Bound
    from nbtrack.notebook.parameters.declared import Declared
    from nbtrack.notebook.parameters.given import Given

COMMAND = Command(
    "params",
    "list a notebook's parameters",
    arguments=("PATH...", 1, None),
    options=(
        Option(
            "-p",
            "--parameter",
            metavar="NAME=VALUE",
            many=True,
            help="show what a run with this value would use",
        ),
        Option(
            "-c",
            "--config",
            metavar="FILE",
            many=True,
            help="the same for the values in a TOML, YAML, JSON or .env file",
        ),
        Option(
            "--tag-cell",
            metavar="CELL",
            help="tag this cell of a notebook `parameters`, and list what it sets",
        ),
        Option("--dry-run", help="change nothing; say what would be tagged"),
        *UNDO_OPTIONS,
        JSON,
    ),
    description=(
        "PATH is a notebook, its paired text, a script, a folder or `-`. Parameters are what the cell\n"
        "tagged `parameters` sets; the default, or the annotation beside it, says of which kind a value\n"
        "must be, and the comment what it is for. With -p or --config the table also says what would be\n"
        "used, and who says so: later files win over earlier ones, NBTRACK_P_NAME in the environment over\n"
        "files, and -p over all. Of a script they are the options that its text declares to argparse or\n"
        "click. Nothing is run. Of a notebook without such a cell it says which one looks like it, and\n"
        "--tag-cell tags it."
    ),
    examples=(
        ("nbtrack params train.ipynb", "what can be set?"),
        ("nbtrack params --config quick.toml -p epochs=1 train.ipynb", "what would a run use?"),
        ("nbtrack params train.py", "which options does a script have?"),
        ("nbtrack params --tag-cell 2 train.ipynb", "what cell 2 sets shall be the parameters"),
        ("nbtrack params --json .", "all notebooks below, for a program"),
    ),
)
_LONGEST = 60


def run(args: Args, out: Output) -> int:
    """List every notebook's parameters; one that cannot be read does not stop the others."""
    given = _given(args)
    tagged = _tagged(args, out)
    paths = find_notebooks(args.positional)
    reader = reader_for(paths)
    rows: list[dict[str, Any]] = []
    failures: list[NbtrackError] = []
    scripts: list[dict[str, Any]] = []
    for path in paths:
        try:
            if is_script(path):
                scripts.append(_script_row(path, args, out))
                continue
            notebook = tagged or load_or_read_text(path, reader)
            declared = declared_parameters(notebook)
            bound = bind(notebook, given) if given or injected_cell(notebook) else {}
        except NbtrackError as error:
            out.fail(error.message, error.hint)
            failures.append(error)
            continue
        rows.append(_row(notebook, declared, bound))
        if not args.flag("json") and (declared or path in args.positional):
            _show(notebook, declared, bound, out)
    if args.flag("json"):
        errors = [error.to_json() for error in failures]
        out.json({"schema": "nbtrack.params/1", "notebooks": rows, "scripts": scripts, "errors": errors})
    elif (
        not failures
        and not scripts
        and not any(row["parameters"] or row["path"] in args.positional for row in rows)
    ):
        out.note("no notebook here has a cell tagged `parameters` that sets something")
    return NbtrackError.exit_code if failures else 0


def _tagged(args: Args, out: Output) -> Notebook | None:
    number = args.count("tag-cell")
    if number is None:
        if args.flag("dry-run"):
            raise UsageError("--dry-run goes with --tag-cell: to list changes nothing")
        return None
    return tag_cell(number, args, out)


def _script_row(path: str, args: Args, out: Output) -> dict[str, Any]:
    options = script_options(path)
    if not args.flag("json"):
        show_options(path, options, out)
    return options_row(path, options)


def _given(args: Args) -> tuple[Given, ...]:
    """Return what a run would be given, where the command line gives something."""
    files, words = given_by_files(args), read_words(args.values("parameter"))
    return (*files, *read_environment(os.environ), *words) if files or words else ()


def _show(
    notebook: Notebook, declared: Mapping[str, Declared], bound: Mapping[str, Bound], out: Output
) -> None:
    cell = parameters_cell(notebook)
    if cell is None:
        out.note(f"{notebook.path}: no parameters: no cell is tagged `parameters`")
        out.note(f"  {how_to_tag(notebook)}")
        return
    if not declared:
        out.note(f"{notebook.path}: no parameters; cell {cell.number} is tagged and sets none")
        return
    out.styled(f"{out.paint(notebook.path, 'bold')}: cell {cell.number}")
    heads = ["name", "kind", "default", *(["value", "from"] if bound else []), "line", "comment"]
    rows = [_texts(each, bound.get(name)) for name, each in declared.items()]
    show_rows(heads, rows, out)


def _texts(declared: Declared, bound: Bound | None) -> list[str]:
    used = [_short(bound.expression), bound.origin] if bound else []
    default = _short(declared.expression) or "required"
    return [declared.name, str(declared.kind), default, *used, str(declared.line), declared.comment]


def _short(expression: str) -> str:
    line = on_one_line(expression)
    return line if len(line) <= _LONGEST else line[: _LONGEST - 3] + "..."


def _row(notebook: Notebook, declared: Mapping[str, Declared], bound: Mapping[str, Bound]) -> dict[str, Any]:
    cell = parameters_cell(notebook)
    return {
        "path": notebook.path,
        "cell": cell.number if cell else None,
        "parameters": [_parameter(each, bound.get(name)) for name, each in declared.items()],
    }


def _parameter(declared: Declared, bound: Bound | None) -> dict[str, Any]:
    found = {
        "name": declared.name,
        "kind": str(declared.kind),
        "default": plain(declared.default),
        "expression": declared.expression,
        "is_constant": declared.is_constant,
        "comment": declared.comment,
        "line": declared.line,
    }
    return found | ({"value": plain(bound.value), "origin": bound.origin} if bound else {})
