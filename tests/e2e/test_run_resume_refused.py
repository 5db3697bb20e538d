"""What keeps a run from being taken up, and a pickle from being loaded: one failed run in many lights."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from nbtrack.store.states import States
from nbtrack.store.statuses import FINISHED
from tests.e2e.resuming import COUNTS, StateFiles, fails, keep_always, last_run, reason
from tests.e2e.running import Project, tagged
from tests.e2e.test_run_secrets import TOKEN

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.kernel

# A record does not hold the token, and yet it counts whether that is the same.
MADE = f"import threading\nlock, kept, token = threading.Lock(), 'not to be ' + 'shared', '{TOKEN}'\n[lock]"
CELLS = (COUNTS, tagged("parameters", "lr = 0.1\nn = 1"), MADE)


@pytest.fixture(scope="module")
def failed_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    """Run a notebook that fails in its fourth cell, with a key that the tests of this file share."""
    folder = tmp_path_factory.mktemp("failed")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_STATE_HOME", str(folder / "key"))
        (folder / "project").mkdir()
        project = keep_always(Project(folder / "project"))
        project.write("a.ipynb", *CELLS, "1 / 0")
        fails(project, "a.ipynb", "-p", "lr=0.5")
        yield project


@pytest.fixture
def failed(failed_once: Project, monkeypatch: pytest.MonkeyPatch) -> Iterator[Project]:
    """Give a test that run, and bring its state back behind it."""
    monkeypatch.setenv("XDG_STATE_HOME", str(failed_once.folder.parent / "key"))
    folder = StateFiles(failed_once, failed_once.store.runs()[-1].id).folder
    shutil.copytree(folder, f"{folder}.copy")
    yield failed_once
    shutil.rmtree(folder, ignore_errors=True)
    os.rename(f"{folder}.copy", folder)


def planned(project: Project, *words: str) -> dict[str, Any]:
    """Return where the run would be taken up, and why not where it failed."""
    found: dict[str, Any] = project.json("run", "--resume", project.store.runs()[-1].id, "--dry-run", *words)
    return dict(found["resumes"])


def test_it_is_taken_up_where_nothing_is_in_the_way(failed: Project) -> None:
    failed.write("a.ipynb", *CELLS, "more = 1", "print(kept)")
    assert planned(failed) == {"run": failed.store.runs()[-1].id, "cell": 4, "why": "", "altered": []}
    assert planned(failed, "-p", "lr=0.5")["cell"] == 4  # as it was given then


@pytest.mark.parametrize(
    ("cells", "words", "why"),
    [
        ((*CELLS[:2], MADE + "\n", "pass"), (), ""),
        (
            (*CELLS[:2], MADE.replace("q8Zk", "q9Zk"), "pass"),
            (),
            "cell 3 is not what it was: import threading",
        ),
        ((COUNTS + "\nx = 1", *CELLS[1:], "pass"), (), "cell 1 is not what it was: import os"),
        (("x = 1", *CELLS, "pass"), (), "cell 1 is not what it was: x = 1"),
        (CELLS[:2], (), "a cell that ran then is gone: import threading"),
        ((*CELLS, "pass"), ("-p", "lr=0.25"), "its parameters are others"),
        ((*CELLS, "pass"), ("-p", "n=2"), "its parameters are others"),
        (
            (*CELLS, "pass", "lock.locked()"),
            (),
            "lock (of type _thread.lock) could not be kept, and cell 5 uses it",
        ),
        ((*CELLS, "Out[3]"), (), "cell 4 uses Out, and IPython's history is not kept"),
        ((*CELLS, "pass"), ("--from-top",), "--from-top says so"),
        ((*CELLS, "pass"), ("--cwd", ".."), "it ran in the folder {folder}"),
    ],
)
def test_what_is_in_the_way_is_named(failed: Project, cells: Any, words: tuple[str, ...], why: str) -> None:
    failed.write("a.ipynb", *cells)
    assert planned(failed, *words)["why"] == why.format(folder=failed.folder)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"pickling": ""}, "another version of nbtrack kept its state"),
        ({"run": "0" * 16}, "there is a state, but it is of another run: it is not loaded"),
    ],
)
def test_a_state_of_something_else_is_of_no_use(failed: Project, change: dict[str, str], why: str) -> None:
    failed.write("a.ipynb", *CELLS, "pass")
    StateFiles(failed, failed.store.runs()[-1].id).say(**change)
    assert planned(failed)["why"] == why


NOT_OURS = "there is a state, but it was not made by you on this machine: it is not loaded"


def test_a_copy_of_the_store_in_another_home_is_of_no_use(failed: Project, tmp_path: Path) -> None:
    failed.write("a.ipynb", *CELLS, "pass")
    shutil.copytree(failed.folder, tmp_path / "copy")
    done = Project(tmp_path / "copy").nbtrack(
        "run", "--resume", "latest", "--dry-run", XDG_STATE_HOME=str(tmp_path)
    )
    assert reason(done.stderr) == NOT_OURS


def test_the_state_is_its_owners_alone_and_nothing_shares_it(failed: Project, tmp_path: Path) -> None:
    files = StateFiles(failed, failed.store.runs()[-1].id)
    assert os.stat(files.folder).st_mode & 0o777 == 0o700
    assert os.stat(files.path("state.pickle")).st_mode & 0o777 == 0o600
    with open(files.path("state.pickle"), "rb") as file:
        assert b"not to be shared" in file.read()
    assert failed.nbtrack("share", "latest", "-o", str(tmp_path / "shared")).returncode == 0
    assert failed.nbtrack("export", "-o", str(tmp_path / "exported.json")).returncode == 0
    out = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert out
    assert not [path for path in out if b"not to be shared" in path.read_bytes()]


def test_the_state_goes_with_age(failed: Project) -> None:
    files, run = StateFiles(failed, failed.store.runs()[-1].id), failed.store.runs()[-1].id
    assert failed.json("store", "gc", "--dry-run")["states"] == []
    for name in os.listdir(files.folder):
        os.utime(files.path(name), (0, 0))
    assert failed.json("store", "gc", "--dry-run")["states"] == [run]
    assert os.path.isdir(files.folder)
    assert failed.json("store", "gc")["states"] == [run]
    assert not os.path.exists(files.folder)


def test_the_state_goes_with_its_run(failed: Project) -> None:
    assert failed.nbtrack("rm", "latest").returncode == 0
    assert not States(failed.store.root).size_of(failed.store.removed()[0].id)
    assert failed.nbtrack("rm", "--restore", failed.store.removed()[0].id).returncode == 0


def tried(project: Project) -> str:
    """Take the run up in truth, from the top as it turns out, and return why; that run goes again."""
    project.write("a.ipynb", *CELLS, "pass")
    failed = project.store.runs()[-1].id
    done = project.nbtrack("run", "--resume", failed)
    assert done.returncode == 0, done.stderr
    assert last_run(project).status == FINISHED
    assert project.nbtrack("rm", "latest").returncode == 0
    return reason(done.stderr)


def test_the_trap_of_these_tests_works(failed: Project, tmp_path: Path) -> None:
    files = StateFiles(failed, failed.store.runs()[-1].id)
    files.say(**files.set_trap(tmp_path / "sprung"))
    assert tried(failed).startswith("the state cannot be read: ")
    assert (tmp_path / "sprung").exists()


def test_a_state_that_somebody_else_signed_is_not_loaded(
    failed: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = StateFiles(failed, failed.store.runs()[-1].id)
    with monkeypatch.context() as elsewhere:
        elsewhere.setenv("XDG_STATE_HOME", str(tmp_path / "another"))
        files.say(**files.set_trap(tmp_path / "sprung"))
    assert tried(failed) == NOT_OURS
    assert not (tmp_path / "sprung").exists()


def test_a_state_that_was_changed_is_not_loaded(failed: Project, tmp_path: Path) -> None:
    StateFiles(failed, failed.store.runs()[-1].id).set_trap(tmp_path / "sprung")
    why = "the state cannot be read: ValueError: its file has changed since it was written"
    assert tried(failed) == why
    assert not (tmp_path / "sprung").exists()


def test_a_state_of_another_python_is_not_loaded(failed: Project, tmp_path: Path) -> None:
    files = StateFiles(failed, failed.store.runs()[-1].id)
    files.say(**files.set_trap(tmp_path / "sprung"), python="3.9.1")
    assert tried(failed).startswith("the kernel was Python 3.9.1, and is ")
    assert not (tmp_path / "sprung").exists()
