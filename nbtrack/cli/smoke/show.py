"""Print what smoke runs came to, in the form that was asked for."""

from __future__ import annotations

import os

from nbtrack.cli.report_files import add_step_summary, write_report
from nbtrack.errors import UsageError
from nbtrack.terminal import count_text, cut

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nbtrack.cli.options import Args
    from nbtrack.cli.output import Output
    from nbtrack.smoke.verdict import Failure, Tried, Verdict

_LAST_LINES = 20
_WIDTH = 300
_TEXT = "text"


def check_form(args: Args) -> None:
    """Refuse what does not go together, before anything runs; raises UsageError."""
    path = args.value("output")
    if path and args.form() == _TEXT:
        raise UsageError("--output is for reports", hint="give --format too: json, junit, github or markdown")
    if path and not os.path.isdir(os.path.dirname(path) or "."):
        raise UsageError(f"--output names {path}, but there is no such folder")


def show_one(tried: Tried, args: Args, out: Output) -> None:
    """Show one notebook as soon as it is its turn, to people."""
    if tried.error is not None:
        out.fail(tried.error.message, tried.error.hint)
    elif tried.verdict is not None and (args.form() == _TEXT or args.value("output")):
        _show(tried.verdict, out)


def show_all(tried: Sequence[Tried], args: Args, out: Output) -> None:
    """Print the report of all notebooks, or write it to a file; to people, a summary."""
    form, path = args.form(), args.value("output")
    if form != _TEXT:
        from nbtrack.report.smoke_lines import located

        tried = [located(each) for each in tried]
        text: str = __import__(f"nbtrack.report.smoke_{form}", fromlist=["render"]).render(tried)
        if path:
            write_report(path, text)
        else:
            out.raw(text.encode("utf-8", "backslashreplace"))
    if form == "github":
        add_step_summary(lambda: _step_summary(tried))
    if (form == _TEXT or path) and len(tried) > 1 and not out.quiet:
        from nbtrack.report.smoke_summary import summary_line

        out.styled(out.paint(summary_line(tried), "bold"))


def _step_summary(tried: Sequence[Tried]) -> str:
    from nbtrack.report.smoke_markdown import render

    return render(tried)


def _show(verdict: Verdict, out: Output) -> None:
    if verdict.failure is None:
        if not out.quiet:
            _show_passed(verdict, out)
        return
    _show_failure(verdict.path, verdict.failure, out)
    if verdict.skipped:
        out.note(f"  {_skipped(verdict)}; --shell run runs them")
    if verdict.failure.trace:
        out.detail("  it came through:")
        for line in verdict.failure.trace:
            out.detail(f"    {line}")
    _show_python(verdict, out)
    for title, text in (("it printed:", verdict.output), ("and on stderr:", verdict.errors)):
        if text.strip():
            out.detail(f"  {title}")
            for line in text.rstrip().split("\n")[-_LAST_LINES:]:
                out.detail(f"    {cut(line, _WIDTH)}")


def _show_python(verdict: Verdict, out: Output) -> None:
    if verdict.python is not None:
        out.detail(f"  with {verdict.python.path} ({verdict.python.why})")


def _show_passed(verdict: Verdict, out: Output) -> None:
    took = "earlier" if verdict.remembered else f"in {verdict.duration_s:.1f} s"
    out.styled(
        f"{out.paint(verdict.path)}: {out.paint('ran', 'green')} outside Jupyter "
        f"{took} ({', '.join(_particulars(verdict))})"
    )
    _show_python(verdict, out)
    if verdict.not_kept:
        out.detail(f"  it will run again next time: {verdict.not_kept}")


def _particulars(verdict: Verdict) -> Iterator[str]:
    yield count_text(verdict.cells, "cell")
    if verdict.skipped:
        yield _skipped(verdict)
    if verdict.ended_in:
        yield f"but it ends itself in cell {verdict.ended_in}"
    if verdict.comparison is not None:
        count, names = len(verdict.comparison.cells), verdict.comparison.names
        yield f"{count} as stored" if count else "no output to compare with"
        if names:
            yield f"{', '.join(names)} as recorded"
        if verdict.comparison.left_out:
            yield f"{verdict.comparison.left_out} with outputs that cannot be compared"
    if verdict.remembered:
        yield "remembered, as nothing changed"


def _show_failure(path: str, failure: Failure, out: Output) -> None:
    place = f"cell {failure.cell}" if failure.cell else "before its first cell"
    if failure.line:
        place += f", line {failure.line}"
    prefix = "in " if failure.cell else ""
    out.styled(
        f"{out.paint(path)}: {out.paint('fails', 'red')} {prefix}{place}: {out.paint(failure.what, 'bold')}"
    )
    if failure.source:
        number = f"    {failure.line} | "
        out.line(number + failure.source.expandtabs(1))
        marks = "^" * max(1, failure.end - failure.start)
        out.line(" " * (len(number) - 2) + "| " + " " * failure.start + marks)
    if failure.cause:
        out.line(f"  {failure.cause}")


def _skipped(verdict: Verdict) -> str:
    return f"{count_text(len(verdict.skipped), 'shell command')} skipped"
