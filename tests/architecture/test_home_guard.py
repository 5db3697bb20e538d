"""No test touches the home of the person who runs it: the guard refuses and remembers."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.home_guard import HomeGuard, TouchedRealHomeError


@pytest.fixture(scope="module")
def somebodys_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a guard on it. Audit hooks cannot be taken off again, so one serves all tests here."""
    home = tmp_path_factory.mktemp("somebody")
    (home / ".gitconfig").write_text("[user]\n\tname = Somebody\n")
    (home / "notes.txt").write_text("mine")
    (home / "checkout").mkdir()
    return home


@pytest.fixture(scope="module")
def guard(somebodys_home: Path) -> HomeGuard:
    guard = HomeGuard(somebodys_home, (somebodys_home / "checkout",))
    guard.install()
    return guard


TOUCHES: dict[str, Callable[[Path], object]] = {
    "write": lambda home: (home / "new.txt").write_text("x"),
    "append": lambda home: (home / "notes.txt").open("a"),
    "open by number": lambda home: os.open(home / "notes.txt", os.O_RDWR),
    "make a folder": lambda home: (home / "folder").mkdir(),
    "rename": lambda home: (home / "notes.txt").rename(home / "checkout" / "taken.txt"),
    "delete": lambda home: (home / "notes.txt").unlink(),
    "open a database": lambda home: sqlite3.connect(home / "some.db"),
    "read git's settings": lambda home: (home / ".gitconfig").read_text(),
}


@pytest.mark.parametrize("touch", TOUCHES.values(), ids=TOUCHES)
def test_refuses_and_remembers(
    touch: Callable[[Path], object], guard: HomeGuard, somebodys_home: Path
) -> None:
    with pytest.raises(TouchedRealHomeError, match="use tmp_path"):
        touch(somebodys_home)
    assert str(somebodys_home) in (guard.verdict() or "")
    assert guard.verdict() is None


def test_lets_reading_and_the_checkout_through(guard: HomeGuard, somebodys_home: Path) -> None:
    assert (somebodys_home / "notes.txt").read_text() == "mine"
    (somebodys_home / "checkout" / "file.txt").write_text("x")
    assert guard.verdict() is None


def test_sees_what_a_child_did_to_gits_settings(guard: HomeGuard, somebodys_home: Path) -> None:
    command = ["git", "config", "--file", str(somebodys_home / ".gitconfig"), "core.editor", "vi"]
    subprocess.run(command, check=True)
    assert ".gitconfig" in (guard.verdict() or "")


def test_fails_the_test_that_swallowed_the_refusal(tmp_path: Path, home: Path) -> None:
    """Run a real session whose home is `home`, with this project's own conftest."""
    test = tmp_path / "test_rude.py"
    test.write_text(
        "import contextlib, os, pathlib\n"
        "REAL = pathlib.Path(os.environ['HOME'])\n"
        "def test_rude():\n"
        "    with contextlib.suppress(AssertionError):\n"
        "        (REAL / 'rude.txt').write_text('x')\n"
        "def test_polite():\n"
        "    (pathlib.Path.home() / 'polite.txt').write_text('x')\n"
    )
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-p",
        "tests.conftest",
        "-p",
        "no:cacheprovider",
        "-q",
        str(test),
    ]
    elsewhere = tmp_path / "tmp"
    elsewhere.mkdir()
    environment = os.environ | {"TMPDIR": str(elsewhere), "PYTHONPATH": os.getcwd()}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert "1 error" in done.stdout, done.stdout
    assert "2 passed" in done.stdout
    assert f"this test touched {home / 'rude.txt'}" in done.stdout
    assert not (home / "rude.txt").exists()


def test_children_find_the_temporary_home(home: Path) -> None:
    script = "import os, jupyter_core.paths as p; print(os.path.expanduser('~')); print(p.jupyter_data_dir())"
    where = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    assert all(line.startswith(str(home)) for line in where.splitlines())
    subprocess.run(["git", "config", "--global", "user.name", "Somebody"], check=True)
    assert "Somebody" in (home / ".gitconfig").read_text()
