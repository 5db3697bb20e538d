"""A folder that stands for a run in progress, to which the test itself logs."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from nbtrack.record.log import LIVE_FOLDER, leave


@pytest.fixture
def live_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv(LIVE_FOLDER, str(tmp_path))
    yield tmp_path
    leave()
