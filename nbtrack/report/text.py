"""Findings for a person at a terminal: a line each, and the line of code with a caret where there is one."""

from __future__ import annotations

from nbtrack.report.where import log_path, log_text
from nbtrack.rules.finding import Finding
from nbtrack.terminal import columns_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from nbtrack.report.result import Checked, Report
    from nbtrack.rules.finding import Fix
    from nbtrack.rules.rule import Level
    from nbtrack.terminal import Paint

_LEVEL_STYLES: dict[Level, str] = {"error": "red", "warning": "yellow", "note": "cyan"}
_WIDEST_SNIPPET = 100
_MOST_RUNS = 6
_FIXABLE = "[fixable]"
_MOST_OF_A_RULE = 5
_SHOWN_OF_A_RULE = 3


def render(report: Report, paint: Paint) -> Iterator[str]:
    """Yield lines whose every part went through paint; files that could not be read are told on stderr."""
    for file in report.files:
        if file.findings and file.is_readable:
            yield from _file(file, paint)


def _file(file: Checked, paint: Paint) -> Iterator[str]:
    head = f"{paint(log_path(file.path), 'bold')}: "
    groups = _alike(file.findings)
    folded = _folded(groups)
    for index, group in enumerate(groups):
        if index in folded:
            continue
        yield f"{head}{_where(group)}{_what(group[0], paint)}"
        if group[0].place.snippet:
            yield from _frame(group[0], paint)
    for code, rest in _by_code(groups[index] for index in sorted(folded)).items():
        message = f"{paint(code, 'bold')} and {len(rest)} more like these {paint(_mark(rest[0].fix), 'cyan')}"
        yield f"{head}{_where(sorted(rest, key=Finding.order))}{message}"


def _alike(findings: Sequence[Finding]) -> list[list[Finding]]:
    """Put findings that say the same of several cells together, at the place of the first."""
    groups: dict[tuple[object, ...], list[Finding]] = {}
    for finding in findings:
        key: tuple[object, ...] = (finding.rule.code, finding.message, _mark(finding.fix))
        if finding.place.line is not None or finding.place.cell is None:
            key = (id(finding),)
        groups.setdefault(key, []).append(finding)
    return list(groups.values())


def _folded(groups: list[list[Finding]]) -> set[int]:
    """Return the groups beyond the first few of a rule that `--fix` mends: nobody needs to read them all."""
    seen: dict[str, list[int]] = {}
    for index, group in enumerate(groups):
        if _mark(group[0].fix) == _FIXABLE:
            seen.setdefault(group[0].rule.code, []).append(index)
    return {
        index for found in seen.values() if len(found) > _MOST_OF_A_RULE for index in found[_SHOWN_OF_A_RULE:]
    }


def _by_code(groups: Iterable[list[Finding]]) -> dict[str, list[Finding]]:
    found: dict[str, list[Finding]] = {}
    for group in groups:
        found.setdefault(group[0].rule.code, []).extend(group)
    return found


def _where(group: list[Finding]) -> str:
    place = group[0].place
    if place.cell is None:
        return ""
    numbers = list(dict.fromkeys(finding.place.cell or 0 for finding in group))
    if len(numbers) > 1:
        return f"cells {ranges(numbers)}: "
    return f"cell {place.cell}: " if place.line is None else f"cell {place.cell}, line {place.line}: "


def ranges(numbers: Sequence[int]) -> str:
    """Render rising numbers for people: "2-5, 9"; many are cut short: "2-5, 9, 11, … 80 (31 cells)"."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1][1:] = [number]
        else:
            runs.append([number])
    shown = ["-".join(map(str, run)) for run in runs]
    if len(shown) <= _MOST_RUNS:
        return ", ".join(shown)
    return f"{', '.join(shown[: _MOST_RUNS - 2])}, … {numbers[-1]} ({len(numbers)} cells)"


def _what(finding: Finding, paint: Paint) -> str:
    code = paint(finding.rule.code, _LEVEL_STYLES[finding.rule.level], "bold")
    mark = _mark(finding.fix)
    return f"{code} {paint(log_text(finding.message))}" + (f" {paint(mark, 'cyan')}" if mark else "")


def _mark(fix: Fix | None) -> str:
    if fix is None:
        return ""
    return _FIXABLE if fix.safety == "safe" else "[unsafe fix]"


def _frame(finding: Finding, paint: Paint) -> Iterator[str]:
    place = finding.place
    snippet, column = _window((place.snippet or "").rstrip(), place.column or 1)
    number = str(place.line)
    width = max(1, min((place.end_column or column + 1) - (place.column or 1), len(snippet) - column + 1))
    shown = log_text(snippet.replace("\t", " "))
    before = columns_of(log_text(snippet[: column - 1].replace("\t", " ")))
    gutter = paint(f"  {number} | ", "dim")
    yield gutter + paint(shown)
    blank = paint(f"  {' ' * len(number)} | ", "dim")
    yield blank + " " * before + paint("^" * width, _LEVEL_STYLES[finding.rule.level])


def _window(snippet: str, column: int) -> tuple[str, int]:
    """Cut a line that is too wide for a terminal around a column; both count from 1."""
    if len(snippet) <= _WIDEST_SNIPPET:
        return snippet, column
    start = max(0, min(column - 1 - _WIDEST_SNIPPET // 4, len(snippet) - _WIDEST_SNIPPET))
    cut = snippet[start : start + _WIDEST_SNIPPET]
    return ("…" if start else "") + cut, column - start + (1 if start else 0)
