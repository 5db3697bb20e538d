"""Tell findings apart in a way that outlives a cell being moved and its outputs being made again."""

from __future__ import annotations

from nbtrack.report.where import path_from_here

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from nbtrack.rules.finding import Finding

_NUMBER = r"\d[\d.,]*( ?\w+)?"  # with what it counts: "1 output", "2 outputs", "1.4 kB"


def fingerprints(path: str, findings: Sequence[Finding]) -> list[str]:
    """Return one digest for each finding of a file: of what it says, never of where the cell stands."""
    seen: dict[str, int] = {}
    digests = []
    for finding in findings:
        said = identity(finding)
        ordinal = seen[said] = seen.get(said, 0) + 1
        digests.append(_digest(path_from_here(path), said, str(ordinal)))
    return digests


def identity(finding: Finding) -> str:
    """Return a digest of what a finding says of its cell; findings that say the same have the same.

    Numbers in the message are left out: cells are renumbered by a move, sizes and counts change with a run.
    """
    place = finding.place
    said = (place.snippet or "").strip()
    return _digest(
        finding.rule.code, place.cell_id or "", said, _without_numbers(finding.message), finding.mark
    )


def _without_numbers(text: str) -> str:
    import re

    return re.sub(_NUMBER, "#", text)


def _digest(*parts: str) -> str:
    from hashlib import blake2b

    raw_b = "\0".join(parts).encode("utf-8", "surrogatepass")
    return blake2b(raw_b, digest_size=16).hexdigest()
