"""Tell findings apart in a way that outlives a cell being moved."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from nbtrack.rules.finding import Finding


def fingerprints(path: str, findings: Sequence[Finding]) -> list[str]:
    """Return one digest for each finding of a file: of what it says, never of where the cell stands."""
    from hashlib import blake2b

    seen: dict[str, int] = {}
    digests = []
    for finding in findings:
        place = finding.place
        said = "\0".join((path, finding.rule.code, place.cell_id or "", place.snippet or "", finding.message))
        ordinal = seen[said] = seen.get(said, 0) + 1
        raw_b = f"{said}\0{ordinal}".encode("utf-8", "surrogatepass")
        digests.append(blake2b(raw_b, digest_size=16).hexdigest())
    return digests
