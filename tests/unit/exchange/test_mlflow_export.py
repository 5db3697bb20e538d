"""Runs in MLflow's file store say how they ended as MLflow does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nbtrack.exchange.mlflow_export import write_mlflow
from nbtrack.exchange.mlflow_folder import STATUSES
from nbtrack.store.blobs import Blobs
from tests.unit.store.recording import finished

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("status", "said"),
    [
        ("finished", "FINISHED"),
        ("exited", "FINISHED"),
        ("interrupted", "KILLED"),
        ("terminated", "KILLED"),
        ("hung-up", "KILLED"),
        ("killed", "KILLED"),
        ("timed-out", "FAILED"),
        ("out-of-memory", "FAILED"),
        ("lost", "FAILED"),
    ],
)
def test_what_was_stopped_from_outside_was_killed(tmp_path: Path, status: str, said: str) -> None:
    write_mlflow(str(tmp_path), [finished(status=status)], Blobs(str(tmp_path / "blobs")))
    (meta,) = tmp_path.glob("*/*/meta.yaml")
    assert f"status: {STATUSES.index(said) + 1}\n" in meta.read_text()
