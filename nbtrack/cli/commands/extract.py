"""`nbtrack extract`: write a notebook as a plain Python script."""

from __future__ import annotations

import os
from functools import partial

from nbtrack.cli.extract.locate import locate
from nbtrack.cli.extract.requirements import HEADER, Requirements
from nbtrack.cli.extract.summary import first_line, summary
from nbtrack.cli.extract.targets import deliver_script, targets_of
from nbtrack.cli.keeping import UNDO_OPTIONS
from nbtrack.cli.options import JSON, Command, Option
from nbtrack.cli.shares import shared_out, usable_processes
from nbtrack.cli.shell_option import SHELL
from nbtrack.errors import NbtrackError, UsageError
from nbtrack.notebook.bulk import are_larger, reader_for
from nbtrack.notebook.discovery import find_notebooks
from nbtrack.notebook.files import STDIN, load, writer_for
from nbtrack.script.extract import extract, extract_production
from nbtrack.script.magics.custom import magics_of
from nbtrack.script.model import REFUSED, RUN
from nbtrack.settings import read_settings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from nbtrack.cli.options import Args
    from nbtrack.cli.output import Output
    from nbtrack.notebook.document import Notebook, Reader
    from nbtrack.script.model import Magics, Script
    from nbtrack.script.production.production import Removal

    # (message and hint of an error), lines for people, whether nothing was refused, row of the report
    Outcome = tuple[tuple[str, str | None] | None, tuple[str, ...], bool, dict[str, Any] | None]

# Starting another process costs as much as extracting some notebooks (`bench/extract.py`).
_WORTH_SHARING_B = 4 << 20
COMMAND = Command(
    "extract",
    "write a notebook as a plain Python script",
    arguments=("PATH...", 1, None),
    options=(
        Option("-o", "--output", metavar="PATH", help="write to a file or folder instead of stdout"),
        Option("--production", help="leave out plots, looks at values, listings, and what only they need"),
        Option("--cli", help="make the parameters cell a command line, and the cells a function main(...)"),
        Option(
            "--modules",
            metavar="PACKAGE",
            help="move functions and classes to a module of a package; the notebook imports them then",
        ),
        Option("--dry-run", help="with --modules: change nothing; show what would move"),
        Option("--yes", help="with --modules: ask nothing"),
        SHELL,
        Option(
            "--requirements",
            metavar="WHERE",
            help="write what scripts need: header (PEP 723), FILE.txt or pyproject.toml",
        ),
        Option("--map", help="write SCRIPT.map beside each script: the cell and line of each of its lines"),
        Option(
            "--locate",
            metavar="LINE",
            help="say which cell a script's line is from; - marks up a traceback",
        ),
        Option("--explain", help="show what is in each cell and what became of it, instead of the script"),
        *UNDO_OPTIONS,
        JSON,
    ),
    description=(
        "PATH is a notebook, its paired text, a folder or `-`. The script needs neither IPython nor\n"
        "nbtrack: magics become Python, those of the front end are dropped, installations are recorded\n"
        "as requirements. What cannot be carried raises an error in its place; then the exit code is 1."
    ),
    examples=(
        ("nbtrack extract train.ipynb > train.py", "one notebook to stdout"),
        ("nbtrack extract notebooks/ -o scripts/", "all notebooks below a folder"),
        ("nbtrack extract train.ipynb --production", "only what production wants"),
        ("nbtrack extract train.ipynb --cli -o train.py", "then: python train.py --learning-rate 0.1"),
        ("nbtrack extract train.ipynb --modules churn", "its functions to churn/train.py, step by step"),
        ("nbtrack extract train.ipynb --explain", "what is in each cell, and what became of each magic"),
        ("nbtrack extract train.ipynb -o train.py --requirements header", "a script for `uv run`"),
        ("nbtrack extract train.py --locate 57", "the cell of a script's line, by its map"),
    ),
)
_TEXTS = (".py", ".md", ".qmd", ".Rmd")  # of those that can be paired, the ones that may hold Python


