"""Sealed runs share a file that grows; what is in it comes back, and nothing half-written is ever seen."""

import errno
import fcntl
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from nbtrack.errors import StoreError
from nbtrack.store import growing_pack
from nbtrack.store.garbage import find_garbage
from nbtrack.store.pack_table import packed
from nbtrack.store.record import RunRecord
from nbtrack.store.store import Store
from nbtrack.store.verify import verify
from tests.unit.store.recording import finished
from tests.unit.store.zstandard import zstd


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(str(tmp_path / ".nbtrack"))


def added(store: Store, count: int) -> list[RunRecord]:
    records = [finished(name=f"r{number}") for number in range(count)]
    for record in records:
        store.records.add(record)
    return records


def packs(store: Store) -> list[Path]:
    return sorted(Path(store.root, "runs").glob("*/*.zst"))


def growing(store: Store) -> Path:
    (path,) = growing_pack.growing(os.path.join(store.root, "runs", "growing"))
    return Path(path)


def holds(store: Store, records: list[RunRecord]) -> None:
    """Hold a store, as another process sees it, to the runs that were sealed."""
    fresh = Store(store.root)
    assert {run.id for run in fresh.runs()} == {record.id for record in records} == set(fresh.records.ids())
    assert [fresh.records.get(record.id) for record in records] == records
    assert fresh.damaged == []
    assert list(verify(fresh)) == []


def test_runs_share_a_file_whoever_seals_them(store: Store) -> None:
    records = added(store, 2) + added(Store(store.root), 2)
    assert packs(store) == [growing(store)]
    assert not list(store.records.loose())
    holds(store, records)


def test_any_reader_of_zstd_reads_it(store: Store) -> None:
    added(store, 3)
    assert zstd.decompress(growing(store).read_bytes()).count(b'"schema":"nbtrack.run/1"') == 3


def test_its_name_says_how_much_of_it_holds_and_is_never_used_twice(store: Store) -> None:
    names = set()
    for _ in range(3):
        added(store, 1)
        names.add(growing(store).name)
        assert growing_pack.certain_bytes(growing(store).name) == growing(store).stat().st_size
    assert len({name.partition("-")[0] for name in names}) == 3


def test_a_listing_sees_each_run_that_was_added_since(store: Store) -> None:
    records: list[RunRecord] = []
    for _ in range(4):
        records += added(store, 1)
        assert {run.id for run in store.runs()} == {record.id for record in records}


@pytest.mark.parametrize(
    "rest", [b"", b"\0" * 700, packed({"0" * 16: b"\0" * 300}), b"(", b"P*M\x18\xff\xff"]
)
def test_what_a_killed_process_left_behind_the_end_is_not_seen_and_not_written_behind(
    store: Store, rest: bytes
) -> None:
    records = added(store, 2)
    whole = growing(store).read_bytes()
    added(store, 1)
    torn = growing(store).read_bytes()[len(whole) : -9]
    growing(store).write_bytes(whole + (rest or torn))
    growing(store).rename(growing(store).with_name(f"{'a' * 16}-{len(whole)}.zst"))
    holds(store, records)
    records += added(store, 1)
    assert [path for path in packs(store) if path.name.startswith("a" * 16)] == []
    holds(store, records)


def test_runs_that_were_sealed_before_a_power_failure_took_the_new_name_are_there(store: Store) -> None:
    records = added(store, 1)
    name = growing(store).name
    records += added(store, 2)
    growing(store).rename(growing(store).with_name(name))
    holds(store, records)
    holds(store, records + added(store, 1))


def test_damage_before_the_end_is_told_of(store: Store) -> None:
    added(store, 3)
    raw = growing(store).read_bytes()
    growing(store).write_bytes(b"?" + raw[1:])
    fresh = Store(store.root)
    assert fresh.runs() == []
    assert fresh.damaged == [growing(store).name]
    with pytest.raises(StoreError, match="damaged"):
        find_garbage(fresh)


