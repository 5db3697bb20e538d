"""`nbtrack sync --watch` as a process of its own."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from typing import TYPE_CHECKING

import pytest

from tests.e2e.pair_project import Project, paired
from tests.e2e.running import command

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_PATIENCE_S = 60.0


@pytest.fixture
def pair(tmp_path: Path) -> Project:
    return paired(tmp_path / "project")


@pytest.fixture
def watching(pair: Project) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        command("sync", "--watch"), cwd=pair.path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    watchdog = threading.Timer(_PATIENCE_S, process.kill)
    watchdog.start()
    yield process
    process.kill()
    process.communicate()
    watchdog.cancel()


def said(process: subprocess.Popen[str]) -> str:
    """Return the next line that it says."""
    assert process.stderr
    return process.stderr.readline().strip()


def test_each_change_of_either_side_reaches_the_other_until_ctrl_c(
    pair: Project, watching: subprocess.Popen[str]
) -> None:
    assert said(watching) == "watching .; Ctrl-C ends it"
    pair.edit(pair.text, "print(x)", "print(-x)")
    assert said(watching) == "nb.ipynb: updated from nb.py (1 cell changed, outputs of 1 now stale)"
    pair.edit(pair.notebook, '"x + 1"', '"x + 2"')
    assert said(watching) == "nb.py: updated from nb.ipynb"
    pair.edit(pair.text, "print(-x)", "print(x)")
    assert said(watching) == "nb.ipynb: updated from nb.py (1 cell changed)"
    watching.send_signal(signal.SIGINT)
    assert watching.communicate()[1].splitlines()[-1] == "nbtrack: interrupted"
    assert watching.returncode == 130


def test_an_empty_text_and_a_broken_notebook_end_nothing(
    pair: Project, watching: subprocess.Popen[str]
) -> None:
    assert said(watching) == "watching .; Ctrl-C ends it"
    text = pair.text.read_text()
    pair.text.write_text("")
    assert "nb.py is empty" in said(watching)
    assert "hint: " in said(watching)
    pair.text.write_text(text.replace("print(x)", "print(-x)"))
    assert said(watching).startswith("nb.ipynb: updated from nb.py")


def test_a_missing_library_is_an_error_that_names_the_extra(pair: Project) -> None:
    text = (
        "import sys; sys.modules['watchfiles'] = None; sys.argv[1:] = ['sync', '--watch'];"
        "from nbtrack.cli.main import main; sys.exit(main())"
    )
    done = subprocess.run([sys.executable, "-c", text], cwd=pair.path, capture_output=True, text=True)
    assert done.returncode == 2
    assert "hint: pip install 'nbtrack[watch]'" in done.stderr
