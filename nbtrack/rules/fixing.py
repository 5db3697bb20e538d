"""Mend what can be mended, until nothing is left that the same fixes would mend."""

from __future__ import annotations

from nbtrack.notebook.document import parse
from nbtrack.notebook.splice import apply_edits
from nbtrack.rules.engine import check_notebook

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from nbtrack.notebook.document import Notebook, Pointer
    from nbtrack.notebook.edits import Edit
    from nbtrack.rules.finding import Finding, Safety
    from nbtrack.rules.options import Options
    from nbtrack.rules.rule import Rule

SAFE: tuple[Safety, ...] = ("safe",)
ALL_FIXES: tuple[Safety, ...] = ("safe", "unsafe")
# One fix may uncover the next, as a count in an output that was kept; a rule that never rests is a bug.
_MOST_ROUNDS = 10


class Fixed:
    """A notebook after its fixes, what is still found in it, and how many findings were mended."""

    __slots__ = ("count", "findings", "notebook")

    def __init__(self, notebook: Notebook, findings: tuple[Finding, ...], count: int) -> None:
        self.notebook = notebook
        self.findings = findings
        self.count = count


def fix_notebook(
    notebook: Notebook, rules: Sequence[Rule], options: Options, safeties: tuple[Safety, ...] = SAFE
) -> Fixed:
    """Apply every fix of the given safeties; raises EditError where one cannot be made exactly."""
    count = 0
    for _ in range(_MOST_ROUNDS):
        findings = check_notebook(notebook, rules, options)
        chosen = _apart(finding for finding in findings if finding.fix and finding.fix.safety in safeties)
        if not chosen:
            break
        edits = [edit for finding in chosen for edit in _edits(finding)]
        notebook = parse(apply_edits(notebook, edits), notebook.path, notebook.reader)
        count += len(chosen)
    else:
        findings = check_notebook(notebook, rules, options)
    return Fixed(notebook, findings, count)


def _apart(findings: Iterable[Finding]) -> list[Finding]:
    """Choose findings whose edits do not meet; the others get their turn in the next round."""
    chosen: list[Finding] = []
    edited: set[Pointer] = set()
    above: set[Pointer] = set()
    for finding in findings:
        pointers = [edit.pointer for edit in _edits(finding)]
        if any(pointer in above or not edited.isdisjoint(_prefixes(pointer)) for pointer in pointers):
            continue
        chosen.append(finding)
        for pointer in pointers:
            edited.add(pointer)
            above.update(_prefixes(pointer))
    return chosen


def _edits(finding: Finding) -> tuple[Edit, ...]:
    return finding.fix.edits if finding.fix else ()


def _prefixes(pointer: Pointer) -> list[Pointer]:
    return [pointer[:length] for length in range(1, len(pointer) + 1)]
