"""What no code can help: a full disk, too little memory, a killed recorder, a closed terminal, Ctrl-C."""

from __future__ import annotations

import contextlib
import os
import pty
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from nbtrack.notebook.document import parse
from nbtrack.record.interruption import interruptible
from nbtrack.record.kernels.kernel import Kernel, Limit
from nbtrack.record.kernels.server import KernelServer
from nbtrack.record.kernels.spec import find_spec
from nbtrack.record.plan import make_plan
from nbtrack.record.recorder import record_run
from nbtrack.store.statuses import (
    DISK_FULL,
    FAILED,
    FINISHED,
    HUNG_UP,
    INTERRUPTED,
    KILLED,
    LOST,
    OUT_OF_MEMORY,
    TERMINATED,
)
from nbtrack.store.store import Store
from tests.e2e.running import PYTHON, Project, command
from tests.e2e.test_run_failures import alive, outputs, text_of, wait_until
from tests.making import code, notebook_b

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nbtrack.store.record import CellRun, RunRecord

pytestmark = [
    pytest.mark.kernel,
    pytest.mark.skipif(not os.path.exists("/proc/self/stat"), reason="only Linux hands orphans over"),
]
WAITS = (
    "import os, subprocess, time\nchild = subprocess.Popen(['sleep', '600'])\nprint('waits', flush=True)\n"
)
WAITS += "open('pids.tmp', 'w').write(f'{os.getpid()} {child.pid}')\nos.rename('pids.tmp', 'pids')\n"


def the_run(project: Project) -> RunRecord:
    (run,) = project.store.runs()
    return project.store.get(run.id)


@pytest.mark.parametrize(
    ("source", "status"),
    [
        ("open('/dev/full', 'w').write('x' * 100_000)", DISK_FULL),
        (
            "import resource\nresource.setrlimit(resource.RLIMIT_AS, (2 ** 32, 2 ** 32))\nx = bytes(2 ** 33)",
            OUT_OF_MEMORY,
        ),
        ("import sqlite3\nraise sqlite3.OperationalError('database or disk is full')", DISK_FULL),
        ("raise OSError(2, 'No such file or directory')", FAILED),
    ],
)
def test_a_cell_and_a_script_that_the_machine_is_too_small_for(
    project: Project, source: str, status: str
) -> None:
    project.write("small.ipynb", "print('before')", source)
    (project.folder / "small.py").write_text(f"print('before')\n{source}\n")
    for name in ("small.ipynb", "small.py"):
        assert project.nbtrack("run", name).returncode == 1
        assert project.store.runs(name)[0].status == status


@pytest.fixture
def little_memory() -> Iterator[str]:
    """Make a group of processes that may have little memory, and yield its folder."""
    for root, name in (("/sys/fs/cgroup/memory", "memory.limit_in_bytes"), ("/sys/fs/cgroup", "memory.max")):
        folder = os.path.join(root, f"nbtrack-test-{os.getpid()}")
        with contextlib.suppress(OSError):
            os.mkdir(folder)
            Path(folder, name).write_text(str(2**28))
            yield folder
            os.rmdir(folder)
            return
    pytest.skip("needs the right to limit the memory of processes")


def test_a_kernel_that_the_system_kills_for_its_memory(project: Project, little_memory: str) -> None:
    joins = f"import os\nopen('{little_memory}/cgroup.procs', 'w').write(str(os.getpid()))\n"
    project.write(
        "greedy.ipynb",
        joins + "print('kept', flush=True)",
        "x = bytearray(2 ** 29)\nx[::4096] = b'x' * len(x[::4096])",
    )
    assert project.nbtrack("run", "greedy.ipynb").returncode == 1
    record = the_run(project)
    assert (record.status, record.error and record.error.name) == (OUT_OF_MEMORY, "OutOfMemory")
    assert text_of(outputs(project, record)[0]) == "kept\n"


