"""`nbtrack show` shows one thing out of a run, as JSON where that is asked for."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from nbtrack.cli.main import main
from nbtrack.store.canonical import dump
from nbtrack.store.record import DataUse, Environment, Metric
from nbtrack.store.series import Series, pack
from nbtrack.store.store import Store
from tests.unit.store.recording import finished

if TYPE_CHECKING:
    from pathlib import Path

FILES = {"schema": "nbtrack.data/1", "files": [{"path": "a.csv", "use": "read", "size_bytes": 3}]}


@pytest.fixture(autouse=True)
def run_id(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Have a run in a project that is the working folder."""
    monkeypatch.chdir(tmp_path)
    store = Store(str(tmp_path / ".nbtrack"))
    series = Series()
    series.append(0.5, 1000.0, 1)
    series.append(0.25, 1001.0, 2)
    packages = store.blobs.put(dump({"numpy": "2.1"}))
    record = finished(
        metrics={"loss": Metric(0.25, 0.25, 0.5, 2, 2)},
        series=store.blobs.put(pack({"loss": series})),
        environment=Environment("3.13", "linux", packages=packages),
        data=DataUse(store.blobs.put(dump(FILES)), 1),
    )
    store.records.add(record)
    return record.id


def shown(capsys: pytest.CaptureFixture[str], *words: str) -> object:
    assert main(["show", *words, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_packages_are_json_on_demand(run_id: str, capsys: pytest.CaptureFixture[str]) -> None:
    expected = {"schema": "nbtrack.packages/1", "run": run_id, "packages": {"numpy": "2.1"}}
    assert shown(capsys, "--packages") == expected


def test_files_are_json_on_demand(run_id: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert shown(capsys, "--files") == FILES | {"run": run_id}


def test_points_are_json_on_demand_as_export_writes_them(
    run_id: str, capsys: pytest.CaptureFixture[str]
) -> None:
    found = shown(capsys, "--points", "loss")
    assert found == {
        "schema": "nbtrack.points/1",
        "columns": {
            "id": [run_id] * 2,
            "metric": ["loss"] * 2,
            "step": [1, 2],
            "time": [1000.0, 1001.0],
            "value": [0.5, 0.25],
        },
    }


@pytest.mark.parametrize("words", [["--patch"], ["--lock"], ["--notebook"], ["--artifact", "a"]])
def test_what_is_written_as_it_is_goes_without_json(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["show", *words, "--json"]) == 2
    assert f"{words[0]} writes bytes as they are on record: it goes without --json" in capsys.readouterr().err


def test_one_thing_is_shown_at_a_time(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", "--files", "--packages"]) == 2
    assert "--packages and --files" in capsys.readouterr().err
