"""Outputs are kept by the content that git has, and found again by it."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from nbtrack.errors import StoreError
from nbtrack.store.canonical import digest_of
from nbtrack.store.kept_outputs import KeptOutputs
from nbtrack.store.output_limits import OutputLimits, beyond, beyond_now, prune_daily
from nbtrack.store.output_version import Version
from nbtrack.store.store import Store
from nbtrack.store.verify import verify

CLEAN, OTHER = b"clean", b"other"
DAY_NS = 86_400 * 10**9
UNLIMITED = OutputLimits(keep_days=90, max_bytes=10**9)


@pytest.fixture
def kept(tmp_path: Path) -> KeptOutputs:
    return KeptOutputs(str(tmp_path / ".nbtrack"))


def test_nothing_is_made_before_something_is_kept(kept: KeptOutputs, tmp_path: Path) -> None:
    assert kept.latest("a.ipynb", CLEAN) is None
    assert kept.everything() == []
    assert not list(tmp_path.iterdir())


def test_what_is_kept_comes_back_for_its_content_only(kept: KeptOutputs) -> None:
    kept.keep("a.ipynb", CLEAN, b"full")
    assert kept.latest("a.ipynb", CLEAN) == b"full"
    assert kept.latest("a.ipynb", OTHER) is None


def test_the_version_used_last_comes_back_and_the_others_stay(kept: KeptOutputs) -> None:
    for full in (b"first", b"second", b"first"):
        kept.keep("a.ipynb", CLEAN, full)
    assert kept.latest("a.ipynb", CLEAN) == b"first"
    assert [kept.read(version) for version in kept.versions(digest_of(CLEAN))] == [b"first", b"second"]


def test_a_copy_of_a_notebook_has_its_own_outputs_where_it_has_any(kept: KeptOutputs) -> None:
    kept.keep("a.ipynb", CLEAN, b"full a")
    kept.keep("b.ipynb", CLEAN, b"full b")
    assert kept.latest("a.ipynb", CLEAN) == b"full a"
    assert kept.latest("renamed.ipynb", CLEAN) == b"full a"  # used just now


def test_a_version_knows_where_it_was(kept: KeptOutputs) -> None:
    kept.keep("notebooks/ä\udcff.ipynb", CLEAN, b"full")
    (version,) = kept.everything()
    assert kept.path_of(version) == "notebooks/ä\udcff.ipynb"
    assert (version.clean, version.digest) == (digest_of(CLEAN), digest_of(b"full"))


@pytest.mark.parametrize("damage", [b"", b"{}\n", b"no line", b'{"path":"a"}\n' + b"x" * 40])
def test_what_was_damaged_is_passed_over(kept: KeptOutputs, damage: bytes) -> None:
    kept.keep("a.ipynb", CLEAN, b"older")
    kept.keep("a.ipynb", CLEAN, b"newer")
    newest = kept.everything()[0]
    Path(newest.file).write_bytes(damage)
    assert kept.latest("a.ipynb", CLEAN) == b"older"
    with pytest.raises(StoreError):
        kept.read(newest)


def test_what_a_power_failure_emptied_is_written_again(kept: KeptOutputs) -> None:
    kept.keep("a.ipynb", CLEAN, b"full")
    Path(kept.everything()[0].file).write_bytes(b"")
    kept.keep("a.ipynb", CLEAN, b"full")
    assert kept.latest("a.ipynb", CLEAN) == b"full"


def test_verifying_the_store_finds_the_damage(kept: KeptOutputs, tmp_path: Path) -> None:
    kept.keep("a.ipynb", CLEAN, b"full")
    store = Store(str(tmp_path / ".nbtrack"))
    assert list(verify(store)) == []
    (version,) = kept.everything()
    Path(version.file).write_bytes(b"{}\nnothing")
    assert [trouble.where for trouble in verify(store)] == [f"outputs {version.digest[:8]}"]


def test_nobody_else_may_look_into_it_and_git_does_not(kept: KeptOutputs, tmp_path: Path) -> None:
    kept.keep("a.ipynb", CLEAN, b"full")
    assert stat.S_IMODE(os.stat(kept.folder).st_mode) == 0o700
    assert "*\n" in (tmp_path / ".nbtrack" / ".gitignore").read_text()


def test_a_disk_that_refuses_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "store").write_text("a file where the store would be")
    with pytest.raises(StoreError, match="cannot write"):
        KeptOutputs(str(tmp_path / "store")).keep("a.ipynb", CLEAN, b"full")


def test_forgetting_leaves_no_empty_folders(kept: KeptOutputs) -> None:
    kept.keep("a.ipynb", CLEAN, b"full")
    kept.forget(kept.everything())
    assert os.listdir(kept.folder) == []


def version(used_days_ago: float, size: int) -> Version:
    return Version("file", "clean", "digest", int(-used_days_ago * DAY_NS), size)


@pytest.mark.parametrize(
    ("versions", "gone"),
    [
        ([], []),
        ([(0, 10), (89, 10)], []),
        ([(0, 10), (91, 10)], [1]),
        ([(0, 60), (1, 60), (2, 30)], [1, 2]),
        ([(0, 500)], [0]),
    ],
)
def test_what_is_too_old_or_too_much_is_beyond_the_limits(
    versions: list[tuple[float, int]], gone: list[int]
) -> None:
    made = [version(*words) for words in versions]
    assert beyond(made, OutputLimits(keep_days=90, max_bytes=100), 0) == [made[index] for index in gone]


def test_what_was_used_last_stays_longest(kept: KeptOutputs) -> None:
    for full in (b"first", b"second"):
        kept.keep("a.ipynb", CLEAN, full)
    kept.mark_used(kept.everything()[1], "a.ipynb")
    room_for_one = OutputLimits(keep_days=90, max_bytes=kept.everything()[0].size_bytes)
    assert [kept.read(version) for version in beyond_now(kept, room_for_one)] == [b"second"]


def test_pruning_by_itself_looks_once_a_day(kept: KeptOutputs) -> None:
    nothing_may_stay = OutputLimits(keep_days=90, max_bytes=0)
    kept.keep("a.ipynb", CLEAN, b"full")
    prune_daily(kept, UNLIMITED)
    prune_daily(kept, nothing_may_stay)
    assert kept.latest("a.ipynb", CLEAN) == b"full"
    os.utime(os.path.join(kept.folder, ".looked"), ns=(0, 0))
    prune_daily(kept, nothing_may_stay)
    assert kept.latest("a.ipynb", CLEAN) is None


def test_what_killed_processes_left_is_swept_up_a_day_later(kept: KeptOutputs) -> None:
    kept.keep("a.ipynb", CLEAN, b"full")
    prune_daily(kept, UNLIMITED)
    folder = Path(kept.folder)
    (folder / "packs").mkdir()
    old, new, lonely = folder / "1-2.tmp", folder / "packs/1.pack.tmp", folder / "packs/gone.used"
    for file in (old, new, lonely):
        file.write_bytes(b"torn")
    for file in (old, folder / ".looked"):
        os.utime(file, ns=(0, 0))
    prune_daily(kept, UNLIMITED)
    assert [file.exists() for file in (old, new, lonely)] == [False, True, False]
    assert kept.latest("a.ipynb", CLEAN) == b"full"
