"""The filter in trouble, with the real git: git goes on where it can, and nothing is lost without a word."""

from __future__ import annotations

import base64
import os
import random
import resource
import shlex
import shutil
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from nbtrack.store.canonical import digest_of
from nbtrack.store.kept_outputs import KeptOutputs
from tests.e2e.git_project import COMMAND, GitProject, clean, full
from tests.making import code, notebook_b, result

if TYPE_CHECKING:
    from collections.abc import Iterator

COUNT = 12
KILLER = Path(__file__).with_name("killing_filter.py")


@pytest.fixture
def project(tmp_path: Path) -> GitProject:
    return GitProject(tmp_path / "project")


def names(count: int = COUNT) -> list[str]:
    return [f"{number:02}.ipynb" for number in range(count)]


def fill(project: GitProject, output: str = "hello\n") -> None:
    for name in names():
        project.write(name, full(name, output))


def large(seed: int) -> bytes:
    """Make a notebook of 200 kB that no compression makes much smaller."""
    picture = base64.b64encode(random.Random(seed).randbytes(150_000)).decode()
    return notebook_b(code(str(seed), outputs=[result({"image/png": picture})], count=1))


def kept_of(project: GitProject, store: Path | None = None) -> KeptOutputs:
    return KeptOutputs(str(store or project.folder / ".nbtrack"))


def are_kept(kept: KeptOutputs, name: str, output: str = "hello\n") -> bool:
    digest = digest_of(full(name, output))
    versions = [version for version in kept.versions(digest_of(clean(name))) if version.digest == digest]
    return any(kept.read(version) == full(name, output) for version in versions)


def test_git_ends_when_all_outputs_are_kept(project: GitProject) -> None:
    fill(project)
    project.git("add", ".")
    assert all(are_kept(kept_of(project), name) for name in names())


@pytest.mark.parametrize("answers", [1, 3, 8])
def test_a_filter_that_is_killed_takes_one_notebooks_outputs_along_at_most(
    project: GitProject, answers: int
) -> None:
    project.write("before.ipynb", full("before"))
    project.commit()
    fill(project)
    killer = f"{shlex.quote(sys.executable)} {shlex.quote(str(KILLER))} {answers + 1} {COMMAND}"
    project.git("config", "filter.nbtrack.process", f"{killer} git filter-process")
    index = project.read(".git/index")
    done = project.try_git("add", ".")
    assert done.returncode != 0
    assert project.read(".git/index") == index
    assert [project.read(name) for name in names()] == [full(name) for name in names()]
    assert [are_kept(kept_of(project), name) for name in names()].count(True) >= answers - 1
    project.git("fsck", "--no-dangling")
    project.git("config", "filter.nbtrack.process", f"{COMMAND} git filter-process")
    project.git("add", ".")
    assert all(are_kept(kept_of(project), name) for name in names())


def test_git_that_is_killed_leaves_what_it_has_with_its_outputs(project: GitProject) -> None:
    fill(project)
    adding = subprocess.Popen(
        ["git", "add", "--verbose", "."], cwd=project.folder, stdout=subprocess.PIPE, start_new_session=True
    )
    assert adding.stdout is not None
    adding.stdout.readline()
    adding.kill()
    adding.communicate()
    (project.folder / ".git/index.lock").unlink(missing_ok=True)
    in_git = project.git("cat-file", "--batch-all-objects", "--batch-check=%(objectname)").split()
    blobs = {project.git("cat-file", "blob", name).encode() for name in in_git}
    for name in names():
        assert project.read(name) == full(name)
        assert clean(name) not in blobs or are_kept_soon(project, name)


def are_kept_soon(project: GitProject, name: str) -> bool:
    """Wait for a filter that git does not wait for any more, and that ends its work by itself."""
    deadline = time.monotonic() + 30
    while not are_kept(kept_of(project), name) and time.monotonic() < deadline:
        time.sleep(0.05)
    return are_kept(kept_of(project), name)


def test_a_disk_that_takes_no_more_is_a_warning_and_git_gets_clean_notebooks(project: GitProject) -> None:
    for number in range(3):
        project.write(f"{number}.ipynb", large(number))
    done = subprocess.run(
        ["git", "add", "."],
        cwd=project.folder,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000)),
    )
    assert (done.returncode, done.stderr.count("outputs are not kept: cannot write ")) == (0, 1)
    assert [project.blob(f"{number}.ipynb") for number in range(3)] == [clean(str(n)) for n in range(3)]
    assert [project.read(f"{number}.ipynb") for number in range(3)] == [large(n) for n in range(3)]
    assert kept_of(project).everything() == []
    assert not list((project.folder / ".nbtrack").rglob("*.tmp"))
    project.git("rm", "--quiet", "-r", "--cached", ".")
    project.git("add", ".")
    assert len(kept_of(project).everything()) == 3


