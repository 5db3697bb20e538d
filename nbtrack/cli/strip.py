"""`nbtrack strip`: take out what does not belong in git."""

from __future__ import annotations

import os

from nbtrack.cli.keeping import UNDO_OPTIONS, Writer
from nbtrack.cli.options import JSON, Command, Option
from nbtrack.cli.strip_options import STRIP_OPTIONS, policy_for, say_what_fits_nothing
from nbtrack.errors import NbtrackError, UndoError
from nbtrack.notebook.bulk import reader_for
from nbtrack.notebook.discovery import SUFFIX as NOTEBOOK
from nbtrack.notebook.discovery import find_files
from nbtrack.notebook.files import STDIN, read_stamped, writer_for
from nbtrack.notebook.patterns import excluded
from nbtrack.notebook.strip.formats import parse_strippable
from nbtrack.notebook.strip.plan import strip_edits
from nbtrack.notebook.strip.stripped import Stripped, stripped
from nbtrack.notebook.strip.zeppelin import SUFFIX as ZEPPELIN
from nbtrack.settings import Settings, read_settings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from nbtrack.cli.options import Args
    from nbtrack.cli.output import Output
    from nbtrack.notebook.document import Reader
    from nbtrack.notebook.files import Write
    from nbtrack.notebook.strip.policy import StripPolicy

COMMAND = Command(
    "strip",
    "take outputs, counts and transient metadata out of notebooks",
    arguments=("PATH...", 1, None),
    options=(
        Option("--check", help="change nothing; exit 1 when something would be stripped"),
        Option("--diff", help="change nothing; show what would be; exit 1 when there is anything"),
        Option("--exit-zero", help="exit 0 although something would be stripped"),
        Option("--stdout", help="write stripped notebooks to stdout and leave the files as they are"),
        JSON,
        *STRIP_OPTIONS,
        *UNDO_OPTIONS,
        Option("--glob", metavar="GLOB", many=True, help="strip only files with such a name or path"),
        Option("--exclude", metavar="GLOB", many=True, help="leave these files and folders alone"),
        Option("--isolated", help="heed no settings file"),
        Option("--stdin-filename", metavar="NAME", help="the name under which `-` is reported"),
    ),
    description=(
        "PATH is a notebook, a folder or `-` (stdin to stdout). Whatever is not stripped stays as it is,\n"
        "byte for byte: key order, indent, escapes, line ends."
    ),
    examples=(
        ("nbtrack strip notebooks/", "strip all notebooks below a folder"),
        ("nbtrack strip --check .", "for CI: exit 1 when any notebook is not clean"),
        ("nbtrack strip --drop-mime 'image/*' --keep-outputs report.ipynb", "keep text, drop pictures"),
        ("nbtrack strip - < in.ipynb > out.ipynb", "as a filter"),
        ("nbtrack strip --stdout a.ipynb", "for git's `diff.ipynb.textconv`"),
    ),
)


def run(args: Args, out: Output) -> int:
    """Strip every notebook; one that cannot be read does not stop the others."""
    say_what_fits_nothing(args, out)
    failures: list[NbtrackError] = []
    rows: list[dict[str, Any]] = []
    dirty = False
    look = stripped if not args.flag("check") or args.flag("diff") else _looked_at
    targets = list(_targets(args))
    deliver = _delivery(args, Writer(args, out, writer_for(len(targets))).write)
    reader = reader_for(path for path, _ in targets)
    if not targets:
        out.note(f"no notebook in {', '.join(args.positional)}")
    for path, policy in targets:
        try:
            raw, stamp = read_stamped(path)
            result = look(raw, _name_of(path, args), policy, reader)
            deliver(path, stamp, result, out)
        except UndoError:
            raise
        except NbtrackError as error:
            out.fail(error.message, error.hint)
            failures.append(error)
            continue
        dirty = dirty or bool(result.edits)
        if args.flag("json"):
            rows.append(_row(result))
    if args.flag("json"):
        out.json(_report(args, rows, failures))
    if failures:
        return NbtrackError.exit_code
    return 1 if dirty and _only_looks(args) and not args.flag("exit-zero") else 0


def _looked_at(raw: bytes, name: str, policy: StripPolicy, reader: Reader) -> Stripped:
    notebook = parse_strippable(raw, name, reader)
    return Stripped(notebook, strip_edits(notebook, policy), b"")


def _targets(args: Args) -> Iterator[tuple[str, StripPolicy]]:
    """Yield each notebook with the policy of its folder's settings and the command line."""
    policies: dict[str, tuple[Settings, StripPolicy, tuple[str, ...]]] = {}
    globs = args.values("glob")
    for path in find_files(args.positional, NOTEBOOK, ZEPPELIN):
        name = _name_of(path, args)
        folder = os.path.dirname(name) or "."
        if folder not in policies:
            settings = Settings({}, {}) if args.flag("isolated") else read_settings(folder)
            last = next(reversed(policies.values()), None)
            if last and settings.holds_same(last[0]):  # what a policy has learned serves the next folder too
                policies[folder] = last
            else:
                exclude = settings.value("exclude") + args.values("exclude")
                policies[folder] = settings, policy_for(args, settings), exclude
        _, policy, exclude = policies[folder]
        if (not exclude or not excluded(name, exclude)) and (not globs or excluded(name, globs)):
            yield path, policy


def _name_of(path: str, args: Args) -> str:
    return (args.value("stdin-filename") or "<stdin>") if path == STDIN else path


def _only_looks(args: Args) -> bool:
    return args.flag("check") or args.flag("diff")


def _delivery(args: Args, write: Write) -> Callable[[str, bytes | None, Stripped, Output], None]:
    if _only_looks(args):
        if args.flag("json"):
            return _say_nothing
        return _show_diff if args.flag("diff") else _say_would

    to_stdout = args.flag("stdout")

    def write_and_tell(path: str, stamp: bytes | None, result: Stripped, out: Output) -> None:
        if path == STDIN or to_stdout:
            if not args.flag("json"):
                out.raw(result.new)
        elif result.edits:
            write(path, result.new, expected=result.notebook.raw, stamp=stamp)
            if not out.quiet and not args.flag("json"):
                out.note(f"{path}: stripped {_summary(result)}")

    return write_and_tell


def _say_nothing(path: str, stamp: bytes | None, result: Stripped, out: Output) -> None:
    del path, stamp, result, out


def _say_would(path: str, stamp: bytes | None, result: Stripped, out: Output) -> None:
    del path, stamp
    if result.edits:
        out.line(f"{result.notebook.path}: would strip {_summary(result)}")


def _show_diff(path: str, stamp: bytes | None, result: Stripped, out: Output) -> None:
    from nbtrack.cli.text_diff import show_text_diff

    del path, stamp
    show_text_diff(result.notebook.path, result.notebook.text, result.new.decode("utf-8"), out)


def _summary(result: Stripped) -> str:
    from nbtrack.notebook.strip.summary import summarise

    return summarise(result.notebook, result.edits)


def _row(result: Stripped) -> dict[str, Any]:
    return {"path": result.notebook.path, "clean": not result.edits, "stripped": _summary(result)}


def _report(args: Args, rows: list[dict[str, Any]], failures: list[NbtrackError]) -> dict[str, Any]:
    return {
        "schema": "nbtrack.strip/1",
        "changed": not _only_looks(args),
        "notebooks": rows,
        "errors": [{"message": error.message, "hint": error.hint} for error in failures],
    }
