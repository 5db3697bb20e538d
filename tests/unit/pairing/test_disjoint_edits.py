"""Whatever either side does to cells that the other one left alone, both come together."""

from __future__ import annotations

from typing import NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from nbtrack.merge.paired import plan_merge
from nbtrack.notebook.document import parse
from nbtrack.pairing.pairs import Pair
from nbtrack.pairing.projection import project, read
from nbtrack.pairing.sides import Sides
from nbtrack.pairing.status import BOTH_CHANGED, PairStatus
from nbtrack.pairing.sync import Plan
from tests.making import code, notebook_b
from tests.unit.pairing.pairmaking import METADATA, PERCENT, text_of

PAIR = Pair("nb.ipynb", "nb.py", PERCENT)
NOTEBOOK, TEXT = 0, 1
# Cells that hardly differ and that are short are the ones that are mixed up. None stands twice: which of two
# equal ones somebody deleted, nobody can tell.
SOURCES = st.sampled_from([
    "df.head()", "x = 1", "y = 2", "plt.plot(x)\nplt.show()", "plt.plot(y)\nplt.show()",
    "def f(a):\n    b = a + 1\n    return b", "def g(a):\n    b = a + 2\n    return b",
])  # fmt: skip
EDITS = st.sampled_from(["a line", "a line", "rewritten", "deleted", "one behind"])


class Touch(NamedTuple):
    """What one side does to a cell."""

    side: int
    edit: str

    def of(self, source: str, number: int) -> list[str]:
        """Return the cells that the side has instead of one."""
        changed = f"{source}  # {number} of {self.side}"
        new = f"new_{number}_{self.side} = {number} + {self.side}"
        return {"a line": [changed], "rewritten": [new], "deleted": [], "one behind": [source, new]}[
            self.edit
        ]


TOUCHES = st.none() | st.builds(Touch, st.integers(NOTEBOOK, TEXT), EDITS)


@given(st.lists(st.tuples(SOURCES, TOUCHES), min_size=1, unique_by=lambda cell: cell[0]))
@settings(max_examples=40, deadline=None)
def test_edits_of_different_cells_come_together(cells: list[tuple[str, Touch | None]]) -> None:
    base, ours, theirs, both = (
        _sources(cells, sides) for sides in ((), (NOTEBOOK,), (TEXT,), (NOTEBOOK, TEXT))
    )
    if base in (ours, theirs):
        return
    notebook, text_b = parse(_book(ours), PAIR.notebook), text_of(parse(_book(theirs))).encode()
    said = read(project(parse(_book(base)), PAIR).text, PAIR)
    plan = plan_merge(Sides(PAIR, notebook, text_b), Plan(PairStatus(PAIR, BOTH_CHANGED, (said,))))
    assert not plan.clashes
    merged = {change.path: change.new for change in plan.changes}
    found = [cell.source for cell in parse(merged.get(PAIR.notebook, notebook.raw)).cells]
    assert sorted(found) == sorted(both)
    assert text_of(parse(_book(found))).encode() == merged.get(PAIR.text, text_b)


def _sources(cells: list[tuple[str, Touch | None]], sides: tuple[int, ...]) -> list[str]:
    found: list[str] = []
    for number, (source, touch) in enumerate(cells):
        found += touch.of(source, number) if touch and touch.side in sides else [source]
    return found


def _book(sources: list[str]) -> bytes:
    return notebook_b(*map(code, sources), metadata=METADATA)
