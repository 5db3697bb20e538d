"""`runs`, `show`, `log`, `diff` and `store` on runs that were really made."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from tests.e2e.running import Project, tagged
from tests.e2e.terminal import at_terminal

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.kernel

FAST = ("import nbtrack", tagged("parameters", "lr = 0.1"), "nbtrack.log(loss=lr, step=1)\nprint(lr)")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, session_home: Path) -> Path:
    """Make a project with three runs of one notebook and a failed one of another."""
    folder = tmp_path_factory.mktemp("made")
    project = Project(folder)
    project.write("train.ipynb", *FAST)
    project.write("broken.ipynb", "undefined")
    project.git("add", ".")
    project.git("-c", "user.name=A", "-c", "user.email=a@b.c", "commit", "--quiet", "-m", "first")
    for words in (
        ["train.ipynb"],
        ["train.ipynb", "-p", "lr=0.2", "--name", "higher", "--tag", "try", "--note", "why not"],
        ["broken.ipynb"],
        ["train.ipynb", "-p", "lr=0.3"],
    ):
        project.nbtrack("run", *words)
    return folder


@pytest.fixture
def project(made: Path, tmp_path: Path) -> Project:
    shutil.copytree(made, tmp_path / "project")
    return Project(tmp_path / "project")


def test_runs_are_listed_newest_first_with_what_tells_them_apart(project: Project) -> None:
    lines = [line.split() for line in project.nbtrack("runs", "train.ipynb").stdout.splitlines()]
    assert lines[0] == ["RUN", "STATUS", "STARTED", "TOOK", "NAME", "lr", "loss"]
    assert [line[-2:] for line in lines[1:]] == [["0.3", "0.3"], ["0.2", "0.2"], ["0.1", "0.1"]]


def test_runs_of_all_notebooks_say_which(project: Project) -> None:
    said = project.nbtrack("runs").stdout
    assert said.count("train.ipynb") == 3
    assert said.count("broken.ipynb") == 1


def test_a_notebook_that_no_run_is_of_is_told_from_its_nearest(project: Project) -> None:
    assert "did you mean train.ipynb?" in project.nbtrack("runs", "tran.ipynb").stderr
    assert "records one" in project.nbtrack("runs", "qqq").stderr


def test_a_column_that_no_run_has_is_told_with_all_that_there_are(project: Project) -> None:
    said = project.nbtrack("runs", "--columns", "experiment").stderr
    assert "no run has 'experiment'" in said
    assert "there are loss, lr" in said.replace("lr, loss", "loss, lr")
    assert "and of any run id, name, notebook" in said


@pytest.mark.parametrize(
    ("words", "count"),
    [(["--status", "failed"], 1), (["--tag", "try"], 1), (["-n", "2"], 2), (["--tag", "none"], 0)],
)
def test_runs_can_be_chosen(project: Project, words: list[str], count: int) -> None:
    assert len(project.json("runs", *words)["runs"]) == count


@pytest.mark.parametrize(
    ("words", "values"),
    [
        (["-w", "lr > 0.1"], [0.3, 0.2]),
        (["-w", "lr > 0.1 and tag:try"], [0.2]),
        (["-w", "status = finished", "--sort", "loss"], [0.1, 0.2, 0.3]),
        (["--sort", "lr", "-r", "-n", "2"], [0.3, 0.2]),
        (["-r", "-n", "1"], [0.1]),
    ],
)
def test_runs_are_filtered_and_sorted(project: Project, words: list[str], values: list[float]) -> None:
    found = project.json("runs", "train.ipynb", *words)["runs"]
    assert [run["parameters"]["lr"]["value"] for run in found] == values


def test_columns_are_chosen(project: Project) -> None:
    lines = project.nbtrack("runs", "--columns", "lr,loss,status").stdout.splitlines()
    assert lines[0].split() == ["RUN", "lr", "loss", "STATUS"]
    assert "BRANCH" in project.nbtrack("runs", "--columns", "all").stdout.splitlines()[0]
    done = project.nbtrack("runs", "--columns", "rl")
    assert (done.returncode, "no run has 'rl'" in done.stderr) == (2, True)


def test_runs_are_grouped(project: Project) -> None:
    groups = project.json("runs", "--group-by", "notebook")["groups"]
    assert [(group["value"], len(group["runs"])) for group in groups] == [
        ("broken.ipynb", 1),
        ("train.ipynb", 3),
    ]
    assert "0.2 ± 0.1" in project.nbtrack("runs", "--group-by", "notebook").stdout


def test_the_best_run_is_found(project: Project) -> None:
    assert "lr = 0.1" in project.nbtrack("best", "loss").stdout
    assert "lr = 0.3" in project.nbtrack("best", "loss", "--max").stdout
    assert [run["parameters"]["lr"]["value"] for run in project.json("best", "loss", "-n", "2")["runs"]] == [
        0.1,
        0.2,
    ]
    lines = project.nbtrack("best", "loss", "-n", "0", "-w", "lr > 0.1").stdout.splitlines()
    assert [line.split()[1:] for line in lines] == [["loss", "lr"], ["0.2", "0.2"], ["0.3", "0.3"]]
    assert project.nbtrack("best", "loss", "-w", "lr > 5").returncode == 1
    (project.folder / "nan.py").write_text(
        "import nbtrack\nwith nbtrack.start():\n    nbtrack.log(f=float('nan'))"
    )
    assert project.nbtrack("run", "nan.py").returncode == 0
    assert "f is NaN in all finished runs" in project.nbtrack("best", "f", "--max").stderr
    assert "no run has the metric 'acc'" in project.nbtrack("best", "acc").stderr
    assert (
        project.nbtrack("best", "loss", "train.ipynb").stdout
        == project.nbtrack("best", "train.ipynb", "loss").stdout
    )


def test_many_runs_stand_side_by_side(project: Project) -> None:
    words = ["train.ipynb@latest", "higher", "train.ipynb@latest~2"]
    lines = [line.split() for line in project.nbtrack("compare", *words).stdout.splitlines()]
    assert ["lr", "0.3", "0.2", "0.1"] in lines
    assert ["loss", "0.3", "0.2", "0.1", "*"] in lines
    assert not any(line[0] == "status" for line in lines)
    assert (
        "| loss | 0.3 | 0.2 | 0.1 &#42; |\n"
        in project.nbtrack("compare", *words, "--format", "markdown").stdout
    )
    found = project.json("compare", *words)
    assert (found["schema"], len(found["runs"])) == ("nbtrack.table/1", 3)
    assert project.nbtrack("compare", *words, "--format", "html").returncode == 2


def test_compare_says_how_many_runs_a_terminal_has_no_room_for(project: Project) -> None:
    words = ["compare", "train.ipynb@latest", "higher", "train.ipynb@latest~2"]
    seen = at_terminal(project.folder, *words, COLUMNS="20")
    assert "no room for 2 more runs; --json has all" in seen.screen
    assert "no room for" not in at_terminal(project.folder, *words, COLUMNS="80").screen


def test_compare_is_the_report_of_two_runs(project: Project) -> None:
    for words in ([], ["latest"], ["higher", "latest"]):
        assert "lr: 0.2 → 0.3" in project.nbtrack("compare", *words).stdout
    assert project.json("compare")["schema"] == "nbtrack.comparison/1"
    assert project.nbtrack("compare", "feed", "beef").returncode == 2


def test_a_run_is_shown_whole(project: Project) -> None:
    said = " ".join(project.nbtrack("show", "higher").stdout.split())
    assert "run" in said
    for part in (
        "lr = 0.2 (command line)",
        "loss 0.2",
        "note why not",
        "tags try",
        "on main",
        "lr: 0.1 → 0.2",
    ):
        assert part in said


def test_a_failed_run_shows_its_cell_and_traceback(project: Project) -> None:
    said = project.nbtrack("show", "broken.ipynb").stdout
    assert "cell 1, line 1: NameError: name 'undefined' is not defined" in said
    assert "----> 1 undefined" in said


def test_parts_of_a_run_come_out_as_they_are(project: Project) -> None:
    came_out = json.loads(project.nbtrack("show", "latest", "--notebook").stdout)
    assert came_out["cells"][3]["outputs"][0]["text"] == ["0.3\n"]
    assert project.nbtrack("show", "latest", "--points", "loss").stdout.split("\t")[::2] == ["1", "0.3\n"]
    assert "nbtrack==" in project.nbtrack("show", "latest", "--packages").stdout
    assert "it has loss" in project.nbtrack("show", "latest", "--points", "acc").stderr


def test_the_history_says_what_each_run_changed(project: Project) -> None:
    said = " ".join(project.nbtrack("log", "train.ipynb").stdout.split())
    assert said.index("lr: 0.2 → 0.3") < said.index("lr: 0.1 → 0.2") < said.index("nothing to compare with")
    lines = project.nbtrack("log", "train.ipynb", "--oneline").stdout.splitlines()
    assert [line.split("  ")[1] for line in lines] == ["finished", "finished", "finished", "commit"]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ([], "lr: 0.2 → 0.3"),
        (["latest"], "lr: 0.2 → 0.3"),
        (["higher", "latest"], "lr: 0.2 → 0.3"),
        (["latest", "higher"], "lr: 0.3 → 0.2"),
        (["train.ipynb@latest~2", "latest"], "lr: 0.1 → 0.3"),
    ],
)
def test_two_runs_are_compared(project: Project, words: list[str], expected: str) -> None:
    done = project.nbtrack("diff", *words, "--exit-code")
    assert done.returncode == 1, done.stderr
    assert expected in done.stdout
    assert "cell 3 (code) changed" in done.stdout


def test_the_exit_code_tells_the_kind_of_difference_between_two_runs(project: Project) -> None:
    done = project.nbtrack("diff", "higher", "latest", "--exit-code=kind")
    assert done.returncode == 14, done.stderr
    assert "differs in parameters, outputs, metrics" in done.stderr
    assert project.nbtrack("diff", "latest", "latest", "--exit-code=kind").returncode == 0


def test_two_runs_are_compared_in_other_forms(project: Project) -> None:
    assert json.loads(project.nbtrack("diff", "--format", "json").stdout)["schema"] == "nbtrack.comparison/1"
    markdown = project.nbtrack("diff", "--format", "markdown").stdout
    assert "| **parameters** | lr: 0.2 → 0.3 |\n" in markdown
    assert "cell 3 (code) changed" in markdown
    done = project.nbtrack("diff", "--format", "html", "-o", "page.html", "latest")
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    page = (project.folder / "page.html").read_text()
    assert '<span class="new">0.3</span>' in page
    assert '<a href="#cell-3">code cell 3</a>' in page


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["--format", "nbdime"], "more than nbdime's form can say"),
        (["-o", "x"], "text is not written to a file"),
    ],
)
def test_what_two_runs_are_not_written_as(words: list[str], reason: str, project: Project) -> None:
    done = project.nbtrack("diff", *words)
    assert (done.returncode, done.stdout) == (2, "")
    assert reason in done.stderr


def test_a_notebook_is_compared_with_what_its_run_was_given(project: Project) -> None:
    project.write("train.ipynb", *FAST[:2], "nbtrack.log(loss=lr * 2, step=1)\nprint(lr)")
    said = project.nbtrack("diff", "latest", "train.ipynb").stdout
    assert "+ nbtrack.log(loss=lr * 2, step=1)" in said
    assert "run " in said.splitlines()[0]


def test_a_notebook_that_is_gone_still_names_its_last_run(project: Project) -> None:
    (project.folder / "train.ipynb").unlink()
    assert project.json("show", "train.ipynb")["parameters"]["lr"]["value"] == 0.3


def test_what_names_nothing_is_an_error(project: Project) -> None:
    for words in (["show", "feed"], ["diff", "feed", "beef"], ["store", "burn"]):
        done = project.nbtrack(*words)
        assert (done.returncode, "hint: " in done.stderr) == (2, True), done.stderr


def test_the_store_tells_what_is_damaged(project: Project) -> None:
    assert project.nbtrack("store", "verify").returncode == 0
    numbers = project.json("store")
    assert (numbers["runs"], numbers["in_progress"]) == (4, 0)
    patched = next(path for path in (project.folder / ".nbtrack/blobs").rglob("*.zst"))
    patched.write_bytes(patched.read_bytes()[:-3])
    done = project.nbtrack("store", "verify")
    assert done.returncode == 1
    assert "blob " in done.stdout


def test_the_index_comes_back(project: Project) -> None:
    before = project.json("runs")
    (project.folder / ".nbtrack/index.db").unlink()
    assert project.json("runs") == before
    (project.folder / ".nbtrack/index.db").write_bytes(b"\0" * 5000)
    assert project.nbtrack("store", "reindex").returncode == 0
    assert project.json("runs") == before


def test_a_condition_in_place_of_a_notebook_is_told_where_it_goes(project: Project) -> None:
    said = project.nbtrack("runs", "loss < 0.2").stderr
    assert "a condition goes behind -w: `nbtrack runs -w 'loss < 0.2'`" in said


def test_an_empty_project_says_what_to_do(tmp_path: Path) -> None:
    empty: Any = Project(tmp_path)
    empty.write("train.ipynb", *FAST)
    for words in (["runs"], ["log", "train.ipynb"]):
        done = empty.nbtrack(*words)
        assert (done.returncode, "`nbtrack run" in done.stderr) == (0, True)
    assert empty.nbtrack("show").returncode == 2
