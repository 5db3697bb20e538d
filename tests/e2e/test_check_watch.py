"""`nbtrack check --watch` as a process of its own."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from typing import TYPE_CHECKING

import pytest

from tests.e2e.running import command
from tests.making import code, notebook_b, stream

if TYPE_CHECKING:
    from pathlib import Path

DIRTY = notebook_b(code("1", outputs=[stream("hello")]))
CLEAN = notebook_b(code("1"))
_PATIENCE_S = 60.0


class Watching:
    """A process that watches, and is killed when it does not answer."""

    def __init__(self, folder: Path, *words: str) -> None:
        self.process = subprocess.Popen(
            command("check", "--watch", *words),
            cwd=folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.watchdog = threading.Timer(_PATIENCE_S, self.process.kill)
        self.watchdog.start()

    def next_report(self) -> str:
        """Return the last line of the next report."""
        assert self.process.stdout
        while line := self.process.stdout.readline():
            if " in 1 notebook" in line:
                return line.strip()
        raise AssertionError(self.process.communicate()[1])

    def next_note(self) -> str:
        assert self.process.stderr
        return self.process.stderr.readline().strip()

    def end(self) -> tuple[int, str]:
        self.process.send_signal(signal.SIGINT)
        _, errors = self.process.communicate()
        self.watchdog.cancel()
        return self.process.returncode, errors


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "pyproject.toml").touch()
    (tmp_path / "a.ipynb").write_bytes(DIRTY)
    return tmp_path


def put(path: Path, raw_b: bytes) -> None:
    """Write as editors do, so that nobody reads half of it."""
    new = path.with_name(f"{path.name}.new")
    new.write_bytes(raw_b)
    new.replace(path)


def test_it_checks_at_once_and_after_each_change_until_ctrl_c(folder: Path) -> None:
    watching = Watching(folder)
    try:
        assert watching.next_report() == "1 finding in 1 notebook; 1 can be fixed with --fix"
        assert watching.next_note() == "watching .; Ctrl-C ends it"
        put(folder / "a.ipynb", CLEAN)
        assert watching.next_report() == "no findings in 1 notebook"
        assert watching.next_note() == "changed: a.ipynb"
        put(folder / "pyproject.toml", b"[tool.nbtrack.check]\nnonsense = 1\n")
        assert "unknown setting" in watching.next_note()
        put(folder / "pyproject.toml", b"")
        assert watching.next_report() == "no findings in 1 notebook"
    finally:
        code_, errors = watching.end()
    assert code_ == 130
    assert errors.splitlines()[-1] == "nbtrack: interrupted"
    assert "Traceback" not in errors


def test_its_own_fixes_and_reports_do_not_set_it_off_for_ever(folder: Path) -> None:
    watching = Watching(folder, "--fix", "--format", "markdown", "--output", "report.md", "a.ipynb")
    try:
        assert watching.next_report() == "1 fixed; no findings in 1 notebook"
        put(folder / "a.ipynb", DIRTY.replace(b"hello", b"again"))
        assert watching.next_report() == "1 fixed; no findings in 1 notebook"
        assert (folder / "a.ipynb").read_bytes() == CLEAN
    finally:
        assert watching.end()[0] == 130


def test_a_terminal_is_cleared_and_nothing_else_is(folder: Path) -> None:
    watching = Watching(folder, "--color=always")
    try:
        assert watching.process.stdout
        first = watching.process.stdout.readline()
    finally:
        watching.end()
    assert "\x1b[" in first
    assert "\x1b[2J" not in first


@pytest.mark.parametrize("words", [["-"], ["nowhere.ipynb"]])
def test_what_cannot_be_watched_is_an_error(words: list[str], folder: Path) -> None:
    done = subprocess.run(command("check", "--watch", *words), cwd=folder, capture_output=True, text=True)
    assert done.returncode == 2
    assert "--watch needs" in done.stderr


def test_a_missing_library_is_an_error_that_names_the_extra(folder: Path) -> None:
    text = (
        "import sys; sys.modules['watchfiles'] = None; sys.argv[1:] = ['check', '--watch'];"
        "from nbtrack.cli.main import main; sys.exit(main())"
    )
    done = subprocess.run([sys.executable, "-c", text], cwd=folder, capture_output=True, text=True)
    assert done.returncode == 2
    assert "hint: pip install 'nbtrack[watch]'" in done.stderr
