"""Print what a check came to, in the form that was asked for."""

from __future__ import annotations

import os

from nbtrack.cli.check_ways import mends
from nbtrack.notebook.files import STDIN
from nbtrack.report.result import known_text, summary_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from nbtrack.cli.options import Args
    from nbtrack.cli.output import Output
    from nbtrack.report.paint import Paint
    from nbtrack.report.result import Report

_FOR_PEOPLE = ("text", "concise", "statistics")
FORMATS = ("text", "concise", "json", "sarif", "github", "gitlab", "junit", "markdown")


def needs_file_lines(args: Args) -> bool:
    """Tell whether the form needs physical lines, which cost another walk over the file."""
    return _format(args) not in ("text", "statistics")


def show(report: Report, args: Args, out: Output) -> None:
    """Print the report."""
    if args.flag("diff"):
        count = report.fixed
        out.note(
            f"--fix would mend {count} finding{'' if count == 1 else 's'}" if count else "nothing to mend"
        )
    elif _format(args) in _FOR_PEOPLE:
        _show_to_people(report, args, out)
    else:
        out.raw(_renderer(_format(args))(report).encode("utf-8", "backslashreplace"))
        if report.known:
            out.note(known_text(report))
        _add_step_summary(report, args)


def _format(args: Args) -> str:
    if args.flag("statistics"):
        return "statistics"
    return "json" if args.flag("json") else args.value("format") or "text"


def _show_to_people(report: Report, args: Args, out: Output) -> None:
    # Where stdout is the mended notebook, the report goes beside it.
    say = out.note if mends(args) and STDIN in args.positional else out.styled
    render: Callable[[Report, Paint], Iterator[str]] = _renderer(_format(args))
    for line in render(report, out.paint):
        say(line)
    if not out.quiet:
        say(out.paint(summary_line(report), "bold"))


def _renderer(name: str):  # type: ignore[no-untyped-def]  # a function of the one module that is needed
    return __import__(f"nbtrack.report.{name}", fromlist=["render"]).render


def _add_step_summary(report: Report, args: Args) -> None:
    """Give GitHub all findings where it shows only the first ten as annotations."""
    path = os.environ.get("GITHUB_STEP_SUMMARY")
    if not path or _format(args) != "github":
        return
    from nbtrack.report.markdown import STEP_SUMMARY, render

    with open(path, "a", encoding="utf-8", errors="backslashreplace") as file:
        file.write(render(report, STEP_SUMMARY))
