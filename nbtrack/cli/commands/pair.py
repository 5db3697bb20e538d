"""`nbtrack pair`: give a notebook a Python file as its twin."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from nbtrack.cli.keeping import UNDO_OPTIONS
from nbtrack.cli.options import JSON, Command, Option
from nbtrack.cli.pair.files import Files
from nbtrack.cli.sync.plan import plan_pair
from nbtrack.cli.sync.sides import FROM, LEADERS
from nbtrack.errors import NbtrackError, PairError, UndoError, UsageError
from nbtrack.notebook.files import load
from nbtrack.pairing.formats import NOTEBOOK, PYTHON, Format, extension_of, parse_formats
from nbtrack.pairing.joining import formats_to, plan_join, plan_parting
from nbtrack.pairing.pairs import pairs_of, pairs_of_formats, pairs_of_notebook
from nbtrack.pairing.state import forget_state, write_state
from nbtrack.pairing.sync import carry_out
from nbtrack.settings import read_settings

if TYPE_CHECKING:
    from nbtrack.cli.options import Args
    from nbtrack.cli.output import Output
    from nbtrack.pairing.pairs import Pair

COMMAND = Command(
    "pair",
    "give a notebook a Python file as its twin",
    arguments=("FILE...", 1, None),
    options=(
        Option(
            "--to",
            metavar="FORMAT",
            help="py:percent (default; R:percent in a notebook of R), md, … or the twin's path",
        ),
        FROM,
        Option("--unpair", help="part them: both files stay, each on its own"),
        Option("--dry-run", help="change nothing; say what would be"),
        *UNDO_OPTIONS,
        JSON,
    ),
    description=(
        "FILE is a notebook, or a text that shall become one. Its formats are jupytext's, recorded in\n"
        "the notebook as jupytext does it, so that JupyterLab with jupytext knows the pair too. Afterwards\n"
        "`nbtrack sync` brings both in step."
    ),
    examples=(
        ("nbtrack pair train.ipynb", "make train.py in the percent format"),
        ("nbtrack pair notebooks/train.ipynb --to scripts/train.py", "put the twin into another folder"),
        ("nbtrack pair train.py", "make a notebook from a script with cells"),
        ("nbtrack pair --unpair train.ipynb", "part them again"),
    ),
)


def run(args: Args, out: Output) -> int:
    """Pair or part every file; one that cannot be does not stop the others."""
    if args.flag("unpair") and (args.flag("to") or args.flag("from")):
        raise UsageError("--unpair goes with neither --to nor --from")
    act = _part if args.flag("unpair") else _join
    files = Files(args, out)
    failures: list[NbtrackError] = []
    for path in args.positional:
        try:
            act(path, args, files)
        except UndoError:
            raise
        except NbtrackError as error:
            out.fail(error.message, error.hint)
            failures.append(error)
    if args.flag("json"):
        errors = [error.to_json() for error in failures]
        out.json({"schema": "nbtrack.paired/1", "files": files.rows, "errors": errors})
    return NbtrackError.exit_code if failures else 0


def _join(path: str, args: Args, files: Files) -> None:
    if not os.path.isfile(path):
        raise PairError(f"cannot pair {path}: there is no such file")
    known = [] if args.flag("to") else pairs_of(path)
    if not known:
        formats = _formats(path, args.value("to"))
        joining = plan_join(path, formats, LEADERS[args.value("from")])
        files.write(joining.changes)
        if args.flag("dry-run"):
            for further in pairs_of_formats(path, formats)[1:]:
                files.tell(further.text, is_new=not os.path.exists(further.text))
            return
        write_state(joining.pair, joining.state)
        known = pairs_of_notebook(load(joining.pair.notebook))[1:]  # those of further formats
    for pair in known:
        _bring_in_step(pair, args, files)


def _bring_in_step(pair: Pair, args: Args, files: Files) -> None:
    plan = plan_pair(pair, leader=LEADERS[args.value("from")])
    if plan.is_refused:
        raise PairError(
            f"{pair.notebook} and {pair.text} are a pair already, but {plan.status.reason}",
            hint="keep one side's cells: `--from ipynb` or `--from py`",
        )
    files.write(plan.changes)
    if not plan.changes:
        files.tell_unchanged(pair)
    if not args.flag("dry-run"):
        carry_out(plan._replace(changes=()))


def _formats(path: str, to: str | None) -> tuple[Format, ...]:
    """Return the formats of a new pair: from the command line, or from the settings."""
    default = read_settings(os.path.dirname(path) or ".").value("pair.format")
    if to and _is_path(to):
        return tuple(_named(fmt, default) for fmt in formats_to(path, to))
    chosen = parse_formats(to or (default if path.endswith(NOTEBOOK) else os.path.splitext(path)[1]))
    if to is None and path.endswith(NOTEBOOK):
        chosen = tuple(_in_language(path, fmt) for fmt in chosen)
    if any(fmt.extension == NOTEBOOK for fmt in chosen):
        return chosen
    return (Format(NOTEBOOK), *(_named(fmt, default) for fmt in chosen))


def _in_language(path: str, fmt: Format) -> Format:
    """Return the format of a script in the notebook's own language; nobody wants R in a file named `.py`."""
    if fmt.extension != PYTHON:
        return fmt
    language = load(path).language
    extension = extension_of(language)
    if not extension:
        raise PairError(
            f"cannot pair {path}: jupytext has no scripts in {language}",
            hint="give it a twin in Markdown: `--to md`",
        )
    return fmt._replace(extension=extension)


def _is_path(to: str) -> bool:
    """Tell a path from a format: only a path has a folder or a name before its extension."""
    head, extension = os.path.splitext(to)
    return ":" not in to and ("/" in to or bool(extension and head))


def _named(fmt: Format, default: str) -> Format:
    """Name the format of a script as the settings have it; the others have a default of their own."""
    preferred = parse_formats(default)[0]
    return fmt._replace(name=preferred.name) if fmt[:2] == (preferred.extension, "") else fmt


def _part(path: str, args: Args, files: Files) -> None:
    pairs = pairs_of(path)
    if not pairs:
        raise PairError(f"{path} is not paired")
    notebook = load(pairs[0].notebook)
    parted = pairs_of_notebook(notebook)
    files.write(plan_parting(notebook, parted))
    if not args.flag("dry-run"):
        for pair in parted:
            forget_state(pair)
