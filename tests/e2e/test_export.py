"""`nbtrack export`: runs come out as tables that other programs read."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest

from nbtrack.store.record import Parameter
from nbtrack.store.statuses import FINISHED
from tests.e2e.running import Project
from tests.unit.store.recording import running

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def project(tmp_path: Path, session_home: Path) -> Project:
    found = Project(tmp_path)
    for number, lr in enumerate((0.1, 0.01)):
        values = {"lr": Parameter(lr, "default"), "sizes": Parameter([1, 2], "default")}
        started = f"2026-11-24T10:00:0{number}.000000Z"
        run = found.store.begin(running(name=f"r{number}", parameters=values, started=started))
        for step in range(3):
            run.log({"loss, mean": lr / (step + 1)}, step=step)
        run.seal(status=FINISHED)
    return found


def test_a_row_for_each_run_as_csv(project: Project) -> None:
    done = project.nbtrack("export")
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert [(row["name"], row["param:lr"], row["metric:loss, mean"]) for row in rows] == [
        ("r1", "0.01", repr(0.01 / 3)),
        ("r0", "0.1", repr(0.1 / 3)),
    ]
    assert rows[0]["param:sizes"] == "[1, 2]"
    assert rows[0]["note"] == ""


def test_a_condition_chooses_runs_and_json_has_them_whole(project: Project) -> None:
    done = project.nbtrack("export", "-w", "lr < 0.05", "-f", "json", "-o", "some.json")
    assert (done.returncode, done.stdout) == (0, "")
    (run,) = json.loads((project.folder / "some.json").read_text())["runs"]
    assert (run["name"], run["parameters"]["lr"]["value"]) == ("r1", 0.01)


def test_a_run_is_exported_alone(project: Project) -> None:
    rows = list(csv.DictReader(io.StringIO(project.nbtrack("export", "r0").stdout)))
    assert [row["name"] for row in rows] == ["r0"]
    assert (
        len(project.nbtrack("export", rows[0]["notebook"]).stdout.splitlines()) == 3
    )  # also when it is gone
    done = project.nbtrack("export", "nothing.ipynb")
    assert (done.returncode, "nothing.ipynb" in done.stderr) == (2, True)


def test_every_point_has_a_row(project: Project) -> None:
    done = project.nbtrack("export", "--points", "-w", "name = r0")
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert [(row["metric"], row["step"], float(row["value"])) for row in rows] == [
        ("loss, mean", str(step), 0.1 / (step + 1)) for step in range(3)
    ]


def test_parquet_comes_back(project: Project) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    assert project.nbtrack("export", "-f", "parquet", "-o", "runs.parquet").returncode == 0
    table = parquet.read_table(project.folder / "runs.parquet").to_pydict()
    assert table["param:lr"] == [0.01, 0.1]
    assert table["param:sizes"] == ["[1, 2]", "[1, 2]"]


def test_an_empty_store_is_a_table_without_rows(tmp_path: Path, session_home: Path) -> None:
    done = Project(tmp_path).nbtrack("export")
    assert (done.returncode, done.stdout.count("\n")) == (0, 1)


def test_json_on_stdout_holds_no_command_for_a_server(project: Project) -> None:
    run = project.store.begin(running(name="##vso[task.complete result=Failed]"))
    run.seal(status=FINISHED)
    done = project.nbtrack("export", "-f", "json")
    assert "##vso[" not in done.stdout
    assert "##vso[task.complete result=Failed]" in {one["name"] for one in json.loads(done.stdout)["runs"]}
