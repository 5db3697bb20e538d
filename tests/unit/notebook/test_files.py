import os
import resource
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from nbtrack.errors import FileChangedError, NbtrackError, NotebookError
from nbtrack.notebook.files import load, write


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "a.ipynb"
    file.write_bytes(b"old")
    return file


def test_a_file_is_replaced_and_nothing_is_left_beside_it(path: Path) -> None:
    write(str(path), b"new", expected=b"old")
    assert path.read_bytes() == b"new"
    assert [p.name for p in path.parent.iterdir()] == ["a.ipynb"]


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
