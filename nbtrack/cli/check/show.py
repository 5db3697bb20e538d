"""Print what a check came to, in the form that was asked for."""

from __future__ import annotations

from nbtrack.cli.check.options import mends
from nbtrack.cli.report_files import add_step_summary, write_report
from nbtrack.errors import UsageError
from nbtrack.notebook.files import STDIN
from nbtrack.report.result import known_text, summary_line
from nbtrack.terminal import count_text, unpainted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from nbtrack.cli.options import Args
    from nbtrack.cli.output import Output
    from nbtrack.report.result import Report
    from nbtrack.terminal import Paint

_FOR_PEOPLE = ("text", "concise", "statistics")


def check_form(args: Args) -> None:
    """Refuse forms that do not go together; raises UsageError."""
    form = _form(args)
    if args.flag("statistics") and args.value("format") not in (None, "text", "json"):
        raise UsageError("--statistics come as text or as JSON", hint="leave --format out, or give --json")
    if args.flag("explain") and not args.flag("output") and form not in _FOR_PEOPLE:
        raise UsageError(
            f"--explain is for people, --format {form} is not", hint="`nbtrack rule CODE --json` has pages"
        )


def needs_file_lines(args: Args) -> bool:
    """Tell whether the form needs physical lines, which cost another walk over the file."""
    return _form(args) not in ("text", "statistics", "statistics_json")


def show(report: Report, args: Args, out: Output) -> None:
    """Print the report, or write it to a file and print it for people."""
    if args.flag("diff"):
        fixed = report.fixed
        out.note(f"--fix would mend {count_text(fixed, 'finding')}" if fixed else "nothing to mend")
        return
    form, path = _form(args), args.value("output")
    # Where stdout is the mended notebook, the report goes beside it.
    is_taken = mends(args) and STDIN in args.positional
    say = out.beside if is_taken else out.styled
    if path is not None:
        write_report(path, _text(report, form))
        form = form if form in _FOR_PEOPLE else "text"
    if form in _FOR_PEOPLE:
        _show_to_people(report, form, args, out, say)
    elif is_taken:
        say(_text(report, form).removesuffix("\n"))
    else:  # in the encoding that the format has, whatever that of the terminal is
        out.raw(_text(report, form).encode("utf-8", "backslashreplace"))
    if form not in _FOR_PEOPLE and report.known:
        out.note(known_text(report))
    if _form(args) == "github":
        add_step_summary(lambda: _step_summary(report))


def _form(args: Args) -> str:
    form = args.form()
    if args.flag("statistics"):
        return "statistics_json" if form == "json" else "statistics"
    return form


def _show_to_people(report: Report, form: str, args: Args, out: Output, say: Callable[[str], None]) -> None:
    render: Callable[[Report, Paint], Iterator[str]] = _renderer(form)
    for line in render(report, out.paint):
        say(line)
    if args.flag("explain"):
        from nbtrack.report.explanation import explanation

        for line in explanation(report, out.paint):
            say(line)
    if not out.quiet:
        say(out.paint(summary_line(report), "bold"))


def _text(report: Report, form: str) -> str:
    """Return the whole report as plain text."""
    render = _renderer(form)
    if form not in _FOR_PEOPLE:
        text: str = render(report)
        return text
    return "".join(f"{line}\n" for line in (*render(report, unpainted), summary_line(report)))


def _renderer(name: str):  # type: ignore[no-untyped-def]  # a function of the one module that is needed
    return __import__(f"nbtrack.report.{name}", fromlist=["render"]).render


def _step_summary(report: Report) -> str:
    from nbtrack.report.markdown import STEP_SUMMARY, render

    return render(report, STEP_SUMMARY)
