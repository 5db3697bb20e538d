"""Run rules on a notebook."""

from __future__ import annotations

from nbtrack.rules.finding import Finding
from nbtrack.rules.place import in_notebook
from nbtrack.rules.plugins import is_foreign
from nbtrack.rules.precedence import heard
from nbtrack.rules.registry import (
    CONFLICT_MARKER,
    CRASHED_RULE,
    UNREADABLE_FILE,
    UNUSED_SUPPRESSION,
)
from nbtrack.rules.subject import Subject
from nbtrack.rules.suppression import suppressions

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from nbtrack.errors import NotebookError
    from nbtrack.notebook.document import Notebook
    from nbtrack.rules.options import Options
    from nbtrack.rules.rule import Rule
    from nbtrack.rules.suppression import Suppression


# These are reported here: no rule could see what they are about.
_OWN = (CRASHED_RULE, UNREADABLE_FILE, UNUSED_SUPPRESSION)
_LONGEST_REASON = 300


def check_notebook(notebook: Notebook, rules: Sequence[Rule], options: Options) -> tuple[Finding, ...]:
    """Return what the rules find and nobody allowed, in the order a reader meets it."""
    return examine(Subject(notebook, options), rules)


def examine(subject: Subject, rules: Sequence[Rule]) -> tuple[Finding, ...]:
    """Do the same for a subject, which tells afterwards whether a rule looked at anything else."""
    allowed = suppressions(subject.notebook)
    found = [finding for rule in rules if rule not in _OWN for finding in _guarded(rule, subject)]
    kept = heard([finding for finding in found if not _covered(finding, allowed)], found)
    if allowed and UNUSED_SUPPRESSION in rules:
        from nbtrack.rules.document.unused_suppression import unused

        kept.extend(unused(subject.notebook, allowed, rules))
    return tuple(sorted(kept, key=Finding.order))


def finding_for(error: NotebookError) -> Finding:
    """Return the finding that stands for a file which cannot be read."""
    rule = CONFLICT_MARKER if "conflict marker" in error.reason else UNREADABLE_FILE
    return Finding(rule, in_notebook(), error.reason)


class Crash(Finding):
    """A rule that failed, and why."""

    __slots__ = ("cause", "failed")

    def __init__(self, failed: Rule, cause: Exception) -> None:
        whom = " to its authors" if is_foreign(failed) else ""
        said = f"{type(cause).__name__}: {cause}"[:_LONGEST_REASON]
        message = f"{failed.code} {failed.name} failed here, please report it{whom}: {said}"
        super().__init__(CRASHED_RULE, in_notebook(), message)
        self.failed = failed
        self.cause = cause


def _guarded(rule: Rule, subject: Subject) -> list[Finding]:
    try:
        return [_checked(finding) for finding in rule.load_check()(rule, subject)]
    except Exception as error:  # noqa: BLE001 - one broken rule must not hide what the others find
        subject.looks_outside()  # memory may have been short, for one
        return [Crash(rule, error)]


def _checked(finding: object) -> Finding:
    """Refuse here what would break a report later: a rule may be somebody else's."""
    if not isinstance(finding, Finding) or not isinstance(finding.message, str):
        raise TypeError(f"a rule yields findings, not {finding!r}")
    return finding


def _covered(finding: Finding, allowed: list[Suppression]) -> bool:
    if isinstance(finding, Crash):  # a check that did not happen must not look like one that passed
        return False
    covering = [suppression for suppression in allowed if suppression.covers(finding)]  # each counts as used
    return bool(covering)
