"""Pairs made for tests."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from nbtrack.cli.sync.plan import plan_pair
from nbtrack.notebook.document import Notebook, parse
from nbtrack.pairing.formats import Format
from nbtrack.pairing.pairs import Pair
from nbtrack.pairing.projection import project
from nbtrack.pairing.sync import Plan, carry_out
from tests.making import notebook_b

PERCENT = Format(".py", "percent")
METADATA = {
    "jupytext": {"formats": "ipynb,py:percent"},
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
}


class Folder:
    """A project with one notebook, `nb.ipynb`, and its text, `nb.py`."""

    def __init__(self, path: Path, *cells: dict[str, Any], **more: Any) -> None:
        self.path = path
        (path / "pyproject.toml").touch()
        self.pair = Pair(str(path / "nb.ipynb"), str(path / "nb.py"), PERCENT)
        self.notebook_path.write_bytes(notebook_b(*cells, **({"metadata": METADATA} | more)))
        self.sync()

    @property
    def notebook_path(self) -> Path:
        return Path(self.pair.notebook)

    @property
    def text_path(self) -> Path:
        return Path(self.pair.text)

    @property
    def notebook(self) -> Notebook:
        return parse(self.notebook_path.read_bytes(), "nb.ipynb")

    @property
    def sources(self) -> list[str]:
        return [cell.source for cell in self.notebook.cells]

    @property
    def text(self) -> str:
        return self.text_path.read_text()

    def replace_in_text(self, old: str, new: str) -> None:
        """Edit the text."""
        text = self.text
        assert old in text
        self.text_path.write_text(text.replace(old, new, 1))

    def replace_in_notebook(self, old: str, new: str) -> None:
        """Edit the notebook, as an editor that knows nothing of its layout."""
        raw = self.notebook_path.read_text()
        assert json.dumps(old)[1:-1] in raw
        self.notebook_path.write_text(raw.replace(json.dumps(old)[1:-1], json.dumps(new)[1:-1], 1))

    def plan(self, leader: str | None = None, prefer: str | None = None) -> Plan:
        """Say what a sync would do."""
        return plan_pair(self.pair, leader=leader, prefer=prefer)

    def sync(self, leader: str | None = None, prefer: str | None = None) -> Plan:
        """Bring the pair in step."""
        plan = self.plan(leader, prefer)
        carry_out(plan)
        return plan


def text_of(notebook: Notebook) -> str:
    """Return the percent script of a notebook."""
    return project(notebook, Pair("test.ipynb", "test.py", PERCENT)).text