@pytest.mark.parametrize("already", [0, COUNT])
def test_a_full_file_system_keeps_what_fitted_and_takes_more_when_there_is_room(
    project: GitProject, tmp_path: Path, already: int
) -> None:
    for number in range(already):
        project.write(f"small/{number}.ipynb", full(str(number)))
    for number in range(8):
        project.write(f"{number}.ipynb", large(number))
    with file_system(tmp_path / "small disk", "size=600k") as disk:
        done = project.try_git("add", ".", NBTRACK_STORE=str(disk / "store"))
        assert done.returncode == 0
        assert done.stderr.count("nbtrack: warning: outputs are not kept: cannot write ") == 1
        assert "no space left" in done.stderr
        kept = kept_of(project, disk / "store")
        fitted = [n for n in range(8) if kept.latest(f"{n}.ipynb", clean(str(n))) == large(n)]
        assert 1 <= len(fitted) < 8
        assert all(kept.read(version) for version in kept.everything())
        project.git("fsck", "--no-dangling")
        subprocess.run(["mount", "-o", "remount,size=10m", str(disk)], check=True)
        project.git("rm", "--quiet", "-r", "--cached", ".")
        assert project.try_git("add", ".", NBTRACK_STORE=str(disk / "store")).stderr == ""
        assert len(kept.everything()) == 8 + already


def test_a_read_only_store_brings_outputs_back_and_takes_none(project: GitProject, tmp_path: Path) -> None:
    with file_system(tmp_path / "disk", "size=10m") as disk:
        store = {"NBTRACK_STORE": str(disk / "store")}
        fill(project)
        assert project.try_git("add", ".", **store).returncode == 0
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        for name in names():
            (project.folder / name).unlink()
        done = project.try_git("checkout", "--", ".", **store)
        assert (done.returncode, "outputs" in done.stderr) == (0, False)
        assert [project.read(name) for name in names()] == [full(name) for name in names()]
        project.write("new.ipynb", full("new"))
        done = project.try_git("add", "new.ipynb", **store)
        assert done.returncode == 0
        assert "read-only file system" in done.stderr
        assert "NBTRACK_STORE names a folder" in done.stderr
        assert project.blob("new.ipynb") == clean("new")


def test_a_store_that_was_deleted_is_made_again(project: GitProject) -> None:
    fill(project)
    project.commit()
    shutil.rmtree(project.folder / ".nbtrack")
    project.write("00.ipynb", full("00.ipynb", "new\n"))
    project.git("add", ".")
    assert are_kept(kept_of(project), "00.ipynb", "new\n")
    assert project.git("status", "--porcelain", "--ignored=no") == ""


def test_a_store_that_is_deleted_meanwhile_has_what_came_later(project: GitProject) -> None:
    kept = kept_of(project)
    for number, name in enumerate(names()):
        if number == COUNT - 2:
            shutil.rmtree(project.folder / ".nbtrack")
        kept.keep(name, clean(name), full(name))
    assert [are_kept(kept_of(project), name) for name in names()] == [False] * (COUNT - 2) + [True] * 2
    assert (project.folder / ".nbtrack/.gitignore").exists()


def test_two_commands_that_take_in_many_at_once_keep_all(project: GitProject) -> None:
    project.commit()
    other = project.folder.parent / "other"
    project.git("worktree", "add", "--quiet", str(other))
    fill(project, "of one\n")
    for name in names():
        (other / name).write_bytes(full(name, "of the other\n"))
    folders = (project.folder, other)
    adding = [subprocess.Popen(["git", "add", "."], cwd=folder) for folder in folders]
    assert [process.wait() for process in adding] == [0, 0]
    for output in ("of one\n", "of the other\n"):
        assert all(are_kept(kept_of(project), name, output) for name in names())
    project.git("fsck", "--no-dangling")


@contextmanager
def file_system(folder: Path, options: str) -> Iterator[Path]:
    """Mount a small file system in memory, which takes root; skip the test where that cannot be."""
    folder.mkdir()
    if os.geteuid() != 0:
        pytest.skip("mounting takes root")
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)], check=False, capture_output=True
    )
    if done.returncode:
        pytest.skip("mounting is not allowed here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)
