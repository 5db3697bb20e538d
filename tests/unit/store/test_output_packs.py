"""What a command keeps of many notebooks shares a file, and is found, used and forgotten one by one."""

from __future__ import annotations

import fcntl
from pathlib import Path

import pytest

from nbtrack.errors import StoreError
from nbtrack.store.canonical import digest_of
from nbtrack.store.kept_outputs import KeptOutputs
from nbtrack.store.store import Store
from nbtrack.store.verify import verify

COUNT = 12


def clean(number: int) -> bytes:
    return b"clean %d" % number


def full(number: int) -> bytes:
    return b"full %d " % number + bytes(range(256)) * 3


@pytest.fixture
def store(tmp_path: Path) -> str:
    return str(tmp_path / ".nbtrack")


@pytest.fixture
def kept(store: str) -> KeptOutputs:
    """A store in which one command has kept many notebooks."""
    made = KeptOutputs(store)
    for number in range(COUNT):
        made.keep(f"ä{number}.ipynb", clean(number), full(number))
    made.close()
    return KeptOutputs(store)


def packs(store: str) -> list[Path]:
    return sorted(Path(store, "outputs", "packs").glob("*.pack"))


def intact(kept: KeptOutputs) -> list[int]:
    return [n for n in range(COUNT) if kept.latest(f"ä{n}.ipynb", clean(n)) == full(n)]


def test_all_of_them_come_back_and_most_share_a_file(kept: KeptOutputs, store: str) -> None:
    assert intact(kept) == list(range(COUNT))
    assert len(packs(store)) == 1
    assert sum(version.is_packed for version in kept.everything()) > COUNT / 2
    assert sorted(kept.path_of(version) for version in kept.everything()) == sorted(
        f"ä{number}.ipynb" for number in range(COUNT)
    )


def test_keeping_the_same_again_takes_no_room_and_makes_it_the_last(kept: KeptOutputs, store: str) -> None:
    kept.keep("ä8.ipynb", clean(8), full(8))
    assert len(kept.everything()) == COUNT
    assert KeptOutputs(store).everything()[0].digest == digest_of(full(8))
    assert len(packs(store)) == 1


def test_what_one_process_adds_another_sees_at_once(store: str) -> None:
    one, other = KeptOutputs(store), KeptOutputs(store)
    for number in range(COUNT):
        one.keep("a.ipynb", clean(number), full(number))
        assert other.latest("a.ipynb", clean(number)) == full(number)
        assert one.latest("a.ipynb", clean(number)) == full(number)


def test_the_version_used_last_comes_first(kept: KeptOutputs, store: str) -> None:
    for number in (9, 7):
        kept.latest(f"ä{number}.ipynb", clean(number))
    newest = [version.digest for version in KeptOutputs(store).everything()[:2]]
    assert newest == [digest_of(full(7)), digest_of(full(9))]


@pytest.mark.parametrize("missing", [1, 50, 400, 900])
def test_a_torn_end_costs_what_was_torn_and_nothing_else(kept: KeptOutputs, store: str, missing: int) -> None:
    (pack,) = packs(store)
    raw = pack.read_bytes()
    pack.write_bytes(raw[:-missing])
    left = intact(KeptOutputs(store))
    assert left == list(range(len(left)))
    assert COUNT - 1 - missing // 300 <= len(left) < COUNT
    again = KeptOutputs(store)
    for number in range(COUNT):
        again.keep(f"ä{number}.ipynb", clean(number), full(number))
    assert intact(again) == list(range(COUNT))


def test_damage_in_the_middle_is_found_and_passed_over(kept: KeptOutputs, store: str) -> None:
    (pack,) = packs(store)
    assert list(verify(Store(store))) == []
    damaged = next(version for version in kept.everything() if version.digest == digest_of(full(7)))
    raw = bytearray(pack.read_bytes())
    raw[damaged.at + damaged.size_bytes // 2] ^= 1
    pack.write_bytes(raw)
    assert intact(KeptOutputs(store)) == [number for number in range(COUNT) if number != 7]
    assert [trouble.where for trouble in verify(Store(store))] == [f"outputs {damaged.digest[:8]}"]
    with pytest.raises(StoreError):
        kept.read(damaged)


def test_what_is_forgotten_is_gone_from_the_disk_and_the_others_stay(kept: KeptOutputs, store: str) -> None:
    before = b"".join(pack.read_bytes() for pack in packs(store))
    leaving = [version for version in kept.everything() if version.digest == digest_of(full(7))]
    kept.forget(leaving)
    assert digest_of(full(7)).encode() in before
    assert digest_of(full(7)).encode() not in b"".join(pack.read_bytes() for pack in packs(store))
    assert intact(KeptOutputs(store)) == [number for number in range(COUNT) if number != 7]
    kept.forget(KeptOutputs(store).everything())
    assert list(Path(store, "outputs", "packs").iterdir()) == []


def test_times_of_use_survive_that_others_are_forgotten(kept: KeptOutputs, store: str) -> None:
    kept.latest("ä9.ipynb", clean(9))
    order = [version.digest for version in kept.everything() if version.digest != digest_of(full(7))]
    kept.forget([version for version in kept.everything() if version.digest == digest_of(full(7))])
    assert [version.digest for version in KeptOutputs(store).everything()] == order


def test_a_listing_from_before_finds_what_was_written_anew_meanwhile(kept: KeptOutputs, store: str) -> None:
    assert len(kept.everything()) == COUNT
    other = KeptOutputs(store)
    other.forget([version for version in other.everything() if version.digest == digest_of(full(7))])
    assert intact(kept) == [number for number in range(COUNT) if number != 7]
    kept.forget([version for version in kept.everything() if version.digest == digest_of(full(8))])
    assert intact(other) == [number for number in range(COUNT) if number not in (7, 8)]


def test_nobody_deletes_a_pack_that_is_being_written(store: str) -> None:
    kept = KeptOutputs(store)
    for number in range(COUNT):
        kept.keep("a.ipynb", clean(number), full(number))
    with packs(store)[0].open("ab") as pack:
        with pytest.raises(BlockingIOError):
            fcntl.flock(pack, fcntl.LOCK_EX | fcntl.LOCK_NB)
        kept.close()
        fcntl.flock(pack, fcntl.LOCK_EX | fcntl.LOCK_NB)


def test_it_can_go_on_after_forgetting(kept: KeptOutputs) -> None:
    for number in range(COUNT, 2 * COUNT):
        kept.keep("a.ipynb", clean(number), full(number))
    kept.forget([version for version in kept.everything() if version.is_packed])
    for number in range(COUNT):
        kept.keep("a.ipynb", clean(number), full(number))
    assert kept.latest("a.ipynb", clean(COUNT - 1)) == full(COUNT - 1)
