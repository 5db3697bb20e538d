"""`nbtrack apply`: apply a diff to a notebook."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any

from nbtrack.cli.deliver import deliver
from nbtrack.cli.keeping import UNDO_OPTIONS, Writer
from nbtrack.cli.options import JSON, Command, Option
from nbtrack.diff.patch.apply import apply_patch
from nbtrack.diff.patch.patch_json import patch_from_diff
from nbtrack.diff.patch.reverse import reversed_patch
from nbtrack.errors import DiffError, UsageError
from nbtrack.notebook.files import STDIN, load, read
from nbtrack.notebook.scan import parse_bytes
from nbtrack.terminal import count_text

if TYPE_CHECKING:
    from nbtrack.cli.options import Args
    from nbtrack.cli.output import Output
    from nbtrack.diff.patch.model import Patch
    from nbtrack.notebook.document import Notebook
    from nbtrack.notebook.files import Write

COMMAND = Command(
    "apply",
    "apply a diff to a notebook",
    arguments=("PATCH NOTEBOOK", 2, 2),
    options=(
        Option("-o", "--output", metavar="FILE", help="write the result here instead (- for stdout)"),
        Option("-R", "--reverse", help="take the diff back"),
        Option("--check", help="write nothing; exit 1 when the diff does not fit"),
        *UNDO_OPTIONS,
        JSON,
    ),
    description=(
        "PATCH is what `nbtrack diff --json OLD NEW` wrote, or - for stdin. What the diff takes away has to\n"
        "be there as it says, else nothing is written. Bytes that it does not speak of stay as they are."
    ),
    examples=(
        ("nbtrack diff --json old.ipynb new.ipynb > change.json", "make a diff that can be applied"),
        ("nbtrack apply change.json train.ipynb", "apply it"),
        ("nbtrack apply -R change.json train.ipynb", "take it back"),
        ("nbtrack apply --check change.json train.ipynb", "only ask whether it fits"),
    ),
)


def run(args: Args, out: Output) -> int:
    """Apply the diff and write the notebook in one step."""
    patch_path, path = args.positional
    if patch_path == path == STDIN:
        raise UsageError("stdin can be the diff or the notebook, not both")
    target = args.value("output") or path
    if target == STDIN and args.flag("json") and not args.flag("check"):
        raise UsageError("stdout can be the notebook or the report, not both")
    patch = _read_patch(patch_path)
    patch = reversed_patch(patch) if args.flag("reverse") else patch
    notebook = load(path)
    new = apply_patch(notebook, patch)
    exact = sha256(new).hexdigest() == patch.new_digest
    if not args.flag("check"):
        _deliver(new, target, notebook, Writer(args, out).write, out)
    if args.flag("json"):
        out.json(_report(args, target, patch, exact))
    elif target != STDIN or args.flag("check"):
        out.note(f"{target}: {_said(patch, check=args.flag('check'), exact=exact)}")
    return 0


def _read_patch(path: str) -> Patch:
    try:
        found = parse_bytes(read(path))  # as notebooks are read, so that NaN is the NaN that stands there
    except (ValueError, RecursionError) as error:
        raise DiffError(
            f"{path} is no diff: {error}", hint="make one: `nbtrack diff --json OLD NEW > FILE`"
        ) from None
    return patch_from_diff(found)


def _deliver(new: bytes, target: str, notebook: Notebook, write: Write, out: Output) -> None:
    if target == STDIN or target != notebook.path:
        deliver(new, target, out, write)
    elif new != notebook.raw:
        write(target, new, expected=notebook.raw)


def _said(patch: Patch, *, check: bool, exact: bool) -> str:
    verb = "the diff fits" if check else "applied"
    other = " and other values" if patch.document else ""
    what = "nothing to do" if patch.is_empty else f"{count_text(len(patch.cells), 'cell')}{other}"
    return f"{verb}: {what}{', byte for byte the version that was compared' if exact else ''}"


def _report(args: Args, target: str, patch: Patch, exact: bool) -> dict[str, Any]:
    return {
        "schema": "nbtrack.apply/1",
        "path": target,
        "written": not args.flag("check"),
        "cells": len(patch.cells),
        "exact": exact,
    }