def test_one_that_is_large_enough_is_closed_and_takes_along_what_stands_alone(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = finished(name="alone")
    store.records.put(alone)
    records = [alone, *added(store, 3)]
    monkeypatch.setattr(growing_pack, "_ENOUGH_BYTES", growing(store).stat().st_size + 1)
    records += added(store, 1)
    assert all(len(path.stem) == 64 for path in packs(store))
    assert not list(store.records.loose())
    holds(store, records)


def test_a_process_does_not_wait_for_another_that_seals(store: Store) -> None:
    records = added(store, 1)
    with open(os.path.join(store.root, "runs", "growing", "lock"), "ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        records += added(store, 2)
    assert set(store.records.loose()) == {record.id for record in records[1:]}
    holds(store, records)


@pytest.mark.parametrize("refusal", [errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP])
def test_without_locks_each_run_has_a_file_of_its_own(
    store: Store, monkeypatch: pytest.MonkeyPatch, refusal: int
) -> None:
    def flock(descriptor: int, operation: int) -> None:
        raise OSError(refusal, os.strerror(refusal))

    monkeypatch.setattr("fcntl.flock", flock)
    records = added(store, 3)
    assert len(list(store.records.loose())) == 3
    holds(store, records)
    store.records.pack(store.records.loose())
    holds(store, records)
    store.records.remove({records.pop().id})
    holds(store, records)


def test_the_lock_is_open_for_writing_as_nfs_wants_it(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def flock(descriptor: int, operation: int) -> None:
        fcntl.lockf(descriptor, operation)  # what a client of NFS makes of it

    monkeypatch.setattr("fcntl.flock", flock)
    holds(store, added(store, 2))
    assert not list(store.records.loose())


def test_an_older_copy_over_the_store_takes_nothing_away(store: Store, tmp_path: Path) -> None:
    records = added(store, 2)
    shutil.copytree(store.root, tmp_path / "copy")
    mine, theirs = added(store, 2), added(Store(str(tmp_path / "copy")), 2)
    shutil.copytree(tmp_path / "copy" / "runs", Path(store.root, "runs"), dirs_exist_ok=True)
    holds(store, records + mine + theirs)
    holds(store, records + mine + theirs + added(store, 1))


def test_a_run_that_is_deleted_leaves_its_pack(store: Store) -> None:
    records = added(store, 3)
    store.records.remove({records.pop(1).id})
    holds(store, records)
    holds(store, records + added(store, 1))


FULL = """
import resource, sys
from nbtrack.store.store import Store
from tests.unit.store.recording import finished
store = Store(sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
store.records.add(finished(id=sys.argv[3]))
"""


def test_a_part_that_does_not_fit_is_taken_back(store: Store) -> None:
    records = added(store, 3)
    before = growing(store).read_bytes()
    run = finished()
    limit = str(len(before) + 50)
    subprocess.run([sys.executable, "-c", FULL, store.root, limit, run.id], check=True)
    assert growing(store).read_bytes() == before
    assert list(store.records.loose()) == [run.id]
    holds(store, [*records, store.records.get(run.id)])


SEALING = """
import sys
from nbtrack.store import growing_pack
from nbtrack.store.store import Store
from tests.unit.store.recording import finished
growing_pack._ENOUGH_BYTES = 2000
store = Store(sys.argv[1])
for number in range(20):
    store.records.add(finished(name=f"{sys.argv[2]}-{number}"))
    assert len(list(store.records.ids())) > number
"""


def test_sixteen_processes_that_seal_at_once_lose_nothing(store: Store) -> None:
    workers = [subprocess.Popen([sys.executable, "-c", SEALING, store.root, str(one)]) for one in range(16)]
    assert [worker.wait() for worker in workers] == [0] * 16
    names = [run.name for run in store.runs()]
    assert sorted(map(str, names)) == sorted(f"{one}-{number}" for one in range(16) for number in range(20))
    assert list(verify(store)) == []
    before = store.runs()
    store.reindex()
    assert store.runs() == before
