"""Runs out of, and into, the files of other tools: as those write and read them, where they are there."""

from __future__ import annotations

import datetime
import math
import os
import subprocess
import sys
from decimal import Decimal
from textwrap import dedent
from typing import TYPE_CHECKING, Any

import pytest

from nbtrack.errors import UsageError
from nbtrack.exchange.mlflow_run import Said, foreign_run
from nbtrack.exchange.neptune_runs import neptune_run
from nbtrack.store.attached import series_of
from nbtrack.store.record import Artifact, Parameter
from nbtrack.store.statuses import FAILED, FINISHED, KILLED
from nbtrack.store.verify import verify
from tests.e2e.running import Project
from tests.unit.store.recording import running

if TYPE_CHECKING:
    from pathlib import Path

UUID = "39b4aa4f858e4a2b8934ea4a3bd7a91a"
META = f"""\
artifact_uri: file:///home/me/mlruns/1/{UUID}/artifacts
end_time: 1795661902313
entry_point_name: ''
experiment_id: '1'
lifecycle_stage: LIFE
run_id: {UUID}
run_name: first
source_type: 4
start_time: 1795661902215
status: 4
tags: []
user_id: me
"""
FILES = {
    "meta.yaml": META,
    "params/opt/name": "adam",
    "params/lr": "0.5",
    "metrics/val/loss": "1795661902300 nan 1\n1795661902250 0.25 0\n",
    "tags/team": "a",
    "tags/mlflow.user": "me",
    "tags/mlflow.parentRunId": "0" * 32,
    "tags/mlflow.source.git.commit": "c" * 40,
    "artifacts/notes/a.txt": "hello",
}


@pytest.fixture
def project(tmp_path: Path, session_home: Path) -> Project:
    return Project(tmp_path)


def mlruns(root: Path, life: str = "active") -> Path:
    (root / "1").mkdir(parents=True)
    (root / "1" / "meta.yaml").write_text("experiment_id: '1'\nname: digits\n")
    for name, text in FILES.items():
        path = root / "1" / UUID / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.replace("LIFE", life))
    return root


def filled(project: Project) -> list[str]:
    """Make two runs whose names MLflow would not all take."""
    values = {"lr": 0.1, "sizes": [1, 2], "../up": "x", "a:b": 1, "a_b": 2, "lr/deep": 3}
    parameters = {name: Parameter(value, "default") for name, value in values.items()}
    ids = []
    for status in (FINISHED, KILLED):
        run = project.store.begin(running(name=status, parameters=parameters, tags=("baseline", "team=a")))
        for step in range(3):
            run.log({"loss": 1 / (step + 1), "odd": math.nan}, step=step)
        blob = project.store.blobs.put(b"hello")
        run.seal(status=status, note="why: it is", artifacts={"notes/a.txt": Artifact(blob, 5, "text/plain")})
        ids.append(run.id)
    return ids


def test_runs_of_mlflows_file_store(project: Project) -> None:
    mlruns(project.folder / "mlruns")
    assert project.nbtrack("import", "mlflow", "mlruns").stdout == "1 run taken in, 0 known already\n"
    assert project.nbtrack("import", "mlflow", "mlruns").stdout == "0 runs taken in, 1 known already\n"
    (run,) = (project.store.get(one.id) for one in project.store.listed())
    assert (run.name, run.experiment, run.status, run.duration_s) == ("first", "digits", FAILED, 0.098)
    assert {name: one.value for name, one in run.parameters.items()} == {"opt/name": "adam", "lr": 0.5}
    points = [(step, value) for step, _, value in series_of(run, project.store.blobs)["val/loss"].points()]
    assert points[0] == (0, 0.25)
    assert math.isnan(points[1][1])
    assert [tag.partition("=")[0] for tag in run.tags] == ["team", "parent"]
    assert run.git
    assert run.git.commit == "c" * 40
    assert project.store.blobs.get(run.artifacts["notes/a.txt"].blob) == b"hello"


def test_two_runs_of_unknown_code_stand_side_by_side(project: Project) -> None:
    for life in ("a", "b"):
        mlruns(project.folder / life)
        meta = project.folder / life / "1" / UUID / "meta.yaml"
        meta.write_text(meta.read_text().replace(f"run_id: {UUID}", f"run_id: {life * 32}"))
        meta.write_text(meta.read_text().replace("first", f"run-{life}"))
        (project.folder / life / "1" / UUID / "params" / "lr").write_text({"a": "0.5", "b": "0.25"}[life])
    project.nbtrack("import", "mlflow", "a", "b")
    done = project.nbtrack("compare", "run-a", "run-b")
    assert ["lr", "0.5", "0.25"] in [line.split() for line in done.stdout.splitlines()]
    assert "their code is not recorded" in done.stderr


