"""Smoke runs as GitHub Actions annotations; GitHub shows ten errors of a step, the others are plain lines."""

from __future__ import annotations

from nbtrack.report.github import MOST_OF_A_LEVEL, annotation
from nbtrack.report.smoke_summary import place_words, summary_line, told
from nbtrack.report.where import log_path, log_text, path_from_here

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from nbtrack.smoke.verdict import Tried


def render(tried: Sequence[Tried]) -> str:
    """Return a workflow command for each notebook that fails, and the summary."""
    wrong = [each for each in tried if _words(each)]
    lines = [_annotation(each) for each in wrong[:MOST_OF_A_LEVEL]]
    if rest := wrong[MOST_OF_A_LEVEL:]:
        lines.append(f"{len(rest)} more than GitHub shows as annotations of one step:")
        lines += [f"- {log_path(path_from_here(each.path))}: {log_text(_words(each))}" for each in rest]
    return "".join(f"{line}\n" for line in (*lines, summary_line(tried)))


def _annotation(tried: Tried) -> str:
    title = "fails outside Jupyter" if tried.verdict else "cannot be tried outside Jupyter"
    return annotation("error", tried.path, tried.file_line, title, _words(tried))


def _words(tried: Tried) -> str:
    if tried.error:
        return tried.error.message
    failure = tried.verdict.failure if tried.verdict else None
    return f"{place_words(failure)}: {told(failure)}" if failure else ""
