"""What takes the space is told by what it is, each file once."""

import os
from pathlib import Path

from nbtrack.store.record import Artifact, Environment
from nbtrack.store.statuses import FINISHED
from nbtrack.store.store import Store
from nbtrack.store.usage import UNUSED, usage_of
from tests.unit.store.recording import finished, running


def test_files_are_told_by_what_they_hold(tmp_path: Path) -> None:
    store = Store(str(tmp_path / ".nbtrack"))
    model, packages = store.blobs.put(os.urandom(20_000)), store.blobs.put(b"{}")
    store.blobs.put(b"nobody's")
    for _ in range(2):
        store.records.put(
            finished(
                artifacts={"model.pkl": Artifact(model, 20_000, "x/y")},
                environment=Environment("3.12", "Linux", packages),
            )
        )
    store.begin(running()).log({"loss": 1.0})
    store.runs()
    found = {one.what: one for one in usage_of(store)}
    assert found["artifacts"].files == found["packages"].files == found[UNUSED].files == 1
    assert found["artifacts"].bytes >= 20_000
    assert found["artifacts"].disk_bytes % 512 == 0
    assert found["records"].files == 2
    assert found["runs in progress"].files == 2
    on_disk = sum(len(names) for _, _, names in os.walk(store.root))
    assert sum(one.files for one in found.values()) == on_disk


def test_a_store_that_is_not_there_takes_nothing(tmp_path: Path) -> None:
    assert usage_of(Store(str(tmp_path / "none"))) == []
    store = Store(str(tmp_path / "one"))
    store.begin(running()).seal(status=FINISHED)
    assert {one.what for one in usage_of(store)} >= {"records"}
