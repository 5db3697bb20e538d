"""What a run used, and whether it is still there: only files of the project are looked at."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any

import pytest

from nbtrack.store.canonical import dump
from nbtrack.store.record import DataUse
from nbtrack.store.store import Store
from nbtrack.web.run_used import used_of
from tests.unit.store.recording import finished

if TYPE_CHECKING:
    from pathlib import Path


def digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "data.csv").write_text("1\n")
    (tmp_path / "secret.csv").write_text("1\n")
    (folder / "link.csv").symlink_to(tmp_path / "secret.csv")
    return folder


def now(project: Path, **file: Any) -> str | None:
    store = Store(str(project / ".nbtrack"))
    told = {"path": "data.csv", "use": "read", "digest": digest("1\n"), "size_bytes": 2} | file
    used = DataUse(store.blobs.put(dump({"files": [told]})), 1)
    found = used_of(store, finished(data=used), str(project))
    assert found is not None
    state: str | None = found["files"][0]["now"]
    return state


def test_a_file_is_the_same_while_its_content_is(project: Path) -> None:
    assert now(project) == "same"
    (project / "data.csv").write_text("2\n")
    assert now(project) == "changed"
    (project / "data.csv").write_text("22\n")
    assert now(project) == "changed"
    (project / "data.csv").unlink()
    assert now(project) == "gone"


def test_what_a_run_wrote_over_is_compared_with_what_it_became(project: Path) -> None:
    assert now(project, use="changed", digest=digest("0"), size_bytes=1, became=digest("1\n")) == "same"


@pytest.mark.parametrize("path", ["../secret.csv", "/etc/passwd", "~/x", "link.csv", "a/../../secret.csv"])
def test_nobody_looks_outside_of_the_project(project: Path, path: str) -> None:
    assert now(project, path=path) is None


def test_a_run_that_nobody_followed_has_nothing_on_record(project: Path) -> None:
    assert used_of(Store(str(project / ".nbtrack")), finished(), str(project)) is None
