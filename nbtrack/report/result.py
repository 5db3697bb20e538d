"""What a check of several notebooks came to."""

from __future__ import annotations

from nbtrack.errors import NotebookError
from nbtrack.terminal import count_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nbtrack.errors import NbtrackError
    from nbtrack.rules.finding import Finding, Safety


class Checked:
    """One file: what was found in it, how many findings were fixed, or why it could not be read or mended.

    `file_lines` has the physical line (1-based) of each finding where a renderer asked for it. `is_lasting`
    tells that the same bytes will bring the same findings.
    """

    __slots__ = ("error", "file_lines", "findings", "fixed", "is_lasting", "path")

    def __init__(
        self,
        path: str,
        findings: Sequence[Finding],
        *,
        fixed: int = 0,
        file_lines: Sequence[int] = (),
        error: NbtrackError | None = None,
        is_lasting: bool = False,
    ) -> None:
        self.path = path
        self.findings = findings
        self.fixed = fixed
        self.file_lines = file_lines or (1,) * len(findings)
        self.error = error
        self.is_lasting = is_lasting

    @property
    def is_readable(self) -> bool:
        """Tell whether the file is a notebook, mended or not."""
        return not isinstance(self.error, NotebookError)

    def only(self, indices: Sequence[int]) -> Checked:
        """Return the same file with some of its findings."""
        findings = [self.findings[index] for index in indices]
        lines = [self.file_lines[index] for index in indices]
        return Checked(self.path, findings, fixed=self.fixed, file_lines=lines, error=self.error)

    def located(self) -> Iterator[tuple[Finding, int]]:
        """Yield each finding with its physical line."""
        return zip(self.findings, self.file_lines, strict=True)


class Report:
    """All files of one check; `known` findings are in the baseline, whose `stale` ones were not found."""

    __slots__ = ("files", "known", "stale")

    def __init__(self, files: Sequence[Checked], *, known: int = 0, stale: int = 0) -> None:
        self.files = files
        self.known = known
        self.stale = stale

    @property
    def findings(self) -> list[Finding]:
        """Return the findings in all notebooks that could be read."""
        return [finding for file in self.files if file.is_readable for finding in file.findings]

    @property
    def unreadable(self) -> list[Checked]:
        """Return the files that could not be read."""
        return [file for file in self.files if not file.is_readable]

    @property
    def failed(self) -> list[Checked]:
        """Return the files that could not be read, or not be mended."""
        return [file for file in self.files if file.error is not None]

    @property
    def fixed(self) -> int:
        """Return how many findings were fixed."""
        return sum(file.fixed for file in self.files)

    def fixable(self, safety: Safety) -> int:
        """Return how many findings a fix of some safety would mend."""
        return sum(1 for finding in self.findings if finding.fix and finding.fix.safety == safety)


def summary_line(report: Report) -> str:
    """Say it in one line: "3 findings in 2 of 41 notebooks; 2 can be fixed with --fix"."""
    parts = [f"{report.fixed} fixed"] if report.fixed else []
    parts.append(_found(report))
    if report.known:
        parts.append(known_text(report))
    safe, unsafe = report.fixable("safe"), report.fixable("unsafe")
    if safe:
        parts.append(f"{safe} can be fixed with --fix")
    if unsafe:
        parts.append(f"{unsafe} {'more ' if safe else ''}with --unsafe-fixes")
    unread = len(report.unreadable)
    if unread:
        parts.append(f"{count_text(unread, 'file')} could not be read")
    if len(report.failed) > unread:
        parts.append(f"{count_text(len(report.failed) - unread, 'file')} could not be mended")
    return "; ".join(parts)


def known_text(report: Report) -> str:
    """Say how many findings are left out: "12 findings in the baseline"."""
    return f"{count_text(report.known, 'finding')} in the baseline"


def _found(report: Report) -> str:
    readable = len(report.files) - len(report.unreadable)
    touched = sum(1 for file in report.files if file.is_readable and file.findings)
    if not touched:
        return f"no findings in {count_text(readable, 'notebook')}"
    findings = count_text(len(report.findings), "finding")
    if readable == 1:
        return f"{findings} in 1 notebook"
    return f"{findings} in {touched} of {count_text(readable, 'notebook')}"
