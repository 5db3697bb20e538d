"""The fast path imports what it needs: a hook and a git filter pay for every module on every call."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SAMPLES = Path(__file__).resolve().parents[2] / "sample_notebooks"
# What an empty interpreter lacks and the fastest may bring. Nothing here costs a millisecond.
BARE = {"__future__", "_json"}
BARE_COMMANDS = {
    "--help": ["--help"],
    "--version": ["--version"],
    "strip --check, clean": ["strip", "--check", "train.ipynb"],
    "strip --check, dirty": ["strip", "--check", "dirty.ipynb"],
    "strip": ["strip", "dirty.ipynb"],
    "strip as a filter": ["strip", "-"],
}
# These may use the standard library, but not what it has for servers, databases and concurrency.
LIGHT_COMMANDS = {
    "check, clean": ["check", "train.ipynb"],
    "check, dirty": ["check", "dirty.ipynb"],
    "check, unreadable": ["check", "conflicted.ipynb"],
    "merge": ["merge", "train.ipynb", "train.ipynb", "train.ipynb"],
    "merge --resolve": ["merge", "--resolve", "conflicted.ipynb"],
    "rule": ["rule", "NBT101"],
    "config": ["config"],
}
TOO_MUCH = {
    "asyncio",
    "concurrent",
    "email",
    "http",
    "multiprocessing",
    "socket",
    "sqlite3",
    "ssl",
    "urllib",
    "xml",
}


@pytest.fixture(scope="module")
def empty() -> set[str]:
    return imported(["-c", "pass"], Path.cwd())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for path in SAMPLES.glob("*.ipynb"):
        shutil.copy(path, tmp_path)
    return tmp_path


@pytest.mark.parametrize("words", BARE_COMMANDS.values(), ids=BARE_COMMANDS)
def test_the_fastest_commands_import_next_to_nothing(words: list[str], empty: set[str], folder: Path) -> None:
    assert foreign(imported(nbtrack(words), folder) - empty) <= BARE


@pytest.mark.parametrize("words", LIGHT_COMMANDS.values(), ids=LIGHT_COMMANDS)
def test_the_light_commands_import_no_other_package(words: list[str], empty: set[str], folder: Path) -> None:
    roots = {name.partition(".")[0] for name in foreign(imported(nbtrack(words), folder) - empty)}
    assert not roots - sys.stdlib_module_names
    assert not roots & TOO_MUCH


def test_the_library_imports_nothing_until_it_is_used(empty: set[str], tmp_path: Path) -> None:
    assert foreign(imported(["-c", "import nbtrack"], tmp_path) - empty) <= BARE


def nbtrack(words: list[str]) -> list[str]:
    """Start as the installed program does: `python -m` itself would bring `runpy` and more."""
    return ["-c", f"import sys; sys.argv[1:] = {words}; from nbtrack.cli.main import main; sys.exit(main())"]


def foreign(modules: set[str]) -> set[str]:
    """Leave out the project's own modules."""
    return {name for name in modules if name.partition(".")[0] != "nbtrack"}


def imported(words: list[str], folder: Path) -> set[str]:
    """List the modules that an interpreter of its own imports."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", *words],
        cwd=folder,
        input=(SAMPLES / "dirty.ipynb").read_text(),
        capture_output=True,
        text=True,
        check=False,
    )
    times = [line for line in done.stderr.splitlines() if line.startswith("import time:")]
    assert done.returncode in (0, 1, 2), done.stderr
    return {line.rpartition("|")[2].strip() for line in times}
