"""The demo takes the whole path with the real commands, and leaves something to look at."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from nbtrack.cli.demo.tour import LOOK, TOUR
from tests.e2e.ui_server import serving

pytestmark = pytest.mark.kernel


@pytest.fixture(scope="module")
def tour(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """Take the tour once: it starts a kernel twice."""
    folder = tmp_path_factory.mktemp("a place") / "try nbtrack"
    done = demo(str(folder))
    assert done.returncode == 0, done.stdout + done.stderr
    return folder, done.stdout


def test_says_what_it_does_and_shows_each_command(tour: tuple[Path, str]) -> None:
    _, text = tour
    for number, stop in enumerate(TOUR, 1):
        assert f"\n{number}. {stop.says}\n" in text
        assert all(f"\n   $ {command}\n" in text for command, _ in stop.commands)
    assert len(text.splitlines()) < 100, "a tour that nobody reads"


def test_blames_the_cell_that_depends_on_hidden_state(tour: tuple[Path, str]) -> None:
    _, text = tour
    smoke = text.partition("nbtrack smoke")[2].partition("\n6. ")[0]
    assert "hidden_state.ipynb" in smoke
    assert "cell 4" in smoke
    assert "longest_minutes" in smoke


def test_compares_the_second_run_with_the_first(tour: tuple[Path, str]) -> None:
    _, text = tour
    second = text.partition("-p learning_rate=0.01")[2].partition("\n8. ")[0]
    assert re.search(r"learning_rate.*0\.001.*0\.01", second)
    assert "test_accuracy" in second


def test_leaves_everything_to_look_at(tour: tuple[Path, str]) -> None:
    folder, text = tour
    assert f"cd '{folder}'" in text
    assert f". {shlex.quote(sys.prefix + '/bin/activate')}" in text or "VIRTUAL_ENV" in os.environ
    assert all(command in text for command, _ in LOOK)
    for command, _ in LOOK[1:]:  # the first serves pages until it is stopped
        typed = command.replace("nbtrack", f"{shlex.quote(sys.executable)} -m nbtrack", 1)
        looked = subprocess.run(typed, shell=True, cwd=folder, capture_output=True, text=True, check=False)
        assert looked.returncode in (0, 1), looked.stderr
        assert looked.stdout or (folder / "out.ipynb").stat().st_size
    assert LOOK[0][0] == "nbtrack ui"
    with serving(folder) as address:
        assert address.startswith("http://127.0.0.1:")
    status = subprocess.run(
        ["git", "status", "--porcelain"], cwd=folder, capture_output=True, text=True, check=True
    )
    assert " M dirty.ipynb" in status.stdout
    assert ".nbtrack" not in status.stdout


def test_refuses_a_folder_that_holds_something(tmp_path: Path) -> None:
    (tmp_path / "thesis.ipynb").write_text("{}")
    refused = demo(str(tmp_path))
    assert refused.returncode == 2
    assert "is not empty\n  hint: name a folder that does not exist yet" in refused.stderr


def test_names_the_libraries_that_are_missing(tmp_path: Path) -> None:
    program = "import sys; sys.modules['sklearn'] = None; from nbtrack.cli.main import main; main(['demo'])"
    refused = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (
        'need sklearn, which is not installed\n  hint: run `python -m pip install "nbtrack[demo]"`'
        in refused.stderr
    )


def demo(folder: str) -> subprocess.CompletedProcess[str]:
    return start(["demo", folder], Path.cwd())


def start(words: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "nbtrack", *words]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
