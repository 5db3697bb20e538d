"""What a run can be asked for beside the notebook."""

from __future__ import annotations

from typing import Any

import pytest

from nbtrack.store.statuses import FAILED, FINISHED
from tests.e2e.running import Project, tagged

pytestmark = pytest.mark.kernel


def last_metrics(record: dict[str, Any]) -> dict[str, float]:
    return {name: metric["last"] for name, metric in record["metrics"].items()}


def test_several_notebooks_are_runs_of_their_own_in_kernels_of_their_own(project: Project) -> None:
    project.write("a.ipynb", "x = 1\nprint(x)")
    project.write(
        "sub/b.ipynb", "import os\nassert os.path.basename(os.getcwd()) == 'sub'\nassert 'x' not in dir()"
    )
    found = project.json("run", "a.ipynb", "sub/b.ipynb")
    assert found["schema"] == "nbtrack.runs/1"
    assert [(one["experiment"], one["status"]) for one in found["runs"]] == [
        ("a.ipynb", FINISHED),
        ("sub/b.ipynb", FINISHED),
    ]


def test_metrics_by_expression_and_by_pattern(project: Project) -> None:
    project.write("train.ipynb", "history = [0.5, 0.75]\nfor one in history:\n    print(f'acc={one}')")
    done = project.nbtrack("run", "train.ipynb", "--metric", "best=max(history)", "--metric", "nope",
                           "--metric-pattern", r"acc=(\S+)")  # fmt: skip
    assert done.returncode == 0
    assert "--metric nope: NameError" in done.stderr
    record = project.json("show")
    assert last_metrics(record) == {"best": 0.75, "acc": 0.75}
    assert record["metrics"]["acc"]["count"] == 2


def test_folder_variables_and_nested_values(project: Project) -> None:
    (project.folder / "work").mkdir()
    (project.folder / "prod.env").write_text("lr=0.5\n")
    project.write(
        "train.ipynb",
        tagged("parameters", "lr = 0.1\nmodel = {'depth': 2, 'width': 8}"),
        "import os\nassert os.path.basename(os.getcwd()) == 'work' and os.environ['MODE'] == 'fast'",
        tagged("metrics", "rate = lr\ndepth = model['depth']"),
    )
    words = ("--cwd", "work", "--env", "MODE=fast", "--config", "prod.env", "--set", "model.depth=3")
    record = project.json("run", "train.ipynb", *words)
    assert (record["status"], last_metrics(record)) == (FINISHED, {"rate": 0.5, "depth": 3.0})
    assert record["parameters"]["lr"]["origin"] == "prod.env"
    assert record["parameters"]["model"]["value"] == {"depth": 3, "width": 8}


def test_what_failed_is_tried_again(project: Project) -> None:
    project.write("flaky.ipynb", "import pathlib\npathlib.Path('seen').touch(exist_ok=False)\n1 / 0")
    project.write(
        "flaky.ipynb", "import os\nif not os.path.exists('seen'):\n    open('seen', 'w').close()\n    1 / 0"
    )
    assert project.nbtrack("run", "flaky.ipynb", "--retry", "3").returncode == 0
    assert [run.status for run in project.store.runs()] == [FINISHED, FAILED]


def test_a_run_that_failed_is_taken_up_with_its_parameters(project: Project) -> None:
    cells = (tagged("parameters", "size = (1, 2)\nlr = 0.1"), "print(size)")
    project.write("train.ipynb", *cells, "1 / 0")
    project.nbtrack("run", "train.ipynb", "-p", "size=(3,)", "--tag", "big")
    project.write("train.ipynb", *cells, "print(lr)")
    done = project.nbtrack("run", "--resume", "latest")
    assert done.returncode == 0, done.stderr
    assert "failed in cell 3: its parameters are taken over, cells 1 to 2 run again" in done.stderr
    assert "the notebook has changed since" in done.stderr
    second, first = project.store.runs()
    assert (second.status, second.tags, second.note) == (FINISHED, ("big",), f"takes up run {first.id[:8]}")
    assert second.parameters["size"].value == [3]
    assert project.nbtrack("run", "--resume", "latest").returncode == 2


def test_a_run_in_progress_is_followed_to_its_end(project: Project) -> None:
    project.write("slow.ipynb", "print('a')", "import time\ntime.sleep(2)", tagged("metrics", "acc = 0.5"))
    run = project.start("run", "slow.ipynb")
    while not project.store.in_progress():
        assert run.poll() is None
    (running,) = project.store.in_progress()
    done = project.nbtrack("run", "--follow", running.id[:8])
    run.communicate()
    assert done.returncode == 0, done.stderr
    assert "[2/3] cell 2" in done.stderr
    assert "finished" in done.stdout
    assert "acc" in done.stdout


def test_a_page_stands_beside_the_notebook(project: Project) -> None:
    project.write("train.ipynb", "print('on the page')")
    assert project.nbtrack("run", "train.ipynb", "--to-html").returncode == 0
    assert "on the page" in (project.folder / "train.html").read_text()


def test_a_paired_text_stands_for_its_notebook(project: Project) -> None:
    project.write("train.ipynb", "acc = 0.5\nprint(acc)")
    assert project.nbtrack("pair", "train.ipynb").returncode == 0
    (text,) = project.folder.glob("train.*py")
    project.json("run", "train.ipynb")
    text.write_text(text.read_text().replace("0.5", "0.7"))
    record = project.json("run", text.name)
    assert (record["status"], record["experiment"]) == (FINISHED, "train.ipynb")
    assert [cell["kind"] for cell in record["comparison"]["notebook"]["cells"]] == ["changed"]


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ((), "a run needs a notebook"),
        (("train.ipynb", "--env", "X"), "--env needs NAME=VALUE"),
        (("train.ipynb", "--from-top"), "--from-top goes with --resume"),
        (("train.ipynb", "--cwd", "none"), "there is no such folder"),
        (("train.ipynb", "--set", "lr"), "--set needs"),
        (("train.ipynb", "train.ipynb", "-o", "out.ipynb"), "--output is for a single notebook"),
    ],
)
def test_what_makes_no_sense_is_refused(project: Project, words: tuple[str, ...], why: str) -> None:
    project.write("train.ipynb", tagged("parameters", "lr = 0.1"))
    done = project.nbtrack("run", *words)
    assert (done.returncode, why in done.stderr) == (2, True), done.stderr


@pytest.mark.parametrize("name", ["latest", "latest~1", "a.ipynb@latest"])
def test_a_name_by_which_the_run_would_not_be_found_is_refused(project: Project, name: str) -> None:
    project.write("a.ipynb", "1")
    for words in (["run", "a.ipynb"], ["snapshot", "a.ipynb"]):
        done = project.nbtrack(*words, "--name", name)
        assert (done.returncode, "always means a run by its age" in done.stderr) == (2, True)
