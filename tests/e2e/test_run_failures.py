"""Whatever ends a run, it is on record as what it was, and nothing of it is left behind."""

from __future__ import annotations

import os
import signal
import time
from typing import TYPE_CHECKING, Any

import pytest

from nbtrack.notebook.document import parse
from nbtrack.store.notebooks import get_notebook
from nbtrack.store.statuses import EXITED, FAILED, FINISHED, HUNG_UP, KILLED, LOST
from tests.making import code

if TYPE_CHECKING:
    from nbtrack.store.record import RunRecord
    from tests.e2e.running import Project

pytestmark = pytest.mark.kernel


def outputs(project: Project, record: RunRecord) -> list[list[dict[str, Any]]]:
    assert record.notebook.executed
    return [cell.outputs for cell in parse(get_notebook(project.store.blobs, record.notebook.executed)).cells]


def text_of(found: list[dict[str, Any]]) -> str:
    return "".join("".join(one["text"]) for one in found if one["output_type"] == "stream")


@pytest.mark.parametrize(
    ("source", "status", "exit_code", "why"),
    [
        ("import sys\nsys.exit()", EXITED, 0, "SystemExit"),
        ("import sys\nsys.exit(0)", EXITED, 0, "SystemExit"),
        ("import sys\nsys.exit(3)", FAILED, 1, "SystemExit"),
        ("exit()", EXITED, 0, "SystemExit"),
        ("quit", EXITED, 0, "SystemExit"),
        ("exit(0)", EXITED, 0, "SystemExit"),
        ("exit(3)", FAILED, 1, "SystemExit"),
        ("import os\nos._exit(4)", KILLED, 1, "DeadKernel"),
        ("input('name? ')", FAILED, 1, "StdinNotImplementedError"),
    ],
)
def test_code_that_ends_the_run_itself(
    project: Project, source: str, status: str, exit_code: int, why: str
) -> None:
    project.write("ends.ipynb", "print('before')", source, "print('never')")
    assert project.nbtrack("run", "ends.ipynb").returncode == exit_code
    (record,) = project.store.runs()
    assert (record.status, record.error and record.error.name) == (status, why)
    assert [text_of(one) for one in outputs(project, project.store.get(record.id))][::2] == ["before\n", ""]


def test_a_group_of_exceptions_keeps_its_traceback(project: Project) -> None:
    project.write("group.ipynb", "print('before')", "raise ExceptionGroup('many', [ValueError('inner')])")
    done = project.nbtrack("run", "group.ipynb")
    assert "ExceptionGroup: many (1 sub-exception)" in done.stdout
    assert "ValueError: inner" in done.stdout
    (record,) = project.store.runs()
    assert record.error
    assert record.error.traceback


AFTERWARDS = """
def draw():
    raise ValueError("no such font")
get_ipython().events.register("post_execute", draw)
"""


def test_an_error_that_a_cell_shows_though_it_went_well_is_told(project: Project) -> None:
    project.write(
        "shows.ipynb", AFTERWARDS, code("1 / 0", metadata={"tags": ["raises-exception"]}), "print('goes on')"
    )
    done = project.nbtrack("run", "shows.ipynb")
    assert done.returncode == 0
    told = [line.strip() for line in done.stderr.splitlines() if "went on after" in line]
    assert told == [
        f"cell {number} went on after an error that it shows: ValueError: no such font" for number in (1, 3)
    ]


STARTS = """
import os, pathlib, subprocess, time
one = subprocess.Popen(["sleep", "600"])
two = subprocess.Popen(["sleep", "600"], start_new_session=True)
three = int(subprocess.check_output("setsid sleep 600 >/dev/null 2>&1 & echo $!", shell=True))
pathlib.Path("pids.tmp").write_text(f"{os.getpid()} {one.pid} {two.pid} {three}")
os.rename("pids.tmp", "pids")
"""


@pytest.mark.skipif(not os.path.exists("/proc/self/stat"), reason="only Linux hands orphans over")
def test_what_a_notebook_started_ends_with_the_run(project: Project) -> None:
    project.write("starts.ipynb", STARTS)
    assert project.nbtrack("run", "starts.ipynb").returncode == 0
    assert not alive(project)


@pytest.mark.skipif(not os.path.exists("/proc/self/stat"), reason="only Linux says what a process ignores")
def test_a_helper_that_no_signal_ends_does_not_hold_up_the_end_of_the_run(project: Project) -> None:
    """As the resource trackers of multiprocessing and joblib: they ignore all but being killed."""
    leave = "import atexit, pathlib\natexit.register(lambda: pathlib.Path('ended').touch())\n"
    track = "from multiprocessing import resource_tracker\nresource_tracker.ensure_running()"
    project.write("tracks.ipynb", leave + track)
    assert project.nbtrack("run", "tracks.ipynb").returncode == 0
    assert (project.folder / "ended").exists()


