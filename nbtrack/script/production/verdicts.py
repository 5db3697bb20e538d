"""Say of each cell what is in it: production, look, plot, install, magic."""

from __future__ import annotations

from nbtrack.script.model import RECORDED
from nbtrack.script.production.units import FUNCTIONS, IMPORTS, LOOKS, PLOTS, SHELL

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from nbtrack.script.model import LedgerEntry, Script
    from nbtrack.script.production.production import Removal

PRODUCTION, INSTALL, MAGIC = "production", "install", "magic"
_WORDS = {LOOKS: "look", PLOTS: "plot", IMPORTS: "plot", FUNCTIONS: "plot", SHELL: "look"}


def cell_verdicts(
    slim: Script, ledger: Iterable[LedgerEntry], removals: Iterable[Removal]
) -> Mapping[int, tuple[str, ...]]:
    """Return what is in each cell, what stays for production first; `slim` is the script without the rest."""
    verdicts: dict[int, dict[str, None]] = {}
    texts = slim.source.split("\n")
    for text, place in zip(texts, slim.lines, strict=False):
        if place and text.strip() and not text.lstrip().startswith("#"):
            verdicts.setdefault(place[0], {})[PRODUCTION] = None
    for removal in removals:
        verdicts.setdefault(removal.cell, {})[_WORDS[removal.kind]] = None
    for entry in ledger:
        verdicts.setdefault(entry.cell, {})[INSTALL if entry.verdict == RECORDED else MAGIC] = None
    return {cell: tuple(verdicts[cell]) for cell in sorted(verdicts)}
