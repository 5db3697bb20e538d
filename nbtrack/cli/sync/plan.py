"""What brings a pair in step, a merge of both sides included, which is not imported before it is needed."""

from __future__ import annotations

from nbtrack.pairing.sides import load_sides
from nbtrack.pairing.sync import plan_sides

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nbtrack.notebook.document import Notebook
    from nbtrack.pairing.pairs import Pair
    from nbtrack.pairing.sync import Plan


def plan_pair(
    pair: Pair, notebook: Notebook | None = None, leader: str | None = None, prefer: str | None = None
) -> Plan:
    """Plan the sync of a pair, and merge where both sides changed and nobody chose a leader.

    `prefer` is the side that is right where both changed the same lines. Raises PairError.
    """
    sides = load_sides(pair, notebook)
    plan = plan_sides(sides, leader)
    if plan.is_refused and plan.status.bases:
        from nbtrack.merge.paired import plan_merge

        return plan_merge(sides, plan, prefer)
    return plan
