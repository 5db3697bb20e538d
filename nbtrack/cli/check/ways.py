"""What is done with one notebook: look at it, mend it, or show how it would be mended."""

from __future__ import annotations

from nbtrack.cli.check.crashes import Crashes
from nbtrack.cli.keeping import Writer
from nbtrack.notebook.files import STDIN
from nbtrack.report.result import Checked
from nbtrack.rules.engine import examine
from nbtrack.rules.fixing import ALL_FIXES, SAFE, fix_notebook
from nbtrack.rules.subject import Subject

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from nbtrack.cli.check.setup import Setup
    from nbtrack.cli.options import Args
    from nbtrack.cli.output import Output
    from nbtrack.notebook.document import Notebook
    from nbtrack.notebook.files import Write
    from nbtrack.rules.finding import Finding, Safety

    Safeties = tuple[Safety, ...]
    Way = Callable[[str, Notebook, Setup], Checked]


def way(args: Args, out: Output) -> Way:
    """Return what is done with each notebook where --fix or --diff asks for it."""
    safeties = ALL_FIXES if args.flag("unsafe-fixes") else SAFE
    crashes = Crashes()
    if args.flag("diff"):
        return lambda _, notebook, setup: _preview(notebook, setup, safeties, out)
    return _Mending(safeties, Writer(args, out).write, crashes, out)


def look(notebook: Notebook, setup: Setup, crashes: Crashes, *, locates: bool) -> Checked:
    """Find, and touch nothing; physical lines are asked for, as they cost another walk."""
    subject = Subject(notebook, setup.options)
    findings = crashes.reported(examine(subject, setup.rules_for(notebook.path)))
    lines = _lines(notebook, findings) if locates else ()
    return Checked(notebook.path, findings, file_lines=lines, is_lasting=subject.is_closed)


class _Mending:
    """Mend what can be mended, and write that where the notebook came from."""

    __slots__ = ("_crashes", "_out", "_safeties", "_write")

    def __init__(self, safeties: Safeties, write: Write, crashes: Crashes, out: Output) -> None:
        self._safeties = safeties
        self._write = write
        self._crashes = crashes
        self._out = out

    def __call__(self, path: str, notebook: Notebook, setup: Setup) -> Checked:
        fixed = fix_notebook(notebook, setup.rules_for(notebook.path), setup.options, self._safeties)
        if path == STDIN:
            self._out.raw(fixed.notebook.raw)
        elif fixed.notebook.raw != notebook.raw:
            self._write(path, fixed.notebook.raw, expected=notebook.raw)
        findings = self._crashes.reported(fixed.findings)
        lines = _lines(fixed.notebook, fixed.findings)
        return Checked(notebook.path, findings, fixed=fixed.count, file_lines=lines)


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
