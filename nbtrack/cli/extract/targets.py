"""Where scripts go: to stdout, to a file, or into a folder that mirrors the notebooks'."""

from __future__ import annotations

import os
from collections import Counter

from nbtrack.errors import NbtrackError, UsageError
from nbtrack.notebook.files import STDIN, read
from nbtrack.project import is_below
from nbtrack.script.line_map import MARK, SUFFIX, line_map

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nbtrack.cli.options import Args
    from nbtrack.cli.output import Output
    from nbtrack.notebook.files import Write
    from nbtrack.script.model import Script

_MARK_B = b"# Extracted from "


def targets_of(args: Args, paths: list[str]) -> list[str | None]:
    """Return the file that each script goes to, None for stdout; raises UsageError where two would be one."""
    output = args.value("output")
    if output in (None, STDIN):
        if args.flag("map"):
            raise UsageError("--map needs a script to stand beside", hint="name it: -o FILE")
        if len(paths) > 1 and not (args.flag("json") or args.flag("explain")):
            raise UsageError(f"{len(paths)} scripts do not fit on stdout", hint="give a folder: -o FOLDER")
        return [None] * len(paths)
    assert output is not None  # noqa: S101 - for the type checker
    if len(paths) == 1 and not os.path.isdir(output) and not output.endswith("/"):
        return [output]
    folders = tuple(filter(os.path.isdir, args.positional))
    targets = [os.path.join(output, _below(path, folders)) for path in paths]
    twice = next((target for target, count in Counter(targets).items() if count > 1), None)
    if twice:
        raise UsageError(f"two notebooks would become {twice}", hint="extract them into different folders")
    os.makedirs(output, exist_ok=True)
    return list(targets)


def _below(path: str, folders: tuple[str, ...]) -> str:
    """Return the script's path in the output folder, which mirrors the folder that was given."""
    folder = next((folder for folder in folders if is_below(folder, path)), None)
    name = os.path.relpath(path, folder) if folder else os.path.basename(path)
    return os.path.splitext("stdin" if name == STDIN else name)[0] + ".py"


def deliver_script(
    path: str, script: Script, target: str | None, args: Args, out: Output, writer: Write
) -> None:
    """Write a script, and its map where that is asked for; raises NbtrackError for a file of somebody's."""
    if target:
        os.makedirs(os.path.dirname(target) or ".", exist_ok=True)
        _write(target, script.source, _MARK_B, writer)
        if args.flag("map"):
            named = "<stdin>" if path == "<stdin>" else os.path.relpath(path, os.path.dirname(target) or ".")
            _write(target + SUFFIX, line_map(script, named), MARK.encode(), writer)
    elif not args.flag("json") and not args.flag("explain"):
        out.raw(script.source.encode())


def _write(target: str, text: str, mark: bytes, writer: Write) -> None:
    present = _existing(target, mark)
    if present != text.encode():
        writer(target, text.encode(), expected=present)


def _existing(target: str, mark: bytes) -> bytes | None:
    """Return what a file holds, None where there is none; raises NbtrackError for one that somebody wrote."""
    if not os.path.lexists(target):
        return None
    if os.path.exists(target) and not os.path.isfile(target):  # a pipe would be read without end
        raise NbtrackError(f"{target} is not a file", hint="`-o -` writes to stdout")
    raw_b = read(target)
    if raw_b and not raw_b.startswith(mark):
        raise NbtrackError(
            f"{target} was not made by `nbtrack extract`, so it was left as it is",
            hint="choose another file, or remove this one first",
        )
    return raw_b
