"""What was used is described by digest, once for as long as a file stays the same, and for what it stands."""

import hashlib
import os
from pathlib import Path
from typing import Any

import pytest

from nbtrack.record.files.data_files import DataFiles
from nbtrack.record.files.data_pointers import pointer_of
from nbtrack.record.files.file_digests import SAMPLED, FileDigests
from nbtrack.record.files.opened_files import Opened, opened_files
from nbtrack.record.files.unseen_files import unseen_files
from nbtrack.record.used import FileUse, read_used, used_of

LFS = "version https://git-lfs.github.com/spec/v1\noid sha256:" + "ab" * 32 + "\nsize 12345\n"


def describe(root: Path, *lines: dict[str, Any]) -> dict[str, Any]:
    files = DataFiles(str(root), FileDigests(str(root / ".nbtrack")), ())
    found = used_of(lines)
    return files.describe(found, unseen_files(found, set(), Opened()))


def line(kind: str, path: Path | str, at: float = 1.0, **more: Any) -> dict[str, Any]:
    return {"kind": kind, "name": str(path), "at": at, **more}


def test_a_digest_is_worked_out_again_only_when_the_file_changed(tmp_path: Path) -> None:
    path, store = tmp_path / "a.csv", tmp_path / "store"
    path.write_bytes(b"one")
    digests = FileDigests(str(store))
    first = digests.of(str(path))
    assert first
    assert first[0] == hashlib.sha256(b"one").hexdigest()
    table = store / "data" / "digests"
    stamp = "{0.st_dev}:{0.st_ino}:{0.st_size}:{0.st_mtime_ns}:{0.st_ctime_ns}".format(os.stat(path))
    digests._table.put(stamp.encode(), b"remembered")  # what a settled file would have
    digests.save()
    assert table.exists()
    again = FileDigests(str(store)).of(str(path))
    assert again
    assert again[0] == "remembered"
    path.write_bytes(b"other")
    changed = FileDigests(str(store)).of(str(path))
    assert changed
    assert changed[0] == hashlib.sha256(b"other").hexdigest()


def test_large_files_are_told_by_samples(tmp_path: Path) -> None:
    path = tmp_path / "large.bin"
    path.write_bytes(bytes(3_000_000))
    digests = FileDigests(str(tmp_path / "store"), most_bytes=2_000_000)
    first = digests.of(str(path))
    with path.open("r+b") as file:
        file.seek(2_999_999)
        file.write(b"x")
    second = digests.of(str(path))
    assert first
    assert second
    assert first[0].startswith(SAMPLED)
    assert first[0] != second[0]


def test_what_is_no_file_has_no_digest(tmp_path: Path) -> None:
    digests = FileDigests(str(tmp_path / "store"))
    assert digests.of(str(tmp_path)) is None
    assert digests.of(str(tmp_path / "none")) is None


