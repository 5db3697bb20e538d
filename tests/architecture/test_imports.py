"""The fast path imports what it needs: a hook and a git filter pay for every module on every call."""

import io
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from nbtrack.git.pkt_line import write_content, write_lines
from nbtrack.store.record import Metric
from nbtrack.store.statuses import SNAPSHOT
from nbtrack.store.store import Store
from nbtrack.store.versions import keep_version
from tests.making import code, notebook_b
from tests.unit.store.recording import finished

SAMPLES = Path(__file__).resolve().parents[2] / "sample_notebooks"
# What an empty interpreter lacks and the fastest may bring. Nothing here costs a millisecond.
BARE = {"__future__", "_json", "_operator", "atexit", "gc"}  # the last three are in the interpreter itself
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
    "git textconv": ["git", "textconv", "dirty.ipynb"],
    "smoke": ["smoke", "plain.ipynb"],
    "smoke, remembered": ["smoke", "train.ipynb", "--timeout", "0"],
}
# These ask the index, which is SQLite's, and nothing of Jupyter.
STORE_COMMANDS = {
    "runs": ["runs", "--columns", "all", "-w", "status = finished", "--sort", "started"],
    "runs --group-by": ["runs", "--group-by", "status"],
    "best": ["best", "loss"],
    "tag": ["tag", "latest", "good"],
    "note": ["note", "latest", "why"],
    "rm": ["rm", "--list"],
    "snapshot": ["snapshot", "dirty.ipynb"],
    "snapshot of a script": ["snapshot", "paired.py"],
    "restore": ["restore", "train.ipynb@before"],
    "restore --dry-run": ["restore", "train.ipynb@before", "--dry-run"],
    "restore --cell": ["restore", "train.ipynb@before", "--cell", "4"],
    "log": ["log", "train.ipynb"],
    "log of a pair": ["log", "--oneline", "paired.ipynb"],
    "blame": ["blame", "train.ipynb"],
    "blame --lines": ["blame", "--lines", "train.ipynb"],
}
# These make no class of a record: dataclasses take a third of such a command.
ASKING_COMMANDS = {
    "runs": ["runs", "-w", "status = finished"],
    "best": ["best", "loss"],
    "compare": ["compare", "latest", "latest", "latest"],
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
    for path in (*SAMPLES.glob("*.ipynb"), *SAMPLES.glob("*.py")):
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


@pytest.mark.parametrize("words", STORE_COMMANDS.values(), ids=STORE_COMMANDS)
def test_commands_on_runs_import_no_other_package_but_a_compressor(
    words: list[str], empty: set[str], folder: Path
) -> None:
    store = Store(str(folder / ".nbtrack"))
    store.records.put(finished(metrics={"loss": Metric(1, 1, 1)}))
    before = keep_version("train.ipynb", notebook_b(code("learning_rate = 1")), store.blobs)
    store.records.put(finished(kind=SNAPSHOT, name="before", **before.fields))
    (folder / "nbtrack.toml").touch()
    modules = foreign(imported(nbtrack(words), folder) - empty)
    roots = {name.partition(".")[0] for name in modules}
    # `copy`, which dataclasses need, looks for Jython's `org`.
    assert not roots - sys.stdlib_module_names - {"backports", "org"}
    assert not roots & (TOO_MUCH - {"sqlite3"})


@pytest.mark.parametrize("words", ASKING_COMMANDS.values(), ids=ASKING_COMMANDS)
def test_commands_that_ask_for_runs_make_no_records(words: list[str], folder: Path) -> None:
    Store(str(folder / ".nbtrack")).records.put(finished(metrics={"loss": Metric(1, 1, 1)}))
    (folder / "nbtrack.toml").touch()
    assert not imported(nbtrack(words), folder) & {"dataclasses", "inspect", "ast", "nbtrack.store.record"}


def test_the_git_filter_imports_next_to_nothing_for_notebooks_that_are_clean(
    empty: set[str], folder: Path
) -> None:
    words = nbtrack(["git", "smudge", "train.ipynb"])
    assert foreign(imported(words, folder, (SAMPLES / "train.ipynb").read_bytes()) - empty) <= BARE
    words = nbtrack(["git", "filter-process"])
    assert foreign(imported(words, folder, filtered("train.ipynb")) - empty) <= BARE | {"fcntl"}  # the pipes


def test_the_git_filter_keeps_outputs_with_a_compressor_and_no_other_package(
    empty: set[str], folder: Path
) -> None:
    modules = foreign(imported(nbtrack(["git", "filter-process"]), folder, filtered("dirty.ipynb")) - empty)
    roots = {name.partition(".")[0] for name in modules}
    assert (folder / ".nbtrack" / "outputs").is_dir()
    assert not roots - sys.stdlib_module_names - {"backports"}
    assert not roots & TOO_MUCH


def filtered(name: str) -> bytes:
    """Return what git says to a filter that is to clean a notebook."""
    wire = io.BytesIO()
    write_lines(wire, "git-filter-client", "version=2")
    write_lines(wire, "capability=clean", "capability=smudge")
    write_lines(wire, "command=clean", f"pathname={name}")
    write_content(wire, (SAMPLES / name).read_bytes())
    return wire.getvalue()


def test_the_library_imports_nothing_until_it_is_used(empty: set[str], tmp_path: Path) -> None:
    assert foreign(imported(["-c", "import nbtrack"], tmp_path) - empty) <= BARE


def test_python_asks_for_runs_without_records_and_other_packages(empty: set[str], folder: Path) -> None:
    Store(str(folder / ".nbtrack")).records.put(finished(metrics={"loss": Metric(1, 1, 1)}))
    (folder / "nbtrack.toml").touch()
    asked = "nbtrack.runs('loss > 0'), nbtrack.best('loss').metrics, nbtrack.get('latest')"
    modules = foreign(imported(["-c", f"import nbtrack; print({asked})"], folder) - empty)
    roots = {name.partition(".")[0] for name in modules}
    assert not roots - sys.stdlib_module_names - {"backports"}
    assert not roots & (TOO_MUCH - {"sqlite3"})
    assert not modules & {"dataclasses", "inspect", "ast"}


def nbtrack(words: list[str]) -> list[str]:
    """Start as the installed program does: `python -m` itself would bring `runpy` and more."""
    return ["-c", f"import sys; sys.argv[1:] = {words}; from nbtrack.cli.main import main; sys.exit(main())"]


def foreign(modules: set[str]) -> set[str]:
    """Leave out the project's own modules."""
    return {name for name in modules if name.partition(".")[0] != "nbtrack"}


def imported(words: list[str], folder: Path, stdin: bytes | None = None) -> set[str]:
    """List the modules that an interpreter of its own imports; a notebook comes in where nothing is given."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", *words],
        cwd=folder,
        input=(SAMPLES / "dirty.ipynb").read_bytes() if stdin is None else stdin,
        capture_output=True,
        check=False,
    )
    times = [line for line in done.stderr.decode().splitlines() if line.startswith("import time:")]
    assert done.returncode in (0, 1, 2), done.stderr
    return {line.rpartition("|")[2].strip() for line in times}
