"""A baseline: findings that a project had when it began to check, which are not reported again.

It knows a finding by its code and by a digest of what it says, and how often each notebook has it, never
where: a cell may move. Nothing out of a notebook stands in the file. One line for each, sorted, merges well.
"""

from __future__ import annotations

from nbtrack.errors import SettingsError
from nbtrack.report.fingerprint import identity
from nbtrack.rules.registry import CRASHED_RULE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from nbtrack.rules.finding import Finding

    Counts = dict[str, int]

SCHEMA = "nbtrack.baseline/1"
_HINT = "settle a merge by hand, or delete the file and write it anew with --write-baseline"


class Baseline:
    """How often each notebook has which findings; its paths count from the baseline's own folder."""

    __slots__ = ("notebooks",)

    def __init__(self, notebooks: Mapping[str, Counts]) -> None:
        self.notebooks = {path: counts for path, counts in notebooks.items() if counts}

    def __len__(self) -> int:
        return sum(sum(counts.values()) for counts in self.notebooks.values())

    def new_ones(self, path: str, findings: Sequence[Finding]) -> list[int]:
        """Return the indices of findings that the baseline does not have, or has less often."""
        left = dict(self.notebooks.get(path, {}))
        indices = []
        for index, finding in enumerate(findings):
            key = _key(finding) if left else ""
            if left.get(key, 0) > 0 and finding.rule is not CRASHED_RULE:
                left[key] -= 1
            else:
                indices.append(index)
        return indices

    def gone(self, path: str, findings: Sequence[Finding], ran: Iterable[str]) -> int:
        """Return how many entries of a notebook its findings no longer bear out, of rules that ran."""
        found, codes = counted(findings), set(ran)
        return sum(
            max(0, number - found.get(key, 0))
            for key, number in self.notebooks.get(path, {}).items()
            if _code(key) in codes
        )

    def updated(self, path: str, findings: Sequence[Finding], ran: Iterable[str]) -> Baseline:
        """Return a baseline with what a notebook has now; entries of rules that did not run stay."""
        codes = set(ran)
        kept = {key: n for key, n in self.notebooks.get(path, {}).items() if _code(key) not in codes}
        return Baseline(self.notebooks | {path: kept | counted(findings)})

    def renamed(self, old_names: Mapping[str, str]) -> Baseline:
        """Return a baseline that has some notebooks under new names, each given with the one it has."""
        kept = self.without(old_names.values()).notebooks
        return Baseline(kept | {new: self.notebooks[old] for new, old in old_names.items()})

    def without(self, paths: Iterable[str]) -> Baseline:
        """Return a baseline without some notebooks."""
        dropped = set(paths)
        return Baseline({path: counts for path, counts in self.notebooks.items() if path not in dropped})


def counted(findings: Iterable[Finding]) -> Counts:
    """Count findings that say the same; a rule that failed is never one that is known."""
    counts: Counts = {}
    for finding in findings:
        if finding.rule is not CRASHED_RULE:
            key = _key(finding)
            counts[key] = counts.get(key, 0) + 1
    return counts


def parse(raw_b: bytes, path: str) -> Baseline:
    """Read a baseline; raises SettingsError where it is none."""
    from nbtrack.notebook.scan import parse_bytes

    try:
        document = parse_bytes(raw_b)
    except (ValueError, RecursionError) as error:
        raise SettingsError(f"cannot read the baseline {path}: {error}", hint=_HINT) from None
    if not _is_baseline(document):
        raise SettingsError(f"{path} is no baseline of nbtrack ({SCHEMA})", hint=_HINT)
    return Baseline(document["notebooks"])


def render(baseline: Baseline) -> bytes:
    """Return the file's bytes, the same for the same findings."""
    import json

    document = {"notebooks": baseline.notebooks, "schema": SCHEMA}
    return (json.dumps(document, indent=1, sort_keys=True) + "\n").encode()


def _key(finding: Finding) -> str:
    return f"{finding.rule.code} {identity(finding)}"


def _code(key: str) -> str:
    return key.partition(" ")[0]


def _is_baseline(document: object) -> bool:
    if not isinstance(document, dict) or document.get("schema") != SCHEMA:
        return False
    notebooks = document.get("notebooks")
    return isinstance(notebooks, dict) and all(
        isinstance(counts, dict) and all(type(n) is int and n > 0 for n in counts.values())
        for counts in notebooks.values()
    )