def test_a_file_that_somebody_else_changed_since_is_marked(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("1")
    (file,) = describe(tmp_path, line("read", path, state=[1, 2, 3, 4, 5]))["files"]
    assert file["changed_since"]


def test_what_was_read_and_is_gone_stays_on_record_and_scratch_files_do_not(tmp_path: Path) -> None:
    found = describe(tmp_path, line("read", tmp_path / "gone"), line("written", tmp_path / "scratch"))
    assert found["files"] == [{"path": "gone", "use": "read", "digest": None, "gone": True}]


def test_secrets_in_addresses_are_left_out(tmp_path: Path) -> None:
    token = "gh" + "p_" + "q8Zk3vXm5TrWj2HyN4pFs7Gd9Lb6Ccq8Zk3v"
    found = describe(tmp_path, line("url", f"https://a.b/hook/{token}"), line("url", "https://a.b/c"))
    assert found["urls"] == ["https://a.b/hook/[redacted]", "https://a.b/c"]


def test_what_a_run_wrote_and_then_read_is_its_own(tmp_path: Path) -> None:
    path = tmp_path / "model.bin"
    path.write_text("1")
    lines = line("read", path, 2.0), line("written", path, 1.0)
    assert [file["use"] for file in describe(tmp_path, *lines)["files"]] == ["written"]
    assert used_of(lines).files[str(path)] == FileUse(read=2.0, written=1.0)


STATE = ("st_dev", "st_ino", "st_size", "st_mtime_ns", "st_ctime_ns")


@pytest.mark.parametrize(
    ("library", "is_as_it_was", "use"),
    [("torch", True, "written"), ("torch", False, "read"), ("decimal", True, "read")],
)
def test_what_a_library_in_c_wrote_and_python_then_read_is_the_runs_own(
    tmp_path: Path, library: str, is_as_it_was: bool, use: str
) -> None:
    path = tmp_path / "model.pt"
    path.write_text("1")
    state = [getattr(path.stat(), name) for name in STATE]
    found = used_of([
        line("watched", tmp_path), line("imported", library), line("saved", path, 9.0),
        line("read", path, 2.0, state=state if is_as_it_was else [1, 2, 3, 4, 5]),
    ])  # fmt: skip
    opened = opened_files(found, [], {}, str(tmp_path), [])
    files = DataFiles(str(tmp_path), FileDigests(str(tmp_path / ".nbtrack")), ())
    (file,) = files.describe(found, unseen_files(found, set(), opened))["files"]
    assert file["use"] == use


def test_of_two_processes_that_read_a_file_the_first_says_how_it_was(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    lines = line("read", path, 2.0, state=[2]), line("read", path, 1.0, state=[1])
    assert used_of(lines).files[str(path)] == FileUse(read=1.0, state=(1,))


def test_torn_and_foreign_lines_and_what_came_before_the_start_are_passed_over(tmp_path: Path) -> None:
    lines = (
        '{"kind":"read"}',
        '{"kind":1,"name":"x","at":1}',
        '{"kind":"read","name":"/early","at":4}',
        '{"kind":"imported","name":"numpy","at":4}',
        '{"kind":"read","name":"/a","at":6}',
        '{"kind":"rea',
    )
    (tmp_path / "used-1.jsonl").write_text("\n".join(lines))
    found = read_used(str(tmp_path), 5.0)
    assert found
    assert list(found.files) == ["/a"]
    assert found.imported == {"numpy": 4}


def test_a_line_may_tell_of_many_things(tmp_path: Path) -> None:
    (tmp_path / "used-1.jsonl").write_text(
        '{"kind":"imported","names":["numpy","torch"],"at":0}\n{"kind":"path","names":[],"at":0}\n'
        '{"kind":"imported","names":["x",1],"at":0}\n{"kind":"imported","name":"numpy","at":6}\n'
    )
    found = read_used(str(tmp_path), 5.0)
    assert found
    assert found.imported == {"numpy": 0, "torch": 0}
    assert found.path == []


def test_what_was_used_is_read_again_when_it_is_more(tmp_path: Path) -> None:
    first, second = tmp_path / "used-1.jsonl", tmp_path / "used-2.jsonl"
    first.write_text('{"kind":"read","name":"/a","at":6}\n')
    assert [*used_in(tmp_path)] == ["/a"]
    second.write_text('{"kind":"read","name":"/b","at":7}\n')
    assert [*used_in(tmp_path)] == ["/a", "/b"]
    second.unlink()
    assert [*used_in(tmp_path)] == ["/a"]


def used_in(folder: Path) -> dict[str, FileUse]:
    found = read_used(str(folder), 0.0)
    assert found
    return found.files


def test_files_outside_have_whole_paths_and_a_home_is_not_told(tmp_path: Path) -> None:
    files = DataFiles(str(tmp_path / "project"), FileDigests(str(tmp_path / "store")), ())
    assert files.name_of(os.path.expanduser("~/data/a.csv")) == "~/data/a.csv"
    assert files.name_of("/data/a.csv") == "/data/a.csv"
    assert files.name_of(str(tmp_path / "project" / "b" / "a.csv")) == "b/a.csv"


def test_pointers_of_git_lfs_and_of_dvc_are_told(tmp_path: Path) -> None:
    pointer, image = tmp_path / "model.bin", tmp_path / "images" / "cats" / "1.png"
    pointer.write_text(LFS)
    image.parent.mkdir(parents=True)
    image.write_text("p")
    (tmp_path / "images.dvc").write_text("outs:\n- md5: " + "cd" * 16 + ".dir\n  size: 3\n  path: images\n")
    root = str(tmp_path)
    assert pointer_of(str(pointer), len(LFS), root) == {"lfs": "ab" * 32}
    assert pointer_of(str(image), 1, root) == {"dvc": "cd" * 16 + ".dir"}
    (tmp_path / "plain.csv").write_text("x")
    assert pointer_of(str(tmp_path / "plain.csv"), 1, root) is None


LOCK = """
schema: '2.0'
stages:
  prepare:
    cmd: python prepare.py
    deps:
    - {path: raw.csv, hash: md5, md5: 00000000000000000000000000000000, size: 1}
    outs:
    - {path: made/train.csv, hash: md5, md5: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, size: 3}
    - {path: ../images, hash: md5, md5: bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb.dir, size: 3, nfiles: 2}
  each@0:
    cmd: no outs
"""


def test_what_a_pipeline_of_dvc_made_has_the_digest_of_its_lock(tmp_path: Path) -> None:
    made = {"pipe/made/train.csv": "a" * 32, "pipe/raw.csv": None, "images/deep/a.png": None}
    for name in made:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    (tmp_path / "pipe" / "dvc.lock").write_text(LOCK)
    for name, md5 in made.items():
        found = pointer_of(str(tmp_path / name), 1, str(tmp_path))
        assert found == (md5 and {"dvc": md5}), name
    (tmp_path / "dvc.lock").write_text(LOCK.replace("../images", "images"))
    assert pointer_of(str(tmp_path / "images/deep/a.png"), 1, str(tmp_path)) == {"dvc": "b" * 32 + ".dir"}


def test_a_lock_that_is_none_of_dvcs_says_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("x")
    for text in (
        "stages: [1]",
        "- 1",
        "stages: {a: {outs: [1, {path: a.csv, md5: 3}]}}",
        "stages: {a: {outs: 1}}",
        "{",
        "a: b: c",
    ):
        (tmp_path / "dvc.lock").write_text(text)
        assert pointer_of(str(tmp_path / "a.csv"), 1, str(tmp_path)) is None


def test_a_library_that_is_not_there_opened_nothing(tmp_path: Path) -> None:
    (tmp_path / "site" / "duckdb").mkdir(parents=True)
    (tmp_path / "site" / "torch-2.0.dist-info").mkdir()  # as editable: its modules stand elsewhere
    (tmp_path / "site" / "torch-2.0.dist-info" / "METADATA").write_text("Name: torch\nVersion: 2.0\n")
    (tmp_path / "polars.py").write_text("")
    asked = [line("imported", name) for name in ("duckdb", "polars", "pyarrow", "torch")]
    assert describe(tmp_path, *asked)["unseen"] == ["duckdb", "polars", "pyarrow", "torch"]
    told = [line("path", tmp_path / "site"), line("module", tmp_path / "polars.py")]
    assert describe(tmp_path, *asked, *told)["unseen"] == ["duckdb", "polars", "torch"]
