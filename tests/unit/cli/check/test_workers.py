"""Work is spread over real processes; whatever becomes of one, every item gets an answer."""

from __future__ import annotations

import os
import signal
import time
from typing import TYPE_CHECKING

import pytest

from nbtrack.cli.check.workers import Killed, spread
from nbtrack.cli.main import main
from nbtrack.rules.outputs import stored_output
from tests.making import code, notebook_b, stream

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from nbtrack.rules.finding import Finding
    from nbtrack.rules.rule import Rule
    from nbtrack.rules.subject import Subject

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="workers are forked")
ITEMS = [f"item {number}" for number in range(40)]


@pytest.mark.parametrize("jobs", [1, 2, 5, 99])
def test_every_item_has_its_result(jobs: int) -> None:
    assert dict(spread(str.upper, ITEMS, jobs)) == dict(enumerate(map(str.upper, ITEMS)))


def test_nothing_to_do_is_done_at_once() -> None:
    assert list(spread(str.upper, [], 3)) == []


def test_the_work_is_done_in_other_processes() -> None:
    where = {result for _, result in spread(lambda _: os.getpid(), ITEMS, 2)}
    assert os.getpid() not in where
    assert len(where) <= 2


def test_what_raises_has_no_result() -> None:
    def work(item: str) -> int:
        return 1 // (item != "item 3")

    assert {index for index, result in spread(work, ITEMS, 2) if result is None} == {3}


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_a_process_that_is_killed_costs_its_own_item_only(how: signal.Signals) -> None:
    def work(item: str) -> str:
        if item in ("item 3", "item 39"):
            os.kill(os.getpid(), how)
        return item

    results = dict(spread(work, ITEMS, 2))
    killed = {index: result.how for index, result in results.items() if isinstance(result, Killed)}
    assert killed == {3: f"signal {how}", 39: f"signal {how}"}
    assert all(results[index] == item for index, item in enumerate(ITEMS) if index not in killed)


@pytest.fixture
def heeding_ctrl_c() -> Iterator[None]:
    """Heed it although a shell that starts the tests in the background has it ignored."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("heeding_ctrl_c")
def test_an_interruption_ends_every_process(tmp_path: Path) -> None:
    def work(item: str) -> None:
        (tmp_path / str(os.getpid())).touch()
        if item == "item 2":  # by now all are started
            os.kill(os.getppid(), signal.SIGINT)
        while item not in ("item 0", "item 1"):
            time.sleep(60)

    with pytest.raises(KeyboardInterrupt):
        list(spread(work, ITEMS, 2))
    assert not [name for name in os.listdir(tmp_path) if is_running(int(name))]


def is_running(pid: int) -> bool:
    try:
        return os.waitpid(pid, 0)[0] == 0
    except ChildProcessError:
        return False


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pyproject.toml").touch()
    for number in range(30):
        dirty = code(f"x = {number}\ny{number}", outputs=[stream("hello")], count=number + 1)
        (tmp_path / f"{number:02}.ipynb").write_bytes(notebook_b(*[dirty] * (number % 4)))
    (tmp_path / "07.ipynb").write_text("<<<<<<< HEAD\n")
    return tmp_path


@pytest.fixture
def check(capfd: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Return a function that checks and returns the exit code and both outputs."""

    def check(*words: str) -> tuple[int, str, str]:
        code = main(["check", *words])
        return (code, *capfd.readouterr())

    return check


@pytest.mark.parametrize("words", [[], ["--format", "json"], ["--format", "concise"]])
def test_workers_find_what_one_process_finds_in_the_same_order(
    folder: Path, check: Callable[..., tuple[int, str, str]], words: list[str]
) -> None:
    alone = check("--no-cache", "--jobs", "1", *words)
    assert check("--no-cache", "--jobs", "3", *words) == alone
    assert check("--jobs", "3", *words) == alone  # cold
    assert check("--jobs", "3", *words) == alone  # warm
    assert alone[0] == 2
    assert "cannot read 07.ipynb" in alone[2]


def test_the_setting_says_how_many(folder: Path, check: Callable[..., tuple[int, str, str]]) -> None:
    alone = check("--no-cache")
    (folder / "nbtrack.toml").write_text("[check]\njobs = 4\n")
    assert check("--no-cache") == alone


def test_a_file_whose_worker_is_killed_is_named_and_the_others_are_checked(
    folder: Path, check: Callable[..., tuple[int, str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    checks = stored_output.check

    def deadly(rule: Rule, subject: Subject) -> Iterator[Finding]:
        if subject.notebook.path == "05.ipynb":
            os.kill(os.getpid(), signal.SIGKILL)
        return checks(rule, subject)

    monkeypatch.setattr(stored_output, "check", deadly)
    code, out, err = check("--jobs", "2")
    assert code == 2
    assert "cannot read 05.ipynb: the process that checked it ended by signal 9" in err
    assert "--jobs 1" in err
    assert "29.ipynb" in out
    monkeypatch.undo()
    os.chdir(folder)
    assert "05.ipynb" in check("--jobs", "2")[1]  # it was not remembered as clean
