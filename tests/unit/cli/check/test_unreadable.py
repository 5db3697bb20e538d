"""What cannot be read, or not be mended, is never clean and stops no other file."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from nbtrack.cli.main import main
from tests.making import code, notebook_b, stream

if TYPE_CHECKING:
    from pathlib import Path

DIRTY = notebook_b(code("1", outputs=[stream("hello")]))
CLEAN = notebook_b(code("1"))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pyproject.toml").touch()
    (tmp_path / "z_clean.ipynb").write_bytes(CLEAN)
    return tmp_path


def make_empty(path: Path) -> None:
    path.touch()


def make_pipe(path: Path) -> None:
    os.mkfifo(path)


def make_device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def make_dangling(path: Path) -> None:
    path.symlink_to("nowhere")


def make_loop(path: Path) -> None:
    path.symlink_to(path)


REASONS = {
    make_empty: "the file is empty",
    make_pipe: "it is a pipe, not a file",
    make_device: "it is a device, not a file",
    make_dangling: 'no such file or directory: it is a link to "nowhere"\n  hint: fetch what it leads to',
    make_loop: "too many levels of symbolic links",
}


@pytest.mark.parametrize("make", REASONS)
@pytest.mark.parametrize("words", [[], ["a.ipynb", "z_clean.ipynb"]], ids=["in a folder", "by name"])
def test_what_is_no_notebook_is_told_and_the_others_are_checked(
    make: object, words: list[str], folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert callable(make)
    make(folder / "a.ipynb")
    assert main(["check", *words]) == 2
    captured = capsys.readouterr()
    assert f"cannot read a.ipynb: {REASONS[make]}" in captured.err
    assert captured.out == "no findings in 1 notebook; 1 file could not be read\n"


def test_what_a_shell_hands_over_is_read(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    reader, writer = os.pipe()
    os.write(writer, CLEAN)
    os.close(writer)
    try:
        assert main(["check", f"/dev/fd/{reader}"]) == 0
    finally:
        os.close(reader)


def test_a_notebook_that_cannot_be_mended_exactly_stops_no_other(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    twice = DIRTY.replace(b'"outputs"', b'"outputs": [],\n   "outputs"', 1)
    (folder / "a.ipynb").write_bytes(twice)
    (folder / "b.ipynb").write_bytes(DIRTY)
    assert main(["check", "--fix"]) == 2
    assert (folder / "a.ipynb").read_bytes() == twice
    assert (folder / "b.ipynb").read_bytes() == CLEAN
    assert "1 file could not be mended" in capsys.readouterr().out


def test_a_folder_that_may_not_be_looked_into_is_told(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    locked = folder / "locked"
    locked.mkdir()
    (locked / "a.ipynb").write_bytes(CLEAN)
    folder.chmod(0o755)
    locked.chmod(0)
    with nobody():
        code_ = main(["check"])
    locked.chmod(0o755)
    assert code_ == 2
    assert "cannot read locked: permission denied" in capsys.readouterr().err


def test_a_file_that_may_not_be_read_is_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "a.ipynb").write_bytes(CLEAN)
    (folder / "a.ipynb").chmod(0)
    folder.chmod(0o755)
    with nobody():
        assert main(["check"]) == 2
    assert "cannot read a.ipynb: permission denied" in capsys.readouterr().err


class nobody:
    """Give up what root may do."""

    def __enter__(self) -> None:
        self.user = os.geteuid()
        if self.user == 0:
            os.seteuid(65534)

    def __exit__(self, *_: object) -> None:
        if self.user == 0:
            os.seteuid(0)