@pytest.fixture
def small_disk(project: Project) -> Iterator[Path]:
    """Put the store on a disk of a few megabytes."""
    folder = project.folder / ".nbtrack"
    folder.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(folder)]
    if subprocess.run(words, capture_output=True, check=False).returncode:
        pytest.skip("needs the right to mount a disk")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def test_a_store_on_a_full_disk_keeps_what_went_before(project: Project, small_disk: Path) -> None:
    fill = f"open('{small_disk}/filler', 'wb', 0).write(bytes(2 ** 22))\n"
    project.write(
        "fills.ipynb",
        "open('in.csv', 'w').write('1')\nprint('kept', flush=True)",
        f"try:\n    {fill}except OSError:\n    pass\n{WAITS}print('x' * 100_000)",
        "print('never')",
    )
    done = project.nbtrack("run", "fills.ipynb")
    assert done.returncode == 2
    assert "once there is room" in done.stderr
    assert not alive(project)
    (small_disk / "filler").unlink()
    record = the_run(project)
    assert record.status == DISK_FULL
    assert record.error
    assert "no space left" in record.error.message
    assert text_of(outputs(project, record)[0]) == "kept\n"
    assert record.data
    assert record.data.written >= 1


def test_a_script_on_a_full_disk_is_ended_and_keeps_what_went_before(
    project: Project, small_disk: Path
) -> None:
    fill = f"open('{small_disk}/filler', 'wb', 0).write(bytes(2 ** 22))\n"
    (project.folder / "fills.py").write_text(
        f"open('out.csv', 'w').write('1')\n{WAITS}try:\n    {fill}except OSError:\n    pass\n"
        f"while True:\n    print('x' * 10_000, flush=True)\n"
    )
    assert project.nbtrack("run", "fills.py").returncode in (1, 2)
    assert not alive(project)
    (small_disk / "filler").unlink()
    record = the_run(project)
    assert record.status == DISK_FULL
    assert record.error
    assert "no space left" in record.error.message.lower()
    assert record.data
    assert record.data.written >= 1


def test_nbtrack_that_is_killed_loses_nothing_of_what_the_run_used(project: Project) -> None:
    (project.folder / "local.py").write_text("ONE = 1\n")
    (project.folder / "in.csv").write_text("1\n")
    project.write(
        "killed.ipynb",
        "import local, csv\nopen('out.csv', 'w').write('1')\nopen('in.csv').read()\nprint('kept')",
        WAITS + "time.sleep(600)",
    )
    run = project.start("run", "killed.ipynb")
    wait_until(lambda: (project.folder / "pids").exists())
    run.kill()
    run.communicate()
    wait_until(lambda: not alive(project))
    assert project.nbtrack("runs").returncode == 0
    record = the_run(project)
    assert (record.status, record.error and record.error.name) == (LOST, "RecorderDied")
    assert record.data
    assert (record.data.read, record.data.written) == (1, 2)  # with what the cell that waits writes
    assert set(record.modules) == {"local.py"}
    assert record.environment
    assert record.environment.imported
    assert text_of(outputs(project, record)[0]) == "kept\n"
    assert record.duration_s
    assert not os.path.exists(project.store.live_folder(record.id))


@pytest.mark.parametrize("name", ["waits.ipynb", "waits.py"])
@pytest.mark.parametrize(
    ("number", "status"),
    [(signal.SIGINT, INTERRUPTED), (signal.SIGTERM, TERMINATED), (signal.SIGHUP, HUNG_UP)],
)
def test_each_signal_has_a_status_of_its_own(
    project: Project, name: str, number: signal.Signals, status: str
) -> None:
    source = WAITS + "time.sleep(600)"
    project.write("waits.ipynb", source)
    (project.folder / "waits.py").write_text(source)
    run = project.start("run", name)
    wait_until(lambda: (project.folder / "pids").exists())
    run.send_signal(number)
    run.communicate()
    assert run.returncode == 130
    assert the_run(project).status == status
    assert not alive(project)


@pytest.mark.parametrize("name", ["waits.ipynb", "waits.py"])
def test_a_terminal_that_is_closed_ends_the_run_and_is_on_record(project: Project, name: str) -> None:
    source = WAITS + "while True:\n    print('more', flush=True)\n    time.sleep(0.05)"
    project.write("waits.ipynb", source)
    (project.folder / "waits.py").write_text(source)
    pid, terminal = pty.fork()
    if not pid:
        os.chdir(project.folder)
        os.execv(sys.executable, command("run", name))
    wait_until(lambda: os.read(terminal, 65_536) and (project.folder / "pids").exists())
    os.close(terminal)
    os.waitpid(pid, 0)
    record = the_run(project)
    assert record.status == HUNG_UP
    assert record.data is not None
    assert not alive(project)