def test_deleted_runs_and_other_folders_are_no_runs(project: Project) -> None:
    mlruns(project.folder / "mlruns", "deleted")
    assert project.nbtrack("import", "mlflow", "mlruns").stdout == "0 runs taken in, 0 known already\n"
    (project.folder / "empty").mkdir()
    done = project.nbtrack("import", "mlflow", "empty")
    assert (done.returncode, "hint" in done.stderr) == (2, True)


@pytest.mark.parametrize("where", ["/etc", f"../../{UUID}/artifacts/../../../secret"])
def test_a_store_cannot_name_other_folders_for_artifacts(project: Project, where: str) -> None:
    (project.folder / "secret").mkdir()
    (project.folder / "secret" / "key").write_text("mine")
    said = Said(UUID, "digits", "FINISHED", 0, artifacts=where)
    assert foreign_run(said, {}, str(project.folder)).artifacts == {}


def test_exported_runs_come_back_as_themselves(
    project: Project, tmp_path_factory: pytest.TempPathFactory
) -> None:
    ids = filled(project)
    done = project.nbtrack("export", "-f", "mlflow", "-o", "out")
    assert done.stderr == "out: 2 runs written, 0 there already\n"
    assert project.nbtrack("export", "-f", "mlflow", "-o", "out").stderr.endswith("2 there already\n")
    project.write("a.ipynb", "x = 1")
    project.nbtrack("snapshot", "a.ipynb")  # which never ran
    project.store.begin(running())
    again = project.nbtrack("export", "-f", "mlflow", "-o", "out").stderr
    assert again.endswith("0 runs written, 2 there already\n")
    other = Project(tmp_path_factory.mktemp("other"))
    other.nbtrack("import", "mlflow", str(project.folder / "out"))
    assert {run.id for run in other.store.listed()} == set(ids)
    for run_id in ids:
        before, after = project.store.get(run_id), other.store.get(run_id)
        assert (after.name, after.experiment, after.note) == (before.name, before.experiment, before.note)
        assert series_of(after, other.store.blobs)["loss"].values.tolist() == [1, 1 / 2, 1 / 3]
        assert after.artifacts == before.artifacts
        assert len(after.parameters) == len(before.parameters)
    assert list(verify(other.store)) == []
    assert not (project.folder / "up").exists()


@pytest.mark.parametrize("words", [(), ("-o", "-"), ("-o", "out", "--points")])
def test_mlflows_store_needs_a_folder(project: Project, words: tuple[str, ...]) -> None:
    done = project.nbtrack("export", "-f", "mlflow", *words)
    assert (done.returncode, "hint" in done.stderr) == (2, True)


