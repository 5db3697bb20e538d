"""`nbtrack strip`: take out what does not belong in git."""

from __future__ import annotations

import os
import time

from nbtrack.cli.keeping import UNDO_OPTIONS, Writer, wants_undo
from nbtrack.cli.options import JSON, Command, Option
from nbtrack.cli.strip.options import STRIP_OPTIONS, policy_for, say_what_fits_nothing
from nbtrack.errors import NbtrackError, UndoError
from nbtrack.notebook.bulk import are_larger, lean_reader_for
from nbtrack.notebook.discovery import find_files
from nbtrack.notebook.files import STDIN, writer_for
from nbtrack.notebook.patterns import excluded
from nbtrack.notebook.stamp import was_settled
from nbtrack.notebook.strip.formats import SUFFIXES
from nbtrack.notebook.together import read_together
from nbtrack.settings import Settings, inherits, read_settings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from nbtrack.cli.options import Args
    from nbtrack.cli.output import Output
    from nbtrack.notebook.document import Reader
    from nbtrack.notebook.files import Write
    from nbtrack.notebook.strip.policy import StripPolicy
    from nbtrack.notebook.strip.result import Stripped
    from nbtrack.notebook.together import FileRead

    Failure = tuple[str, str | None]  # message and hint
    # What came of one notebook: the failure, whether there is anything to strip, what to say, its JSON.
    Outcome = tuple[Failure | None, bool, str, dict[str, Any] | None]

# Starting another process costs as much as stripping some megabytes (`bench/strip.py`).
_WORTH_SHARING_B = 64 << 20

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
    targets = list(_targets(args))
    reader = lean_reader_for(path for path, _ in targets)
    if not targets:
        out.note(f"no notebook in {', '.join(args.positional)}")
    strip = _strip(args, out, targets, reader)
    failures: list[Failure] = []
    rows: list[dict[str, Any]] = []
    dirty = False
    tell = out.line if _only_looks(args) else out.note
    for failure, changes, said, row in _outcomes(strip, args, targets):
        if failure:
            out.fail(*failure)
            failures.append(failure)
        if said:
            tell(said)
        if row:
            rows.append(row)
        dirty = dirty or changes
    if args.flag("json"):
        out.json(_report(args, rows, failures))
    if failures:
        return NbtrackError.exit_code
    return 1 if dirty and _only_looks(args) and not args.flag("exit-zero") else 0


def _outcomes(
    strip: Callable[[range], Iterator[Outcome]], args: Args, targets: list[tuple[str, StripPolicy]]
) -> Iterator[Outcome]:
    """Strip all targets, in several processes where that is worth it."""
    if not _is_worth_sharing(args, targets):
        return strip(range(len(targets)))

    from nbtrack.cli.shares import shared_out, usable_processes

    return shared_out(strip, len(targets), usable_processes())


def _is_worth_sharing(args: Args, targets: list[tuple[str, StripPolicy]]) -> bool:
    """Tell whether there is much to strip, and no order to be kept meanwhile."""
    if _only_looks(args) or args.flag("stdout") or STDIN in args.positional:
        return False
    return are_larger((path for path, _ in targets), _WORTH_SHARING_B) and not wants_undo(
        args, read_settings()
    )


def _strip(
    args: Args, out: Output, targets: list[tuple[str, StripPolicy]], reader: Reader
) -> Callable[[range], Iterator[Outcome]]:
    """Return what strips some of the targets."""
    look = _look(args)
    deliver = _delivery(args, Writer(args, out, writer_for(len(targets))).write, out)
    wants_row = args.flag("json")

    def result_of(read: FileRead, policy: StripPolicy) -> Stripped | NbtrackError:
        try:
            return read.error or look(read.raw, _name_of(read.path, args), policy, reader)
        except NbtrackError as error:
            return error

    def outcome_of(read: FileRead, result: Stripped | NbtrackError) -> Outcome:
        try:
            if isinstance(result, NbtrackError):
                raise result
            said = deliver(read.path, read.status, result)
        except UndoError:
            raise
        except NbtrackError as error:
            return (error.message, error.hint), False, "", None
        return None, not result.is_clean, said, _row(result) if wants_row else None

    def strip(indices: range) -> Iterator[Outcome]:
        policies = (targets[index][1] for index in indices)
        for group in read_together(targets[index][0] for index in indices):
            results = list(map(result_of, group, policies))
            yield from map(outcome_of, group, results)
            results.clear()  # not to be held while the next ones are read
            group.clear()

    return strip


