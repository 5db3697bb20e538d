"""What `nbtrack run` says of the run before, on runs that were really made."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.e2e.running import Project, tagged

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.kernel

PARAMETERS = tagged("parameters", "lr = 0.5\nepochs = 2")
TRAIN = "def train(values):\n    return sum(values) * lr * epochs"
REST = (
    "model = train(data)",
    "print(model)",
    "import nbtrack\naccuracy = 1 - 1 / model\nnbtrack.log(accuracy=accuracy, size=model)",
)

AFTER_ANOTHER_PARAMETER = """\
  parameters   lr: 0.5 → 1
  metrics      accuracy    0.833333 → 0.916667    +0.08333 (+10.0%)  better, beyond the noise of 3 earlier runs (0.833333 ± 0)
               size               6 → 12          +6 (+100.0%)       worse, beyond the noise of 3 earlier runs (6 ± 0)
  code         no cell changed
  outputs      changed in cell 5
  why          cell 5 is the first whose output differs though its code does not
               likely: parameter lr changed, and leads here by way of cell 4 as model
  environment  the same
"""  # noqa: E501 - as a person reads it
AFTER_OTHER_DATA = """\
  metrics      accuracy    0.833333 → 0.916667    +0.08333 (+10.0%)  better, beyond the noise of 3 earlier runs (0.833333 ± 0)
               size               6 → 12          +6 (+100.0%)       worse, beyond the noise of 3 earlier runs (6 ± 0)
  code         cell 2 changed (+1 -1 lines)
  outputs      changed in cell 5
  why          cell 5 is the first whose output differs though its code does not
               likely: the code of cell 2 changed, and leads here by way of cell 4 as model
  environment  the same
"""  # noqa: E501 - as a person reads it


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory, session_home: Path) -> Project:
    """Make a project with three equal runs, one with another parameter, one with other data."""
    found = Project(tmp_path_factory.mktemp("report"))
    (found.folder / "nbtrack.toml").write_text('[metrics]\nsize = "min"\n')
    write(found, "[1, 2, 3]")
    for _ in range(3):
        found.nbtrack("run", "train.ipynb")
    found.nbtrack("run", "train.ipynb", "-p", "lr=1.0", "--name", "faster")
    write(found, "[2, 4, 6]")
    found.nbtrack("run", "train.ipynb", "--name", "doubled")
    return found


def write(project: Project, data: str) -> None:
    project.write("train.ipynb", PARAMETERS, f"data = {data}", TRAIN, *REST)


def report(project: Project, *words: str) -> str:
    """Return the lines on the surroundings of the cells, without those of time: a machine has moods."""
    said = project.nbtrack("diff", "--stat", *words).stdout
    lines = said.splitlines(keepends=True)[1:]
    return re.sub(r"  time  .*?(?=^  \w|\Z)", "", "".join(lines), flags=re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["train.ipynb@latest~2", "faster"], AFTER_ANOTHER_PARAMETER),
        (["train.ipynb@latest~2", "doubled"], AFTER_OTHER_DATA),
    ],
)
def test_the_report_says_what_changed_and_why(words: list[str], expected: str, project: Project) -> None:
    assert report(project, *words) == expected


def test_the_report_is_kept_with_the_run(project: Project) -> None:
    kept = project.json("show", "faster")["comparison"]
    assert (
        kept["why"]["causes"][0]["text"] == "parameter lr changed, and leads here by way of cell 4 as model"
    )
    assert [metric["direction"] for metric in kept["metrics"]] == ["max", "min"]
    assert kept["metrics"][0]["band"]["runs"] == 3
    assert [time["new"] for time in kept["times"]] == [1, 2, 3, 4, 5, 6]
    assert "likely: parameter lr changed" in project.nbtrack("show", "faster").stdout
    assert "likely: parameter lr changed" in project.nbtrack("log", "train.ipynb").stdout


def test_the_report_comes_in_every_form(project: Project) -> None:
    found = project.json("diff", "faster")
    assert found["why"]["cell"] == 5
    markdown = project.nbtrack("diff", "faster", "--format", "markdown").stdout
    assert "| **parameters** | lr: 0.5 → 1 |\n" in markdown
    assert "|  | likely: parameter lr changed, and leads here by way of cell 4 as model |\n" in markdown
    page = project.nbtrack("diff", "faster", "--format", "html").stdout
    assert '<span class="better">better, beyond the noise of 3 earlier runs (0.833333 ± 0)</span>' in page
    assert "likely: parameter lr changed" in page


def test_a_setting_that_is_no_direction_is_refused(project: Project, tmp_path: Path) -> None:
    (tmp_path / "nbtrack.toml").write_text('[metrics]\nsize = "down"\n')
    done = project.nbtrack("config", str(tmp_path))
    assert done.returncode == 2
    assert "metrics.size cannot be 'down'" in done.stderr
