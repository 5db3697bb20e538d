"""Versions that never ran, on the pages of `nbtrack ui`."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tests.e2e.test_ui import ask
from tests.e2e.ui_server import record_runs, serving

if TYPE_CHECKING:
    from pathlib import Path


def experiments(project: Path) -> list[dict[str, object]]:
    with serving(project) as address:
        token = urlsplit(address).query.removeprefix("token=")
        found: dict[str, list[dict[str, object]]] = json.loads(ask(address, "/?format=json", cookie=token)[1])
    return found["experiments"]


def snapshot(project: Path) -> None:
    words = [sys.executable, "-m", "nbtrack", "snapshot", "train.py", "-m", "as it is"]
    subprocess.run(words, cwd=project, check=True, capture_output=True, timeout=60)


def test_a_snapshot_is_neither_the_last_run_nor_an_unfinished_one(tmp_path: Path) -> None:
    record_runs(tmp_path)
    snapshot(tmp_path)
    (found,) = experiments(tmp_path)
    assert (found["runs"], found["unfinished"]) == (3, 1)
    assert "failed" in json.dumps(found["last"])


def test_an_experiment_that_never_ran_is_there(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("")
    (tmp_path / "train.py").write_text("x = 1\n")
    snapshot(tmp_path)
    (found,) = experiments(tmp_path)
    assert (found["runs"], found["unfinished"], found["best"]) == (0, 0, None)