@pytest.mark.skipif(not os.path.exists("/proc/self/stat"), reason="only Linux hands orphans over")
def test_and_with_nbtrack_itself_when_that_is_killed(project: Project) -> None:
    project.write("starts.ipynb", "print('kept')", STARTS + "print('waits', flush=True)\ntime.sleep(600)")
    run = project.start("run", "starts.ipynb")
    wait_until(lambda: (project.folder / "pids").exists())
    run.kill()
    run.communicate()
    wait_until(lambda: not alive(project))
    (record,) = project.store.runs()
    assert (record.status, record.error and record.error.name) == (LOST, "RecorderDied")
    assert text_of(outputs(project, project.store.get(record.id))[0]) == "kept\n"


@pytest.mark.skipif(not os.path.exists("/proc/self/stat"), reason="only Linux says which processes are there")
def test_a_script_ends_with_nbtrack_when_that_is_killed(project: Project) -> None:
    waits = "import os, subprocess, time\nchild = subprocess.Popen(['sleep', '600'])\n"
    waits += "open('pids.tmp', 'w').write(f'{os.getpid()} {child.pid}')\nos.rename('pids.tmp', 'pids')\n"
    (project.folder / "waits.py").write_text(waits + "time.sleep(600)")
    run = project.start("run", "waits.py")
    wait_until(lambda: (project.folder / "pids").exists())
    run.kill()
    run.communicate()
    wait_until(lambda: not alive(project))
    (record,) = project.store.runs()
    assert record.status == LOST


def test_a_closed_terminal_is_named(project: Project) -> None:
    project.write("slow.ipynb", "import pathlib, time\npathlib.Path('waiting').touch()\ntime.sleep(600)")
    run = project.start("run", "slow.ipynb")
    wait_until(lambda: (project.folder / "waiting").exists())
    run.send_signal(signal.SIGHUP)
    run.communicate()
    (record,) = project.store.runs()
    assert record.error
    assert (record.status, record.error.message) == (HUNG_UP, "the terminal was closed")


def test_a_flood_is_kept_at_both_ends_and_counted(project: Project) -> None:
    project.write(
        "flood.ipynb", "for i in range(300_000):\n    print(f'{i:9} {\"x\" * 89}')", "print('after')"
    )
    assert project.nbtrack("run", "flood.ipynb").returncode == 0
    first, second = outputs(project, project.store.runs()[0])
    text = text_of(first)
    assert (text.split()[0], text.split()[-2]) == ("0", "299999")
    assert "[nbtrack: 28,000,000 characters in " in text
    assert text_of(second) == "after\n"


def test_outputs_are_what_jupyter_would_show(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(
        "PYTEST_CURRENT_TEST"
    )  # ipykernel leaves what processes print alone where it sees that
    project.write(
        "shows.ipynb",
        "import os\n_ = os.system('echo system')",
        "import subprocess\n_ = subprocess.run(['echo', 'child'])",
        "pid = os.fork()\nif not pid:\n    os.write(1, b'fork\\n')\n    os._exit(0)\n_ = os.waitpid(pid, 0)",
        "from IPython.display import clear_output, display\nhandle = display('old', display_id=True)",
        "handle.update('new')\nprint('a')\nclear_output()\nprint('b')",
        code("print('skipped')", metadata={"tags": ["skip-execution"]}),
    )
    assert project.nbtrack("run", "shows.ipynb").returncode == 0
    record = project.store.get(project.store.runs()[0].id)
    assert record.status == FINISHED
    found = outputs(project, record)
    assert [text_of(one) for one in found] == ["system\n", "child\n", "fork\n", "", "b\n", ""]
    assert found[3][0]["data"] == {"text/plain": ["'new'"]}
    assert record.cells[3].status == FINISHED


def test_a_result_that_cannot_be_shown_is_told_as_the_exception_that_it_was(project: Project) -> None:
    project.write("repr.ipynb", "class Odd:\n    def __repr__(self): raise ValueError('no such name')\nOdd()")
    assert project.nbtrack("run", "repr.ipynb").returncode == 1
    (record,) = project.store.runs()
    assert record.error
    assert (record.error.name, record.error.message) == ("ValueError", "no such name")


def test_names_of_files_that_are_no_text_are_shown_as_jupyter_shows_them(project: Project) -> None:
    made = "import glob\nopen(b'caf\\xe9.csv', 'w').close()\n(name,) = glob.glob('caf*')\n"
    project.write("latin.ipynb", made + "print(name)", "name", "raise ValueError(name)")
    done = project.nbtrack("run", "latin.ipynb")
    assert done.returncode == 1, done.stderr
    record = project.store.get(project.store.runs()[0].id)
    assert record.error
    assert (record.error.name, record.error.message) == ("ValueError", "caf\ufffd.csv")
    assert text_of(outputs(project, record)[0]) == "caf\ufffd.csv\n"


def alive(project: Project) -> list[int]:
    pids = map(int, (project.folder / "pids").read_text().split())
    return [pid for pid in pids if is_running(pid)]


def is_running(pid: int) -> bool:
    try:
        with open(f"/proc/{pid}/stat", "rb") as file:
            return file.read().rpartition(b")")[2].split()[0] != b"Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def wait_until(condition: Any) -> None:
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)
