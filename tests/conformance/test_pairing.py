"""Real notebooks can be paired, edited on either side and synced."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import jupytext
import pytest

from nbtrack.cli.sync.plan import plan_pair
from nbtrack.notebook.document import Notebook, parse
from nbtrack.pairing.formats import parse_formats
from nbtrack.pairing.joining import plan_join
from nbtrack.pairing.state import forget_state
from nbtrack.pairing.status import IN_STEP, NOTEBOOK_CHANGED, TEXT_CHANGED
from nbtrack.pairing.sync import carry_out, write_change
from tests.conformance.corpus import DIFFERENT, needs_notebooks

if TYPE_CHECKING:
    from pathlib import Path

FORMATS = parse_formats("ipynb,py:percent")
TOUCH = "  # touched"

pytestmark = needs_notebooks


@pytest.mark.parametrize("path", DIFFERENT[::3], ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_pair_goes_both_ways(path: Path, tmp_path: Path) -> None:
    notebook, text = tmp_path / "nb.ipynb", tmp_path / "nb.py"
    (tmp_path / "pyproject.toml").touch()
    notebook.write_bytes(path.read_bytes())
    joining = plan_join(str(notebook), FORMATS, None)
    for change in joining.changes:
        write_change(change)
    assert only_formats_entered(path.read_bytes(), notebook.read_bytes())
    forget_state(joining.pair)
    assert plan_pair(joining.pair).status.verdict == IN_STEP  # by content alone
    carry_out(plan_pair(joining.pair))

    before, old_text = parse(notebook.read_bytes()), text.read_text()
    if not touch(text, old_text):
        return  # text alone, no code
    plan = plan_pair(joining.pair)
    assert plan.status.verdict == TEXT_CHANGED
    carry_out(plan)
    after = parse(notebook.read_bytes())
    assert changed_sources(before, after) == 1
    assert [cell.outputs for cell in after.cells] == [cell.outputs for cell in before.cells]
    assert [cell.id for cell in after.cells] == [cell.id for cell in before.cells]
    assert jupytext.writes(jupytext.read(notebook), "py:percent").rstrip("\n") == text.read_text().rstrip(
        "\n"
    )
    assert plan_pair(joining.pair).status.verdict == IN_STEP

    notebook.write_bytes(before.raw)
    plan = plan_pair(joining.pair)
    assert plan.status.verdict == NOTEBOOK_CHANGED
    carry_out(plan)
    assert text.read_text() == old_text


def only_formats_entered(old: bytes, new: bytes) -> bool:
    """Tell whether the two differ in jupytext's formats alone."""
    data = json.loads(new)
    assert data["metadata"]["jupytext"].pop("formats") == "ipynb,py:percent"
    if not data["metadata"]["jupytext"]:
        del data["metadata"]["jupytext"]
    left = set(new.splitlines())
    lost = {line for line in old.splitlines() if line not in left and line + b"," not in left}
    return bool(data == json.loads(old)) and not {line for line in lost if line.strip() not in b"{}"}


def touch(path: Path, text: str) -> bool:
    """Add a comment to a line of code in the middle of the text, where there is one."""
    lines = text.split("\n")
    places = [number for number, line in enumerate(lines) if is_whole_statement(line)]
    if places:
        lines[places[len(places) // 2]] += TOUCH
        path.write_text("\n".join(lines))
    return bool(places)


def is_whole_statement(line: str) -> bool:
    """Tell whether a line can take a comment: it is code, ends no earlier line and goes on in none."""
    return line[:1].isalpha() and "'''" not in line and '"""' not in line and line[-1] not in "\\([{,\"'"


def changed_sources(old: Notebook, new: Notebook) -> int:
    """Count the cells that differ."""
    return sum(a.source != b.source for a, b in zip(old.cells, new.cells, strict=True))
