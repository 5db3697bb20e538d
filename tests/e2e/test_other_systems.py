"""What works with no more of the standard library than macOS and Windows have."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.e2e.other_systems import like_macos, like_windows
from tests.e2e.running import Project, tagged
from tests.making import code, stream

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Site = Callable[[Path], str]

NOTEBOOK = "train.ipynb"
EDITING = [
    (("strip", "--check", "."), 1, "would strip 1 output"),
    (("strip", "."), 0, "stripped 1 output"),
    (("strip", NOTEBOOK), 0, "stripped 1 output"),
    (("check", "."), 1, "NBT101"),
    (("check", "--fix", "--select", "NBT101", NOTEBOOK), 0, "1 fixed"),
    (("pair", NOTEBOOK), 0, "train.py: made"),
    (("extract", NOTEBOOK, "-o", "out.py"), 0, ""),
    (("params", NOTEBOOK), 0, "rate"),
    (("diff", NOTEBOOK, NOTEBOOK), 0, ""),
    (("git", "install"), 0, "installed"),
    (("runs",), 0, "there are no runs yet"),
]


@pytest.fixture
def project(tmp_path: Path, session_home: Path) -> Project:
    (tmp_path / "project").mkdir()
    found = Project(tmp_path / "project")
    found.write(NOTEBOOK, tagged("parameters", "rate = 1"), code("print(rate)", outputs=[stream("1\n")]))
    return found


@pytest.mark.parametrize("site", [like_macos, like_windows])
@pytest.mark.parametrize(("words", "code", "said"), EDITING, ids=lambda value: str(value))
def test_notebooks_are_edited(
    project: Project, site: Site, words: tuple[str, ...], code: int, said: str
) -> None:
    done = project.nbtrack(*words, PYTHONPATH=site(project.folder.parent / "site"))
    assert (done.returncode, done.stderr if done.returncode > 1 else "") == (code, "")
    assert said in done.stdout + done.stderr


@pytest.mark.parametrize("site", [like_macos, like_windows])
def test_a_notebook_that_logs_runs_in_jupyter(project: Project, site: Site) -> None:
    program = "import nbtrack; nbtrack.log(loss=1, step=1); nbtrack.tag('x'); print('done')"
    assert python(project, site, program) == ("done\n", "")


def test_a_run_that_cannot_be_recorded_goes_on_with_a_warning(project: Project) -> None:
    program = "import nbtrack\nwith nbtrack.start({'a': 1}) as run:\n    nbtrack.log(loss=1)\nprint('done')"
    out, err = python(project, like_windows, program)
    assert out == "done\n"
    assert "nbtrack.start: nothing is recorded: recording runs needs Linux or macOS" in err


@pytest.mark.parametrize("command", ["run", "smoke"])
def test_what_executes_a_notebook_says_that_it_needs_another_system(project: Project, command: str) -> None:
    done = project.nbtrack(command, NOTEBOOK, PYTHONPATH=like_windows(project.folder.parent / "site"))
    assert done.returncode == 2
    assert f"`nbtrack {command}` does not run on this system yet" in done.stderr
    assert "WSL" in done.stderr


@pytest.mark.kernel
def test_notebooks_are_run_on_macos(project: Project) -> None:
    site = like_macos(project.folder.parent / "site")
    smoke, run = (project.nbtrack(word, NOTEBOOK, PYTHONPATH=site) for word in ("smoke", "run"))
    assert (smoke.returncode, run.returncode) == (0, 0)
    assert "ran outside Jupyter" in smoke.stdout


def python(project: Project, site: Site, program: str) -> tuple[str, str]:
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=project.folder,
        env=os.environ | {"PYTHONPATH": site(project.folder.parent / "site")},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout, done.stderr
