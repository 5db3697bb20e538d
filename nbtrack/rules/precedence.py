"""One text, one finding: where two rules speak of the same characters, the one that says more is heard."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from nbtrack.rules.finding import Finding
    from nbtrack.rules.place import Place

# A home folder is a path of one machine too.
_SAYS_MORE = {"NBT405": "NBT202"}


def heard(kept: Sequence[Finding], found: Sequence[Finding]) -> list[Finding]:
    """Leave out what another finding covers, one that was allowed too: allowing the one allows the text."""
    louder = [finding.place for finding in found if finding.rule.code in _SAYS_MORE.values()]
    return [
        finding
        for finding in kept
        if finding.rule.code not in _SAYS_MORE or not any(_overlap(finding.place, place) for place in louder)
    ]


def _overlap(one: Place, other: Place) -> bool:
    if one.line is None or (one.cell, one.line) != (other.cell, other.line):
        return False
    return (one.column or 0) < (other.end_column or 0) and (other.column or 0) < (one.end_column or 0)