def run(args: Args, out: Output) -> int:
    """Extract every notebook; one that cannot be read does not stop the others."""
    if args.flag("locate"):
        return locate(args.positional, args.value("locate") or "", out)
    if args.flag("modules"):
        from nbtrack.cli.extract.modules import move

        return move(args, out)
    if args.flag("dry-run") or args.flag("yes"):
        raise UsageError("--dry-run and --yes are for --modules", hint="without -o nothing is written")
    needs = Requirements(args.value("requirements"))
    paths = find_notebooks(args.positional)
    targets = targets_of(args, paths)
    extract_one = _extraction(args, out, list(zip(paths, targets, strict=True)), needs)
    rows: list[dict[str, Any]] = []
    errors: list[dict[str, Any]] = []
    complete = True
    outcomes = shared_out(partial(map, extract_one), len(paths), _processes(args, paths))
    for failure, notes, is_complete, row in outcomes:
        if failure:
            out.fail(*failure)
            errors.append({"message": failure[0], "hint": failure[1]})
        for note in notes:
            out.note(note)
        if row:
            rows.append(row)
        complete = complete and is_complete
    needs.write(out)
    if args.flag("json"):
        out.json({"schema": "nbtrack.extract/1", "notebooks": rows, "errors": errors})
    if errors:
        return NbtrackError.exit_code
    return 0 if complete else 1


def _processes(args: Args, paths: list[str]) -> int:
    """Return in how many processes to extract: in one for few notebooks, or for what all of them make."""
    apart = args.value("output") not in (None, STDIN) and not args.flag("explain") and STDIN not in paths
    needs_all = args.value("requirements") not in (None, HEADER)
    if not apart or needs_all or not are_larger(paths, _WORTH_SHARING_B):
        return 1
    return usable_processes()


def _extraction(
    args: Args, out: Output, targets: list[tuple[str, str | None]], needs: Requirements
) -> Callable[[int], Outcome]:
    """Return what extracts one of the notebooks; one that cannot be read does not stop the others."""
    reader = reader_for(path for path, _ in targets)
    magics = _MagicsOfFolders()
    writer = writer_for(len(targets))

    def extract_one(index: int) -> Outcome:
        path, target = targets[index]
        try:
            notebook = _load(path, reader)
            script, removals = _extracted(notebook, args, magics.of(path))
            script = needs.of(path, script)
            deliver_script(notebook.path, script, target, args, out, writer)
        except NbtrackError as error:
            return (error.message, error.hint), (), False, None
        if args.flag("explain") and not args.flag("json"):
            from nbtrack.cli.extract.explain import explain

            explain(notebook, script, removals, out)
        row = _row(notebook.path, script, removals, target) if args.flag("json") else None
        return None, tuple(_notes(notebook, script, removals, args)), _is_complete(script), row

    return extract_one


def _extracted(notebook: Notebook, args: Args, magics: Magics) -> tuple[Script, tuple[Removal, ...]]:
    shell = args.value("shell") or RUN
    if args.flag("cli"):
        from nbtrack.cli.extract.command_line import with_command_line

        return with_command_line(notebook, shell, magics, production=args.flag("production"))
    if args.flag("production"):
        return extract_production(notebook, shell, magics)
    return extract(notebook, shell, magics), ()


def _load(path: str, reader: Reader) -> Notebook:
    """Read a notebook, or the one that a paired text stands for."""
    if os.path.splitext(path)[1] not in _TEXTS:
        return load(path, reader)
    from nbtrack.pairing.notebook_of_text import notebook_of_text

    return notebook_of_text(path)


class _MagicsOfFolders:
    """The magics that have a translation in each folder, read once."""

    def __init__(self) -> None:
        self._by_folder: dict[str, Magics] = {}

    def of(self, path: str) -> Magics:
        folder = os.path.dirname(path) or "."
        if folder not in self._by_folder:
            self._by_folder[folder] = magics_of(read_settings(folder))
        return self._by_folder[folder]


def _notes(notebook: Notebook, script: Script, removals: tuple[Removal, ...], args: Args) -> Iterator[str]:
    """Yield what became of a notebook in a line, and what was refused, where not all of it is told."""
    if args.flag("json") or args.flag("explain"):
        return
    yield f"{notebook.path}: {summary(script, removals)}"
    for entry in script.ledger:
        if entry.verdict == REFUSED:
            yield f"  cell {entry.cell}, line {entry.line}: {first_line(entry.text)}: {entry.reason}"


def _is_complete(script: Script) -> bool:
    return all(entry.verdict != REFUSED for entry in script.ledger)


def _row(path: str, script: Script, removals: tuple[Removal, ...], target: str | None) -> dict[str, Any]:
    return {
        "path": path,
        "script": target,
        "complete": _is_complete(script),
        "ledger": [entry._asdict() for entry in script.ledger],
        "removals": [removal._asdict() for removal in removals],
        "requirements": script.requirements,
        **({} if target else {"source": script.source, "lines": script.lines}),
    }
