"""Whose runs a file holds, by what it looks like."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from nbtrack.exchange.recognise import tool_of

if TYPE_CHECKING:
    from pathlib import Path


def test_a_database_is_mlflows(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "runs")) as database:
        database.execute("CREATE TABLE runs (id)")
    assert tool_of(str(tmp_path / "runs")) == "mlflow"


@pytest.mark.parametrize(
    ("name", "content", "tool"),
    [
        ("0/meta.yaml", b"name: digits\n", "mlflow"),
        ("team_project/RUN-1_part_0.parquet", b"PAR1", "neptune"),
        ("a/b/c.parquet", b"PAR1", "neptune"),
        ("notes.txt", b"", None),
    ],
)
def test_a_folder_is_known_by_what_stands_in_it(
    tmp_path: Path, name: str, content: bytes, tool: str | None
) -> None:
    file = tmp_path / "export" / name
    file.parent.mkdir(parents=True)
    file.write_bytes(content)
    assert tool_of(str(tmp_path / "export")) == tool


@pytest.mark.parametrize(
    ("name", "content", "tool"),
    [
        ("one.parquet", b"PAR1....PAR1", "neptune"),
        ("out.ipynb", b"{}", "papermill"),
        ("runs.csv", b"a,b\n", None),
        ("empty", b"", None),
    ],
)
def test_a_file_is_known_by_how_it_begins(
    tmp_path: Path, name: str, content: bytes, tool: str | None
) -> None:
    (tmp_path / name).write_bytes(content)
    assert tool_of(str(tmp_path / name)) == tool
