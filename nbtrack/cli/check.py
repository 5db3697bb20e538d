"""`nbtrack check`: find what does not belong in git."""

from __future__ import annotations

import os

from nbtrack.cli.check_setup import Setups
from nbtrack.cli.check_show import FORMATS, mends, needs_file_lines, show
from nbtrack.cli.options import JSON, Command, Option
from nbtrack.errors import EditError, NbtrackError, NotebookError
from nbtrack.notebook.bulk import reader_for
from nbtrack.notebook.discovery import find_notebooks
from nbtrack.notebook.document import parse
from nbtrack.notebook.files import STDIN, read, write
from nbtrack.notebook.patterns import excluded
from nbtrack.report.result import Checked, Report
from nbtrack.rules.engine import check_notebook, finding_for
from nbtrack.rules.fixing import ALL_FIXES, SAFE, fix_notebook

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from nbtrack.cli.check_setup import Setup
    from nbtrack.cli.options import Args
    from nbtrack.cli.output import Output
    from nbtrack.notebook.document import Notebook
    from nbtrack.rules.finding import Finding, Safety

    Safeties = tuple[Safety, ...]
    CheckOne = Callable[[str, Notebook, Setup], Checked]

COMMAND = Command(
    "check",
    "find what does not belong in git",
    arguments=("PATH...", 0, None),
    options=(
        Option("--fix", help="mend what can be mended safely"),
        Option("--unsafe-fixes", help="mend also what may change the notebook's meaning; implies --fix"),
        Option("--diff", help="change nothing; show what --fix would"),
        Option(
            "--select", metavar="CODES", many=True, help="run these rules only: codes, their beginnings, ALL"
        ),
        Option("--extend-select", metavar="CODES", many=True, help="run these rules besides the others"),
        Option("--ignore", metavar="CODES", many=True, help="do not run these rules"),
        Option("--exclude", metavar="GLOB", many=True, help="leave these files and folders alone"),
        Option("--format", metavar="FORMAT", choices=FORMATS, help=f"how to report: {', '.join(FORMATS)}"),
        JSON,
        Option("--statistics", help="count the findings of each rule instead of listing them"),
        Option("--exit-zero", help="exit 0 although there are findings"),
        Option(
            "--stdin-filename", metavar="NAME", help="the name under which `-` is reported and configured"
        ),
    ),
    description=(
        "PATH is a notebook, a folder or `-` (stdin); without one, this folder. Exit code 1 says that there\n"
        "are findings, 2 that a file could not be read. `nbtrack rule CODE` explains a rule. Allow a\n"
        "finding "
        "with a comment, `# nbtrack: ignore[NBT305]`, or the cell tag `nbtrack-ignore:NBT101`."
    ),
    examples=(
        ("nbtrack check", "check all notebooks below this folder"),
        ("nbtrack check --fix reports/q3.ipynb", "mend one notebook, list what is left"),
        ("nbtrack check --select NBT2 .", "look for secrets and personal paths only"),
        ("nbtrack check --format github .", "annotate a pull request"),
    ),
)


def run(args: Args, out: Output) -> int:
    """Check every notebook; one that cannot be read does not stop the others."""
    failed = False
    files: list[Checked] = []
    check_one = _way(args, out)
    setups = Setups(args)
    targets = _targets(args, setups)
    reader = reader_for(len(targets))
    for path in targets:
        try:
            notebook = parse(read(path), setups.name_of(path), reader)
            files.append(check_one(path, notebook, setups.of(path)))
        except NotebookError as error:
            out.fail(error.message, error.hint)
            files.append(Checked(error.path, (finding_for(error),), error=error))
        except EditError as error:
            out.fail(error.message, error.hint)
            failed = True
    report = Report(files)
    show(report, args, out)
    if failed or report.unreadable:
        return NbtrackError.exit_code
    return 1 if _says_no(report, args) else 0


def _targets(args: Args, setups: Setups) -> list[str]:
    """List the notebooks that paths name; one that does not exist is met when it is read."""
    found: dict[str, None] = {}
    for path in args.positional or (".",):
        paths = find_notebooks((path,)) if os.path.lexists(path) else [path]
        found.update(dict.fromkeys(paths))
    return [path for path in found if not excluded(path, setups.of(path).exclude)]


def _says_no(report: Report, args: Args) -> bool:
    if args.flag("diff"):
        return report.fixed > 0
    return bool(report.findings) and not args.flag("exit-zero")


def _way(args: Args, out: Output) -> CheckOne:
    """Return what is done with one notebook: look at it, mend it, or show how it would be mended."""
    safeties = ALL_FIXES if args.flag("unsafe-fixes") else SAFE
    if args.flag("diff"):
        return lambda _, notebook, setup: _preview(notebook, setup, safeties, out)
    if mends(args):
        return lambda path, notebook, setup: _mend(path, notebook, setup, safeties, out)
    locates = needs_file_lines(args)
    return lambda _, notebook, setup: _look(notebook, setup, locates=locates)


def _look(notebook: Notebook, setup: Setup, *, locates: bool) -> Checked:
    findings = check_notebook(notebook, setup.rules_for(notebook.path), setup.options)
    return Checked(notebook.path, findings, file_lines=_lines(notebook, findings) if locates else ())


def _mend(path: str, notebook: Notebook, setup: Setup, safeties: Safeties, out: Output) -> Checked:
    fixed = fix_notebook(notebook, setup.rules_for(notebook.path), setup.options, safeties)
    if path == STDIN:
        out.raw(fixed.notebook.raw)
    elif fixed.notebook.raw != notebook.raw:
        write(path, fixed.notebook.raw, expected=notebook.raw)
    lines = _lines(fixed.notebook, fixed.findings)
    return Checked(notebook.path, fixed.findings, fixed=fixed.count, file_lines=lines)


def _preview(notebook: Notebook, setup: Setup, safeties: Safeties, out: Output) -> Checked:
    from nbtrack.cli.text_diff import show_text_diff

    fixed = fix_notebook(notebook, setup.rules_for(notebook.path), setup.options, safeties)
    show_text_diff(notebook.path, notebook.text, fixed.notebook.text, out)
    return Checked(notebook.path, fixed.findings, fixed=fixed.count)


def _lines(notebook: Notebook, findings: Sequence[Finding]) -> tuple[int, ...]:
    if not findings:
        return ()
    from nbtrack.report.lines import file_lines

    return file_lines(notebook, findings)
