"""The journal of a run that could not begin leaves nothing behind."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from nbtrack.errors import StoreError
from nbtrack.store import journal

if TYPE_CHECKING:
    from pathlib import Path


def test_a_run_that_cannot_begin_leaves_no_file_open_and_none_on_disk(tmp_path: Path) -> None:
    journal.begin(str(tmp_path), "run", {}).close()
    before = os.listdir("/proc/self/fd")
    with pytest.raises(StoreError):
        journal.begin(str(tmp_path), "run", {})
    assert os.listdir("/proc/self/fd") == before
    assert os.listdir(tmp_path) == ["run"]
