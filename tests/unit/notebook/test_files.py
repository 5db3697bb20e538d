import os
import resource
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from nbtrack.errors import FileChangedError, NbtrackError, NotebookError
from nbtrack.notebook.files import load, read, write, write_one_of_many, write_parts

Writer = Callable[..., None]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "a.ipynb"
    file.write_bytes(b"old")
    return file


def test_a_file_is_replaced_and_nothing_is_left_beside_it(path: Path) -> None:
    write(str(path), b"new", expected=b"old")
    assert path.read_bytes() == b"new"
    assert [p.name for p in path.parent.iterdir()] == ["a.ipynb"]


@pytest.mark.parametrize("name", ["x" * 255, "学" * 85, "\N{BRAIN}" * 63])
def test_a_name_as_long_as_the_system_takes_is_written(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"old")
    write(str(path), b"new", expected=b"old")
    assert path.read_bytes() == b"new"
    assert os.listdir(tmp_path) == [name]


def test_the_mode_stays(path: Path) -> None:
    path.chmod(0o640)
    write(str(path), b"new", expected=b"old")
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_a_symlink_stays_one_and_its_target_changes(path: Path) -> None:
    link = path.with_name("link.ipynb")
    link.symlink_to(path)
    write(str(link), b"new", expected=b"old")
    assert link.is_symlink()
    assert path.read_bytes() == b"new"


def test_a_new_file_gets_the_mode_that_the_umask_asks_for(tmp_path: Path) -> None:
    old = os.umask(0o027)
    try:
        write(str(tmp_path / "b"), b"new", expected=None)
    finally:
        os.umask(old)
    assert stat.S_IMODE((tmp_path / "b").stat().st_mode) == 0o640


@pytest.mark.parametrize("expected", [b"something else", None])
def test_a_file_that_changed_meanwhile_is_left_alone(path: Path, expected: bytes | None) -> None:
    with pytest.raises(FileChangedError, match="changed on disk"):
        write(str(path), b"new", expected=expected)
    assert path.read_bytes() == b"old"
    assert len(list(path.parent.iterdir())) == 1


def test_a_file_that_vanished_meanwhile_is_not_made_again(path: Path) -> None:
    path.unlink()
    with pytest.raises(FileChangedError):
        write(str(path), b"new", expected=b"old")
    assert not path.exists()


def test_a_full_disk_is_an_error_and_no_damage(path: Path) -> None:
    program = (
        "import resource, signal, sys\n"
        "from nbtrack.notebook.files import write\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
        "write(sys.argv[1], b'x' * 5000, expected=b'old')\n"
    )
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] != 1000
    done = subprocess.run([sys.executable, "-c", program, str(path)], capture_output=True, text=True)
    assert "cannot write" in done.stderr
    assert path.read_bytes() == b"old"
    assert len(list(path.parent.iterdir())) == 1


def test_what_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(NotebookError, match="no such file"):
        load(str(tmp_path / "none.ipynb"))
    with pytest.raises(NotebookError, match="is a directory"):
        load(str(tmp_path))


def test_a_folder_that_does_not_exist_is_an_error_with_a_reason(tmp_path: Path) -> None:
    with pytest.raises(NbtrackError, match=r"cannot write .*: no such file or directory"):
        write(str(tmp_path / "no" / "a"), b"", expected=None)


@pytest.mark.parametrize("writer", [write, write_one_of_many])
def test_a_read_only_file_is_left_alone(path: Path, writer: Writer) -> None:
    path.chmod(0o444)
    with pytest.raises(NbtrackError, match="read-only"):
        writer(str(path), b"new", expected=b"old")
    assert path.read_bytes() == b"old"


@pytest.mark.parametrize("writer", [write, write_one_of_many])
def test_another_name_of_the_file_keeps_the_old_content(path: Path, writer: Writer) -> None:
    other = path.with_name("other.ipynb")
    other.hardlink_to(path)
    writer(str(path), b"new", expected=b"old")
    assert (path.read_bytes(), other.read_bytes()) == (b"new", b"old")


def test_one_of_many_is_replaced_in_one_step_too(path: Path) -> None:
    path.chmod(0o640)
    before = path.stat().st_ino
    write_one_of_many(str(path), b"new", expected=b"old")
    assert path.read_bytes() == b"new"
    assert path.stat().st_ino != before
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    with pytest.raises(FileChangedError):
        write_one_of_many(str(path), b"newer", expected=b"old")
    assert [p.name for p in path.parent.iterdir()] == ["a.ipynb"]


def test_parts_are_written_in_one_step_too_whatever_was_there(path: Path) -> None:
    path.chmod(0o640)
    write_parts(str(path), (b"new", b"", b"er"))
    assert (path.read_bytes(), stat.S_IMODE(path.stat().st_mode)) == (b"newer", 0o640)
    write_parts(str(path.with_name("b.ipynb")), (b"first",))
    assert path.with_name("b.ipynb").read_bytes() == b"first"


def test_parts_that_end_in_an_error_leave_what_was_there(path: Path) -> None:
    def parts() -> Iterator[bytes]:
        yield b"new"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_parts(str(path), parts())
    assert path.read_bytes() == b"old"
    assert [p.name for p in path.parent.iterdir()] == ["a.ipynb"]


def test_what_is_written_meanwhile_is_not_overwritten_by_parts(path: Path) -> None:
    def parts() -> Iterator[bytes]:
        yield b"new"
        path.write_bytes(b"theirs")

    with pytest.raises(FileChangedError):
        write_parts(str(path), parts())
    assert path.read_bytes() == b"theirs"


def test_what_is_no_regular_file_is_not_replaced_by_one(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(NbtrackError, match="no regular file"):
        write(str(pipe), b"new", expected=b"")
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_a_pipe_that_a_shell_hands_over_is_read_whole() -> None:
    with subprocess.Popen(["sh", "-c", "printf %70000d 7"], stdout=subprocess.PIPE) as writer:
        assert writer.stdout
        assert len(read(f"/dev/fd/{writer.stdout.fileno()}")) == 70_000


def test_a_pipe_with_a_name_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(NotebookError, match="it is a pipe, not a file"):
        read(str(pipe))


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Mount a disk of 64 KB, where the machine allows it."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", place], capture_output=True)
    if mounted.returncode:
        pytest.skip("mounting is not allowed here")
    yield place
    subprocess.run(["umount", place], check=True)


@pytest.mark.parametrize("writer", [write, write_one_of_many])
def test_a_disk_that_is_full_is_an_error_and_no_damage(small_disk: Path, writer: Writer) -> None:
    file = small_disk / "a.ipynb"
    file.write_bytes(b"old")
    with pytest.raises(NbtrackError, match="no space left on device"):
        writer(str(file), b"x" * 100_000, expected=b"old")
    assert [(p.name, p.read_bytes()) for p in small_disk.iterdir()] == [("a.ipynb", b"old")]
