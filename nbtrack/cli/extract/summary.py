"""An extraction in a line."""

from __future__ import annotations

from collections import Counter

from nbtrack.terminal import count_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nbtrack.script.model import Script
    from nbtrack.script.production.production import Removal


def summary(script: Script, removals: tuple[Removal, ...]) -> str:
    """Return how many constructs became what, and how many statements were left out."""
    counts = Counter(entry.verdict for entry in script.ledger)
    parts = [f"{count} {verdict}" for verdict, count in sorted(counts.items())]
    if removals:
        parts.append(f"{count_text(len(removals), 'statement')} left out")
    return ", ".join(parts) or "plain Python already"


def first_line(text: str) -> str:
    """Return the first line of a text, with a mark where there is more."""
    first, _, more = text.partition("\n")
    return f"{first} …" if more else first
