"""What surrounds a command may be missing or hostile: streams, the folder, names of files, the CI server."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.e2e.running import Project, command
from tests.making import code, stream

if TYPE_CHECKING:
    from pathlib import Path

COMMANDS = ("::error file=x::y.ipynb", "a\n::error::b.ipynb", " ::error::c.ipynb")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)


@pytest.mark.parametrize("words", [("strip", "."), ("strip", "--check", "."), ("check",), ("diff", "HEAD")])
def test_names_of_files_give_no_command_to_github(project: Project, words: tuple[str, ...]) -> None:
    for name in COMMANDS:
        project.write(name, code("%%cpp\n::error::x", outputs=[stream("1")], count=1))
    (project.folder / "broken\n::error::d.ipynb").write_text("{")
    project.git("add", ".")
    project.git("commit", "--quiet", "--message", "all")
    for name in COMMANDS:
        project.write(name, code("%%cpp\n::error::x\nint y;", outputs=[stream("1")], count=1))
    done = project.nbtrack(*words, GITHUB_ACTIONS="true")
    printed = (done.stdout + done.stderr).splitlines()
    assert len(printed) > 1
    assert [line for line in printed if line.lstrip().startswith("::")] == []


def test_a_name_with_a_line_end_is_shown_on_one_line(project: Project) -> None:
    (project.folder / "a\nb.ipynb").write_text("")
    done = project.nbtrack("strip", "--check", ".")
    assert done.stderr.splitlines()[0] == "nbtrack: cannot read a\\nb.ipynb: the file is empty"


@pytest.mark.parametrize("words", [["check"], ["strip", "-"], ["--version"]])
@pytest.mark.parametrize("closed", [0, 1, 2])
def test_a_closed_stream_is_no_bug(project: Project, words: list[str], closed: int) -> None:
    redirected = f"{closed}>&-"
    script = f'"$@" {redirected}'
    done = subprocess.run(
        ["bash", "-c", script, "bash", *command(*words)], cwd=project.folder, input=b"", capture_output=True
    )
    assert done.returncode in (0, 2)
    assert b"bug" not in done.stderr


def test_a_folder_that_is_gone_is_said_to_be(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    script = 'rmdir "$PWD"; exec "$@"'
    done = subprocess.run(
        ["sh", "-c", script, "sh", sys.executable, "-m", "nbtrack", "check"],
        cwd=gone,
        capture_output=True,
        text=True,
        env=os.environ,
    )
    assert done.returncode == 2
    assert done.stderr.startswith("nbtrack: the folder that this was called in is gone\n")