class _AtTheStart:
    """Presses Ctrl-C in the instant before a cell begins."""

    def run_started(self, run_id: str, total: int) -> None: ...

    def cell_started(self, number: int) -> None:
        if number == 2:
            os.kill(os.getpid(), signal.SIGINT)

    def cell_printed(self, text: str) -> None: ...

    def cell_ended(self, cell: CellRun) -> None: ...

    def cells_taken_over(self, cells: Sequence[CellRun]) -> None: ...

    def said(self, text: str) -> None: ...

    def metric_missing(self, name: str, why: str) -> None: ...


def test_ctrl_c_between_two_cells(project: Project) -> None:
    path = project.write("two.ipynb", "print('kept')", "import time\ntime.sleep(600)")
    plan = make_plan(parse(path.read_bytes(), str(path)), (), ())
    record = record_run(plan, Store(str(project.folder / ".nbtrack")), _AtTheStart())
    assert (record.status, record.error and record.error.message) == (INTERRUPTED, "stopped by Ctrl-C")
    assert text_of(outputs(project, record)[0]) == "kept\n"


def test_ctrl_c_while_the_kernel_does_not_know_of_the_cell_yet(project: Project) -> None:
    cell = parse(notebook_b(code("import time\ntime.sleep(600)"), metadata=PYTHON)).cells[0]
    with KernelServer(find_spec(parse(notebook_b(metadata=PYTHON)), None)) as server:
        kernel = Kernel(server, str(project.folder))
        kernel.launch({}, str(project.folder / "log"))
        kernel.wait()
        for milliseconds in (0, *range(1, 30, 3)):
            with interruptible(kernel.interrupt) as interruption, interruption.cell():
                presses = f"import os, time\ntime.sleep({milliseconds / 1000})\nos.kill({os.getpid()}, 2)"
                pressing = subprocess.Popen([sys.executable, "-I", "-S", "-c", presses])
                if not milliseconds:
                    pressing.wait()
                outcome = kernel.run_cell(cell, Limit(60, "it went on"), _Nobody())
                pressing.wait()
            assert interruption.asked
            assert (outcome.status, outcome.error and outcome.error[0]) == (FAILED, "KeyboardInterrupt")
        kernel.stop(at_once=True)


def test_a_kernel_that_is_killed_between_two_cells_is_waited_for_no_longer(project: Project) -> None:
    cell = parse(notebook_b(code("print('never')"), metadata=PYTHON)).cells[0]
    with KernelServer(find_spec(parse(notebook_b(metadata=PYTHON)), None)) as server:
        kernel = Kernel(server, str(project.folder))
        kernel.launch({}, str(project.folder / "log"))
        kernel.wait()
        assert kernel.pid
        os.kill(kernel.pid, signal.SIGKILL)
        assert server.wait(kernel.pid, 60)  # as it is heard while the recorder asks for something
        assert kernel.ask("1") is None
        assert kernel.run_cell(cell, Limit(20, "it waited"), _Nobody()).status == KILLED
        kernel.stop(at_once=True)


LATE = """import time
kernel = get_ipython().kernel
publish = kernel._publish_status
def late(status, channel, *words):
    if channel == "control" and status == "idle":
        time.sleep(0.5)
        open("heard", "w").write(str(kernel.iopub_thread.thread.is_alive()))
    publish(status, channel, *words)
kernel._publish_status = late
"""


def test_the_last_word_of_a_kernel_that_ends_is_heard_however_late(project: Project) -> None:
    cell = parse(notebook_b(code(LATE), metadata=PYTHON)).cells[0]
    with KernelServer(find_spec(parse(notebook_b(metadata=PYTHON)), None)) as server:
        kernel = Kernel(server, str(project.folder))
        kernel.launch({}, str(project.folder / "log"))
        kernel.wait()
        assert kernel.run_cell(cell, None, _Nobody()).status == FINISHED
        kernel.stop(at_once=False)
        ended = kernel.ended()
    assert ended is not None
    assert ended.code == 0
    assert (project.folder / "heard").read_text() == "True"  # else, at times, it waited for ever


class _Nobody:
    def came(self, outputs: Any, message: Any) -> None: ...

    def passed(self) -> None: ...
