"""`nbtrack import`: runs of other tools, from files that those tools made."""

from __future__ import annotations

import json
import math
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from nbtrack.store.attached import series_of
from nbtrack.store.notebooks import get_notebook
from nbtrack.store.verify import verify
from tests.e2e.running import Project

FILES = Path(__file__).parents[1] / "unit" / "exchange" / "files"


@pytest.fixture
def project(tmp_path: Path, session_home: Path) -> Project:
    found = Project(tmp_path)
    with closing(sqlite3.connect(tmp_path / "mlflow.db")) as database:
        database.executescript((FILES / "mlflow-3.17.sql").read_text())
    for notebook in FILES.glob("*.ipynb"):
        shutil.copy(notebook, tmp_path)
    return found


def test_runs_of_mlflow_come_with_all_that_they_have(project: Project) -> None:
    before = (project.folder / "mlflow.db").read_bytes()
    assert project.nbtrack("import", "mlflow", "mlflow.db").stdout == "3 runs taken in, 0 known already\n"
    assert (project.folder / "mlflow.db").read_bytes() == before
    runs = {run.name: project.store.get(run.id) for run in project.store.listed()}
    assert {name: run.status for name, run in runs.items()} == {
        "baseline": "finished",
        "broken": "failed",
        "killed": "interrupted",
    }
    first = runs["baseline"]
    assert {name: one.value for name, one in first.parameters.items()} == {
        "code": "007",
        "layers": 3,
        "lr": 0.1,
        "none": None,
        "opt": "adam",
        "warm": True,
    }
    assert (first.experiment, first.note, first.tags) == ("digits", "first try", ("team=a",))
    series = series_of(first, project.store.blobs)
    assert [(step, value) for step, _, value in series["loss"].points()] == [(0, 1.0), (1, 0.5), (2, 1 / 3)]
    assert math.isnan(first.metrics["odd"].last)
    assert list(verify(project.store)) == []


def test_the_tool_need_not_be_named(project: Project) -> None:
    done = project.nbtrack("import", "mlflow.db", "good.ipynb")
    assert done.stdout == "4 runs taken in, 0 known already\n"
    assert project.json("import", "mlflow", "mlflow.db")["new"] == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("mlflow.bd",), "did you mean mlflow.db?"),
        (("notes.txt",), "name the tool before it"),
        (("mlflow",), "`nbtrack import mlflow FILE`"),
    ],
)
def test_a_file_that_looks_like_none_is_said(project: Project, words: tuple[str, ...], said: str) -> None:
    (project.folder / "notes.txt").write_text("a")
    done = project.nbtrack("import", *words)
    assert (done.returncode, said in done.stderr) == (2, True)


def test_what_was_taken_in_before_is_passed_over(project: Project) -> None:
    assert project.json("import", "mlflow", "mlflow.db", "--dry-run")["kept"] is False
    assert not project.store.listed()
    assert len(project.json("import", "mlflow", "mlflow.db")["new"]) == 3
    again = project.json("import", "mlflow", "mlflow.db")
    assert (again["new"], len(again["known"])) == ([], 3)


@pytest.mark.parametrize("words", [("wandb", "x"), ("mlflow", "good.ipynb"), ("papermill", "plain.ipynb")])
def test_what_cannot_be_read_is_said(project: Project, words: tuple[str, str]) -> None:
    project.write("plain.ipynb", "1")
    (project.folder / "good.ipynb").write_text("{}")
    done = project.nbtrack("import", *words)
    assert done.returncode == 2
    assert "hint" in done.stderr


def test_secrets_of_papermills_notebooks_are_not_taken_in(project: Project) -> None:
    token = "gh" + "p_" + "q8Zk3vXm5TrWj2HyN4pFs7Gd9Lb6Ccq8Zk3v"
    path = project.folder / "good.ipynb"
    notebook = json.loads(path.read_bytes())
    notebook["metadata"]["papermill"]["parameters"] |= {"api_token": token}
    notebook["cells"][0]["source"] = [f"x = '{token}'"]
    path.write_text(json.dumps(notebook))
    (run,) = project.json("import", "papermill", "good.ipynb")["new"]
    record = project.store.get(run)
    assert record.parameters["api_token"].value == "[redacted]"
    assert record.notebook.executed
    assert token.encode() not in get_notebook(project.store.blobs, record.notebook.executed)


def test_notebooks_that_papermill_executed(project: Project) -> None:
    project.nbtrack("import", "papermill", "good.ipynb", "bad.ipynb", "died.ipynb")
    runs = {run.imported: run for run in (project.store.get(one.id) for one in project.store.listed())}
    good, bad, died = (runs[f"papermill:{name}.ipynb"] for name in ("good", "bad", "died"))
    assert [run.status for run in (good, bad, died)] == ["finished", "failed", "interrupted"]
    assert {name: one.value for name, one in good.parameters.items()} == {"lr": 0.5, "name": "ünï"}
    assert bad.error
    assert (bad.error.name, bad.error.message) == ("AssertionError", "too large")
    assert (good.experiment, len(good.cells)) == ("in.ipynb", 4)
    assert good.notebook.executed
    first = json.loads((project.folder / "good.ipynb").read_bytes())["cells"][0]["source"][0].strip()
    assert f"finished  {first}" in project.nbtrack("show", good.id).stdout
    raw = get_notebook(project.store.blobs, good.notebook.executed)
    assert raw == (project.folder / "good.ipynb").read_bytes()
    assert json.loads(raw)["metadata"]["papermill"]["version"] == "2.7.0"