def _look(args: Args) -> Callable[[bytes, str, StripPolicy, Reader], Stripped]:
    """Return what strips a notebook, or only finds what is to be stripped where nobody asks for the rest."""
    if args.flag("check") and not args.flag("diff"):
        from nbtrack.notebook.strip.looked_at import looked_at

        return looked_at

    from nbtrack.notebook.strip.stripped import stripped

    return stripped


def _targets(args: Args) -> Iterator[tuple[str, StripPolicy]]:
    """Yield each notebook with the policy of its folder's settings and the command line."""
    policies: dict[str, tuple[Settings, StripPolicy, tuple[str, ...]]] = {}
    globs = args.values("glob")
    for path in find_files(args.positional, *SUFFIXES):
        name = _name_of(path, args)
        folder = os.path.dirname(name) or "."
        _, policy, exclude = policies.get(folder) or _policy_in(folder, args, policies)
        if (not exclude or not excluded(name, exclude)) and (not globs or excluded(name, globs)):
            yield path, policy


def _policy_in(
    folder: str, args: Args, known: dict[str, tuple[Settings, StripPolicy, tuple[str, ...]]]
) -> tuple[Settings, StripPolicy, tuple[str, ...]]:
    """Return settings, policy and what is excluded in a folder; what a policy learns serves others too."""
    above, own = os.path.split(folder)
    if above and own not in ("", ".", "..") and inherits(folder):
        found = known.get(above) or _policy_in(above, args, known)
    else:
        settings = Settings({}, {}) if args.flag("isolated") else read_settings(folder)
        same = (found for found in known.values() if settings.holds_same(found[0]))
        exclude = settings.value("exclude") + args.values("exclude")
        found = next(same, None) or (settings, policy_for(args, settings), exclude)
    known[folder] = found
    return found


def _name_of(path: str, args: Args) -> str:
    return (args.value("stdin-filename") or "<stdin>") if path == STDIN else path


def _only_looks(args: Args) -> bool:
    return args.flag("check") or args.flag("diff")


def _delivery(args: Args, write: Write, out: Output) -> Callable[[str, os.stat_result | None, Stripped], str]:
    """Return what does with a result what was asked for, and returns what there is to say about that."""
    if _only_looks(args):
        if args.flag("json"):
            return _say_nothing
        return _diff_shower(out) if args.flag("diff") else _say_would

    to_stdout, is_silent = args.flag("stdout"), out.quiet or args.flag("json")
    began_ns = time.time_ns()

    def write_and_tell(path: str, status: os.stat_result | None, result: Stripped) -> str:
        if path == STDIN or to_stdout:
            if not args.flag("json"):
                out.raw(result.new)
        elif not result.is_clean:
            seen = status if status and was_settled(status, began_ns) else None
            write(path, result.new, expected=result.raw, seen=seen)
            return "" if is_silent else f"{path}: stripped {result.summary}"
        return ""

    return write_and_tell


def _say_nothing(path: str, status: os.stat_result | None, result: Stripped) -> str:
    del path, status, result
    return ""


def _say_would(path: str, status: os.stat_result | None, result: Stripped) -> str:
    del path, status
    return f"{result.name}: would strip {result.summary}" if not result.is_clean else ""


def _diff_shower(out: Output) -> Callable[[str, os.stat_result | None, Stripped], str]:
    from nbtrack.cli.text_diff import show_text_diff

    def show(path: str, status: os.stat_result | None, result: Stripped) -> str:
        del path, status
        show_text_diff(result.name, result.raw.decode("utf-8"), result.new.decode("utf-8"), out)
        return ""

    return show


def _row(result: Stripped) -> dict[str, Any]:
    return {"path": result.name, "clean": result.is_clean, "stripped": result.summary}


def _report(args: Args, rows: list[dict[str, Any]], failures: list[Failure]) -> dict[str, Any]:
    return {
        "schema": "nbtrack.strip/1",
        "changed": not _only_looks(args),
        "notebooks": rows,
        "errors": [{"message": message, "hint": hint} for message, hint in failures],
    }
