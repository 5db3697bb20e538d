"""Records in packs: each comes back as it was, whatever else happens to the store meanwhile."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from nbtrack.errors import StoreError
from nbtrack.store.attached import attach_or_put
from nbtrack.store.garbage import delete, find_garbage
from nbtrack.store.pack_table import packed
from nbtrack.store.record import RunRecord
from nbtrack.store.store import Store
from nbtrack.store.verify import verify
from tests.unit.store.recording import finished
from tests.unit.store.zstandard import zstd


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(str(tmp_path / ".nbtrack"))


def filled(store: Store, count: int) -> list[RunRecord]:
    records = []
    for number in range(count):
        digest, attached = attach_or_put(store.blobs, b"points %d" % number)
        more = {"series": digest, "attached": attached} if number % 2 else {}
        records.append(finished(name=f"r{number}", **more))
        store.records.put(records[-1])
    return records


def packs(store: Store) -> list[Path]:
    return sorted(Path(store.root, "runs", "packs").glob("*.zst"))


def test_each_record_is_read_once_whether_packed_or_not(store: Store) -> None:
    records = filled(store, 9)
    store.records.pack([record.id for record in records[:6]])
    store.records.pack([record.id for record in records[3:5]])  # there is nothing left to pack
    found = list(store.records.bare(record.id for record in records))
    assert {run_id: record and record.name for run_id, record in found} == {
        record.id: record.name for record in records
    }
    assert len(found) == len(records)


def test_any_reader_of_zstd_reads_a_pack(store: Store) -> None:
    records = filled(store, 4)
    before = [Path(store.records.path(record.id)).read_bytes() for record in records[1::2]]
    store.records.pack([record.id for record in records])
    (pack,) = packs(store)
    raw = zstd.decompress(pack.read_bytes())
    assert raw.count(b'"schema":"nbtrack.run/1"') == 4
    assert all(frame in pack.read_bytes() for frame in before)


def test_runs_that_are_deleted_leave_their_pack(store: Store) -> None:
    records = filled(store, 6)
    store.records.pack([record.id for record in records])
    for record in records[:2]:
        store.annotate(record.id, removed=True)
    delete(store, find_garbage(store))
    assert set(store.records.ids()) == {record.id for record in records[2:]}
    assert [store.records.get(record.id) for record in records[2:]] == records[2:]
    assert len(packs(store)) == 1
    assert {run.id for run in store.runs()} == {record.id for record in records[2:]}
    store.records.remove({record.id for record in records})
    assert packs(store) == []


def test_a_pack_that_is_made_anew_meanwhile_is_no_gap(store: Store) -> None:
    first, second = filled(store, 2)
    reader = Store(store.root)
    store.records.pack([first.id, second.id])
    assert reader.records.get(second.id) == second  # its table is known from here on
    store.records.remove({first.id})
    assert reader.records.get(second.id) == second


def test_copying_packs_into_another_store_brings_its_runs(store: Store, tmp_path: Path) -> None:
    other = Store(str(tmp_path / "other"))
    mine, theirs = filled(store, 3), filled(other, 3)
    for one, records in ((store, mine), (other, theirs)):
        one.records.pack([record.id for record in records])
    assert len(store.runs()) == 3
    shutil.copytree(os.path.join(other.root, "runs"), os.path.join(store.root, "runs"), dirs_exist_ok=True)
    assert {run.id for run in store.runs()} == {record.id for record in mine + theirs}


@pytest.mark.parametrize("damage", [b"", b"\x50\x2a\x4d\x18", packed({"0" * 16: b"frame"})[:-1], b"{}" * 40])
def test_a_damaged_pack_is_told_of_and_nothing_is_deleted(store: Store, damage: bytes) -> None:
    kept, lost = filled(store, 2)
    store.records.pack([lost.id])
    packs(store)[0].rename(Path(store.root, "runs", "packs", "f" * 64 + ".zst"))
    packs(store)[0].write_bytes(damage)
    fresh = Store(store.root)
    assert [run.id for run in fresh.runs()] == [kept.id]
    assert fresh.damaged
    assert [trouble.where for trouble in verify(fresh)] == [f"pack {'f' * 12}"]
    with pytest.raises(StoreError):
        find_garbage(fresh)


def test_one_damaged_record_leaves_the_others_of_its_pack(store: Store) -> None:
    records = filled(store, 4)
    frames = {record.id: Path(store.records.path(record.id)).read_bytes() for record in records[1::2]}
    store.records.pack(frames)
    (pack,) = packs(store)
    pack.write_bytes(pack.read_bytes()[:-4] + b"\0\0\0\0")
    last = [*sorted(frames)][-1]
    assert {run.id for run in store.runs()} == {record.id for record in records} - {last}
    assert store.damaged == [last]


BUSY = """
import sys
from nbtrack.store.store import Store
from tests.unit.store.recording import finished
store = Store(sys.argv[1])
for number in range(12):
    keep = store.records.add if number % 2 else store.records.put
    keep(finished(name=f"{sys.argv[2]}-{number}"))
    if number % 3 == 2:
        store.records.pack(store.records.loose())
    if number == 7:
        store.records.remove({run.id for run in store.runs() if run.name == f"{sys.argv[2]}-0"})
"""


def test_processes_that_pack_and_delete_at_once_lose_nothing(store: Store) -> None:
    workers = [subprocess.Popen([sys.executable, "-c", BUSY, store.root, str(worker)]) for worker in range(6)]
    assert [worker.wait() for worker in workers] == [0] * 6
    wanted = {f"{worker}-{number}" for worker in range(6) for number in range(1, 12)}
    names = [run.name for run in store.runs()]
    assert set(names) == wanted
    assert len(names) == len(wanted)
    assert list(verify(store)) == []
    before = store.runs()
    store.reindex()
    assert store.runs() == before
