"""Cells that ask for runs, in a real kernel."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.e2e.running import Project, tagged

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.kernel

TRAIN = (
    "import nbtrack",
    tagged("parameters", "lr = 0.1"),
    "for step in range(3):\n    nbtrack.log(loss=lr / (step + 1), step=step)",
    "nbtrack.log_table([{'a': '<b>'}], 'seen')",
)
LOOK = (
    "import nbtrack\nruns = nbtrack.runs('loss > 0', sort='loss')\nruns",
    "best = nbtrack.best('loss')\nbest",
    "nbtrack.compare_runs(*runs)",
    "print(best.series('loss').values[-1] == best.metrics['loss'])\nprint(best.artifact('seen.csv'))",
    "import json\nprint(len(json.loads(best.notebook())['cells']))",
    "import pandas\npandas.DataFrame(runs)[['lr', 'loss']]",
)


def test_a_cell_shows_what_it_asked_for(tmp_path: Path) -> None:
    project = Project(tmp_path)
    project.write("train.ipynb", *TRAIN)
    project.write("look.ipynb", *LOOK)
    for rate in ("0.1", "0.2"):
        project.nbtrack("run", "train.ipynb", "-p", f"lr={rate}")
    done = project.nbtrack("run", "look.ipynb")
    assert done.returncode == 0, done.stdout + done.stderr
    shown = json.loads(project.nbtrack("show", "--notebook").stdout)["cells"]
    listed, best, compared, kept, cells, frame = ("".join(_texts(cell)) for cell in shown)
    assert listed.count("<tr>") == 3
    assert "RUN       STATUS" in listed
    assert listed.index("0.0333333") < listed.index("0.0666667")
    assert "of train.ipynb: finished in" in best
    assert "0.0333333 → 0.0666667" in compared
    assert kept == "True\nb'a\\r\\n<b>\\r\\n'\n"
    assert cells == "5\n"  # with the cell of its parameters
    assert "0.2" in frame


def test_to_ask_for_runs_is_no_use_of_data(tmp_path: Path) -> None:
    project = Project(tmp_path)
    project.write("train.ipynb", *TRAIN)
    project.write("look.ipynb", *LOOK[:2])
    project.nbtrack("run", "train.ipynb")
    project.nbtrack("run", "look.ipynb")
    assert project.nbtrack("show", "--files").stdout == ""


def _texts(cell: dict[str, object]) -> list[str]:
    outputs = cell["outputs"]
    assert isinstance(outputs, list)
    return [
        "".join(text) for one in outputs for text in (one.get("text", ()), *(one.get("data", {}).values()))
    ]
