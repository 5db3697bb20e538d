"""Remember what passed, for as long as nothing that it depends on changes."""

import os
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from nbtrack.diff.noise.tolerance import Tolerance
from nbtrack.notebook.document import parse
from nbtrack.smoke.preparing import trial_of
from nbtrack.smoke.remembered import Remembered, key_of
from nbtrack.smoke.trial import Trial
from tests.making import code, notebook_b, stream
from tests.unit.smoke.conditions import run_one, under


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / ".git").mkdir()
    (tmp_path / "data.csv").write_text("1\n")
    (tmp_path / "helper.py").write_text("value = 1\n")
    return tmp_path


def trial(folder: Path, *cells: str, **conditions: Any) -> Trial:
    book = parse(notebook_b(*map(code, cells)), str(folder / "test.ipynb"))
    found = trial_of(book, under(**conditions))
    return found._replace(key=key_of(found))


def run(made: Trial) -> str:
    """Run it and remember it; return why it is not remembered."""
    memory = Remembered(str(Path(made.folder) / ".nbtrack"))
    reason = memory.keep(made, run_one(made))
    memory.save()
    return reason


def is_remembered(made: Trial) -> bool:
    verdict = Remembered(str(Path(made.folder) / ".nbtrack")).verdict(made)
    return verdict is not None and verdict.remembered and verdict.failure is None


CELLS = ("import helper, os", "text = open('data.csv').read()", "names = os.listdir('.')")


def test_what_passed_is_not_run_again(folder: Path) -> None:
    assert run(trial(folder, *CELLS)) == ""
    made = trial(folder, *CELLS)
    assert is_remembered(made)
    verdict = Remembered(str(folder / ".nbtrack")).verdict(made)
    assert verdict is not None
    assert (verdict.cells, [run.number for run in verdict.runs]) == (3, [1, 2, 3])
    assert (folder / ".nbtrack" / ".gitignore").exists()


CHANGES: dict[str, Callable[[Path], object]] = {
    "a file that it read": lambda folder: (folder / "data.csv").write_text("2\n"),
    "a file that it read is gone": lambda folder: (folder / "data.csv").unlink(),
    "a module of the project": lambda folder: (folder / "helper.py").write_text("value = 2\n"),
    "a folder that it listed": lambda folder: (folder / "more.csv").touch(),
    "what is declared": lambda folder: (folder / "requirements.txt").write_text("pandas\n"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_it_runs_again_when_something_changes(folder: Path, change: Callable[[Path], object]) -> None:
    run(trial(folder, *CELLS))
    change(folder)
    assert not is_remembered(trial(folder, *CELLS))


def test_the_same_content_at_another_time_is_no_change(folder: Path) -> None:
    run(trial(folder, *CELLS))
    os.utime(folder / "data.csv", (1, 1))
    assert is_remembered(trial(folder, *CELLS))


@pytest.mark.parametrize(
    "other",
    [
        {"given": {"A": "1"}},
        {"memory_bytes": 10**9},
        {"copy_bytes": 10**6},
        {"python": "/usr/bin/env"},
        {"verify": Tolerance()},
    ],
    ids=lambda other: next(iter(other)),
)
def test_other_conditions_are_another_run(folder: Path, other: dict[str, Any]) -> None:
    run(trial(folder, "x = 1"))
    assert is_remembered(trial(folder, "x = 1"))
    assert not is_remembered(trial(folder, "x = 1", **other))


def test_other_code_and_less_time_than_it_took_are_another_run(folder: Path) -> None:
    run(trial(folder, "x = 1"))
    assert not is_remembered(trial(folder, "x = 2"))
    assert not is_remembered(trial(folder, "x = 1", timeout_s=0.000001))


def test_outputs_count_where_they_are_compared(folder: Path) -> None:
    def verifying(text: str) -> Trial:
        cell = code("print('a')", outputs=[stream(text)], count=1)
        found = trial_of(parse(notebook_b(cell), str(folder / "test.ipynb")), under(verify=Tolerance()))
        return found._replace(key=key_of(found))

    run(verifying("a\n"))
    assert is_remembered(verifying("a\n"))
    assert not is_remembered(verifying("b\n"))


def test_a_copy_depends_on_the_originals(folder: Path) -> None:
    run(trial(folder, *CELLS, copy_bytes=10**6))
    assert is_remembered(trial(folder, *CELLS, copy_bytes=10**6))
    (folder / "data.csv").write_text("3\n")
    assert not is_remembered(trial(folder, *CELLS, copy_bytes=10**6))


def test_what_it_wrote_itself_is_no_condition(folder: Path) -> None:
    cells = ("open('out.csv', 'w').write('1')", "open('out.csv').read()")
    assert run(trial(folder, *cells)) == ""
    (folder / "out.csv").unlink()
    assert is_remembered(trial(folder, *cells))


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("1 / 0", "only what ran to its end is kept"),
        ("exit()", "only what ran to its end is kept"),
        ("import subprocess\nsubprocess.run(['true'])", "it starts other programs"),
        ("import os\nos.system('true')", "it starts other programs"),
        ("import os\nif os.fork() == 0:\n    os._exit(0)", "it starts other processes"),
        ("open('data.csv').read()\nopen('data.csv', 'a').write('x')", "it changes a file that it reads"),
    ],
)
def test_what_nobody_can_tell_is_not_remembered(folder: Path, source: str, reason: str) -> None:
    assert run(trial(folder, source)) == reason
    assert not is_remembered(trial(folder, source))


def test_what_used_the_network_is_not_remembered(folder: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        source = f"import socket\nsocket.create_connection(('127.0.0.1', {server.getsockname()[1]}))"
        assert run(trial(folder, source)) == "it uses the network"


def test_what_a_library_asks_of_the_system_is_its_own_business(folder: Path) -> None:
    assert run(trial(folder, "import platform\nplatform.processor()")) == ""


def test_a_store_that_cannot_be_written_is_no_failure(folder: Path) -> None:
    (folder / ".nbtrack").write_text("a file")
    assert run(trial(folder, "x = 1")) == ""
    assert not is_remembered(trial(folder, "x = 1"))


def test_a_damaged_memory_is_as_good_as_none(folder: Path) -> None:
    run(trial(folder, "x = 1"))
    (folder / ".nbtrack" / "smoke" / "passed").write_bytes(b"\0garbage")
    assert not is_remembered(trial(folder, "x = 1"))
