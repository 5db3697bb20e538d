"""`nbtrack extract --modules`: move functions and classes from notebooks to a package."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any, NamedTuple

from nbtrack.cli.extract.package_place import Place, place_of
from nbtrack.cli.keeping import Writer
from nbtrack.cli.text_diff import show_text_diff
from nbtrack.errors import NbtrackError, UsageError
from nbtrack.notebook.discovery import SUFFIX, find_notebooks
from nbtrack.notebook.document import parse
from nbtrack.notebook.files import load, read_if_there, write
from nbtrack.notebook.splice import apply_edits
from nbtrack.script.extract import extract
from nbtrack.script.imports import imported
from nbtrack.script.magics.custom import magics_of
from nbtrack.script.moving.plan import moves
from nbtrack.settings import read_settings
from nbtrack.terminal import count_text

if TYPE_CHECKING:
    from nbtrack.cli.options import Args
    from nbtrack.cli.output import Output
    from nbtrack.notebook.document import Notebook
    from nbtrack.script.moving.plan import Moves

_ALONE = ("output", "production", "cli", "shell", "requirements", "map", "explain")


class _Proposal(NamedTuple):
    notebook: Notebook
    place: Place
    present_b: bytes | None
    found: Moves
    new_b: bytes


def move(args: Args, out: Output) -> int:
    """Move what can move, asking before each notebook; one that fails does not stop the others."""
    for name in _ALONE:
        if args.flag(name):
            raise UsageError(f"--{name} does not go together with --modules")
    rehearsal = args.flag("dry-run")
    if not (rehearsal or args.flag("yes")) and (args.flag("json") or not sys.stdin.isatty()):
        raise UsageError("there is nobody to ask", hint="--yes moves what can move, --dry-run shows it")
    writer = Writer(args, out, write)
    rows: list[dict[str, Any]] = []
    failures: list[NbtrackError] = []
    for path in find_notebooks(args.positional):
        try:
            proposal = _proposal(path, args.value("modules") or "")
            wrote = _settle(proposal, args, out, writer)
        except NbtrackError as error:
            out.fail(error.message, error.hint)
            failures.append(error)
            continue
        rows.append(_row(proposal, wrote))
    if args.flag("json"):
        errors = [error.to_json() for error in failures]
        out.json({"schema": "nbtrack.modules/1", "notebooks": rows, "errors": errors})
    return NbtrackError.exit_code if failures else 0


def _proposal(path: str, package: str) -> _Proposal:
    if not path.endswith(SUFFIX):
        raise UsageError(f"{path}: --modules is for notebooks that are files", hint="name an .ipynb")
    notebook = load(path)
    place = place_of(path, package)
    present_b = read_if_there(place.module)
    magics = magics_of(read_settings(os.path.dirname(path) or "."))
    root = place.name.partition(".")[0]
    if place.is_new and any(one.partition(".")[0] == root for one in imported(extract(notebook).source)):
        raise UsageError(f"{path} imports another {root}", hint="choose another name for the package")
    found = moves(notebook, place.module, place.name, present_b, magics)
    return _Proposal(notebook, place, present_b, found, apply_edits(notebook, found.edits))


def _settle(proposal: _Proposal, args: Args, out: Output, writer: Writer) -> bool:
    """Show what would move, and move it if that is wanted; return whether it was."""
    if not args.flag("json"):
        _show(proposal, out, with_diff=not args.flag("yes"))
    if not proposal.found.moved or args.flag("dry-run"):
        return False
    if not args.flag("yes"):
        out.note("move them? [y/N]")
        if sys.stdin.readline().strip().lower() not in ("y", "yes"):
            return False
    _write(proposal, writer)
    if not proposal.place.is_beside:
        out.note(
            f"{proposal.place.folder} is not beside the notebook: it can be imported where the project is "
            "installed, as by `pip install -e .`"
        )
    return True


def _write(proposal: _Proposal, writer: Writer) -> None:
    """Write the module first: a notebook that imports what is not there would be the greater harm."""
    place = proposal.place
    os.makedirs(os.path.dirname(place.module) or ".", exist_ok=True)
    for missing in place.missing:
        write(missing, b"", expected=None)
    writer.write(place.module, proposal.found.text.encode(), expected=proposal.present_b)
    writer.write(proposal.notebook.path, proposal.new_b, expected=proposal.notebook.raw)


def _show(proposal: _Proposal, out: Output, *, with_diff: bool) -> None:
    found, path = proposal.found, proposal.notebook.path
    count = count_text(len(found.moved), "definition")
    if found.moved:
        out.styled(f"{out.paint(path, 'bold')}: {count} to {out.paint(proposal.place.module)}")
        for cell, name in found.moved:
            out.line(f"  cell {cell}: {name}")
    elif not found.stays:
        out.note(f"{path}: it defines no function and no class")
    else:
        out.note(f"{path}: nothing can move")
    for one in found.stays:
        out.line(f"  cell {one.cell}, line {one.line}: {one.name} stays: {one.reason}")
    if with_diff and found.moved:
        _show_diff(proposal, out)


def _show_diff(proposal: _Proposal, out: Output) -> None:
    old = (proposal.present_b or b"").decode()
    show_text_diff(proposal.place.module, old, proposal.found.text, out)
    new = parse(proposal.new_b, proposal.notebook.path)
    for before, after in zip(proposal.notebook.cells, new.cells, strict=True):
        name = f"{proposal.notebook.path}, cell {before.number}"
        show_text_diff(name, before.source, after.source, out)


def _row(proposal: _Proposal, wrote: bool) -> dict[str, Any]:
    return {
        "path": proposal.notebook.path,
        "module": proposal.place.module,
        "name": proposal.place.name,
        "written": wrote,
        "moved": [{"cell": cell, "name": name} for cell, name in proposal.found.moved],
        "stays": [one._asdict() for one in proposal.found.stays],
        "source": proposal.found.text,
    }