def test_the_real_mlflow_reads_what_was_exported(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    mlflow = pytest.importorskip("mlflow")
    monkeypatch.setenv("MLFLOW_ALLOW_FILE_STORE", "true")
    filled(project)
    project.nbtrack("export", "-f", "mlflow", "-o", "out")
    mlflow.set_tracking_uri((project.folder / "out").as_uri())
    client = mlflow.MlflowClient()
    (experiment,) = mlflow.search_experiments()
    runs = {run.info.run_name: run for run in client.search_runs([experiment.experiment_id])}
    assert {name: run.info.status for name, run in runs.items()} == {
        "finished": "FINISHED",
        "killed": "KILLED",
    }
    run = runs["finished"]
    assert run.data.params == {
        "lr": "0.1",
        "lr_2/deep": "3",
        "sizes": "[1, 2]",
        "up": "x",
        "a_b": "1",
        "a_b_2": "2",
    }
    history = client.get_metric_history(run.info.run_id, "loss")
    assert [(point.step, point.value) for point in history] == [(0, 1), (1, 1 / 2), (2, 1 / 3)]
    assert [file.path for file in client.list_artifacts(run.info.run_id, "notes")] == ["notes/a.txt"]
    assert run.data.tags["mlflow.note.content"] == "why: it is"


REAL = """
    import mlflow, sys
    mlflow.set_tracking_uri(sys.argv[1])
    mlflow.set_experiment("digits")
    with mlflow.start_run(run_name="parent"):
        mlflow.log_params({"lr": 0.1, "opt/name": "adam"})
        for step in range(3):
            mlflow.log_metric("val/loss", 1 / (step + 1), step=step)
        mlflow.log_text("hello", "notes/a.txt")
        with mlflow.start_run(run_name="child", nested=True):
            pass
"""


@pytest.mark.parametrize(("address", "file"), [("sqlite:///m.db", "m.db"), ("file:./store", "store")])
def test_what_the_real_mlflow_wrote_is_taken_in(project: Project, address: str, file: str) -> None:
    pytest.importorskip("mlflow")
    script = project.folder / "real.py"
    script.write_text(dedent(REAL))
    environment = os.environ | {"MLFLOW_ALLOW_FILE_STORE": "true", "MLFLOW_DISABLE_TELEMETRY": "true"}
    subprocess.run([sys.executable, "real.py", address], cwd=project.folder, env=environment, check=True)
    project.nbtrack("import", "mlflow", file)
    runs = {run.name: project.store.get(run.id) for run in project.store.listed()}
    parent, child = runs["parent"], runs["child"]
    assert child.tags == (f"parent={parent.id}",)
    assert parent.parameters["lr"].value == 0.1
    values = series_of(parent, project.store.blobs)["val/loss"].values.tolist()
    assert (values, list(parent.artifacts)) == ([1, 1 / 2, 1 / 3], ["notes/a.txt"])


def neptune_rows() -> list[dict[str, Any]]:
    at = datetime.datetime(2026, 1, 2, 3, 4, 5, tzinfo=datetime.UTC)
    single: list[tuple[str, str, str, Any]] = [
        ("sys/name", "string", "string_value", "first"),
        ("sys/creation_time", "datetime", "datetime_value", at),
        ("sys/tags", "string_set", "string_set_value", ["a", "b"]),
        ("sys/failed", "bool", "bool_value", True),
        ("params/lr", "float", "float_value", 0.5),
        ("params/layers", "int", "int_value", 3),
        ("plot", "file", "file_value", {"path": "team/RUN-1/plot.png"}),
        ("evil", "file", "file_value", {"path": "../secret"}),
    ]  # steps are of decimal(18, 6) there
    rows = [
        {"attribute_path": path, "attribute_type": kind, name: value} for path, kind, name, value in single
    ]
    for number in range(3):
        moment = {
            "step": Decimal(number * 500_000).scaleb(-6),
            "timestamp": at + datetime.timedelta(seconds=number),
        }
        rows.append({"attribute_path": "loss", "attribute_type": "float_series", "float_value": 1.0} | moment)
    first = {"path": "team/RUN-1/plot.png"}
    image = {"attribute_path": "samples", "attribute_type": "file_series", "file_value": first}
    rows.append(image | {"step": Decimal("3.000000"), "timestamp": at})
    return [{"project_id": "team/digits", "run_id": "RUN-1"} | row for row in rows]


def test_runs_that_neptunes_exporter_wrote(project: Project) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    from pyarrow import parquet

    names = dict.fromkeys(name for row in neptune_rows() for name in row)
    table = pyarrow.table({name: [row.get(name) for row in neptune_rows()] for name in names})
    for folder in ("exports/data/digits", "exports/files/team/RUN-1"):
        (project.folder / folder).mkdir(parents=True)
    parquet.write_table(table.slice(0, 9), project.folder / "exports/data/digits/RUN-1_part_0.parquet")
    parquet.write_table(table.slice(9), project.folder / "exports/data/digits/RUN-1_part_1.parquet")
    (project.folder / "exports/files/team/RUN-1/plot.png").write_bytes(b"picture")
    (project.folder / "exports/secret").write_text("mine")
    for taken in ("1 run taken in, 0 known", "0 runs taken in, 1 known"):
        assert project.nbtrack("import", "neptune", "exports/data").stdout == f"{taken} already\n"
    (run,) = (project.store.get(one.id) for one in project.store.listed())
    assert (run.name, run.experiment, run.status, run.tags) == ("first", "team/digits", FAILED, ("a", "b"))
    assert {name: one.value for name, one in run.parameters.items()} == {"params/layers": 3, "params/lr": 0.5}
    assert [step for step, _, _ in series_of(run, project.store.blobs)["loss"].points()] == [0, None, 1]
    assert list(run.artifacts) == ["plot.png", "samples/step 3.png"]
    assert (run.started, run.duration_s) == ("2026-01-02T03:04:05.000000Z", 2.0)


def test_a_run_of_neptune_is_told_by_its_rows(tmp_path: Path) -> None:
    (tmp_path / "team" / "RUN-1").mkdir(parents=True)
    (tmp_path / "team" / "RUN-1" / "plot.png").touch()
    found = neptune_run("team/digits", "RUN-1", neptune_rows(), tmp_path)
    assert (found.record.name, found.record.status, found.record.tags) == ("first", FAILED, ("a", "b"))
    assert [step for step, _, _ in found.series["loss"].points()] == [0, None, 1]
    assert list(found.artifacts) == ["plot.png", "samples/step 3.png"]
    with pytest.raises(UsageError):
        neptune_run("team/digits", "RUN-2", [], None)


def test_what_is_no_file_of_the_exporter_is_said(project: Project) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    from pyarrow import parquet

    parquet.write_table(pyarrow.table({"a": [1]}), project.folder / "a.parquet")
    (project.folder / "b.parquet").write_bytes(b"PAR1")
    (project.folder / "none").mkdir()
    for name in ("a.parquet", "b.parquet", "none"):
        done = project.nbtrack("import", "neptune", name)
        assert (done.returncode, done.stderr[:9]) == (2, "nbtrack: ")
