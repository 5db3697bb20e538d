"""`nbtrack run`, in a real kernel: what is recorded, and what becomes of runs that do not finish."""

from __future__ import annotations

import json
import os
import random
import signal
import time
from typing import TYPE_CHECKING, Any

import pytest

from nbtrack.notebook.document import parse
from nbtrack.store.notebooks import get_notebook
from nbtrack.store.statuses import FAILED, FINISHED, INTERRUPTED, KILLED, LOST, STOPPED, TIMED_OUT
from nbtrack.store.verify import verify
from tests.e2e.running import Project, tagged
from tests.making import code, markdown

if TYPE_CHECKING:
    import subprocess
    from pathlib import Path

pytestmark = pytest.mark.kernel

TRAIN = (
    markdown("# Training"),
    tagged("parameters", "lr = 0.1  # the step\nlayers = [8, 8]"),
    code("import nbtrack\nfor step in range(3):\n    nbtrack.log(loss=lr / (step + 1), step=step)"),
    code("print('done with', lr)"),
    tagged("metrics", "accuracy = 1 - lr\nreport = {'f1': 0.5, 'note': 'good'}\nname = 'x'"),
)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path / "a project")


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path) -> None:
    (tmp_path / "a project").mkdir()


def test_a_run_is_recorded_whole(project: Project) -> None:
    (project.folder / "notebooks").mkdir()
    (project.folder / "notebooks" / "helpers.py").write_text("A = 1\n")
    project.write("notebooks/train.ipynb", *TRAIN)
    project.git("add", ".")
    project.git("commit", "--quiet", "-m", "first")
    (project.folder / "notebooks" / "helpers.py").write_text("A = 2\n")
    (project.folder / "params.yaml").write_text("lr: 0.5\nlayers: [4]\n")
    record = project.json(
        "run", "notebooks/train.ipynb", "--config", "params.yaml", "-p", "lr=0.25", "--name", "first"
    )
    assert (record["status"], record["experiment"], record["name"]) == (
        FINISHED,
        "notebooks/train.ipynb",
        "first",
    )
    assert record["parameters"] == {
        "lr": {"value": 0.25, "origin": "command line", "default": 0.1},
        "layers": {"value": [4], "origin": "params.yaml", "default": [8, 8]},
    }
    metrics = {name: (metric["last"], metric.get("count", 1)) for name, metric in record["metrics"].items()}
    assert metrics == {"loss": (0.25 / 3, 3), "accuracy": (0.75, 1), "report.f1": (0.5, 1)}
    assert record["git"]["commit"] == project.git("rev-parse", "HEAD")
    assert b"+A = 2" in project.store.blobs.get(record["git"]["patch"])
    assert project.store.blobs.get(record["config_files"][0]["blob"]) == b"lr: 0.5\nlayers: [4]\n"
    assert b'"nbtrack":' in project.store.blobs.get(record["environment"]["packages"])
    assert [cell["number"] for cell in record["cells"]] == [2, 3, 4, 5]
    assert not list(verify(project.store))


def test_the_file_stays_and_the_executed_notebook_comes_back(project: Project) -> None:
    path = project.write("train.ipynb", *TRAIN)
    before = path.read_bytes()
    done = project.nbtrack("run", "train.ipynb", "-p", "lr=0.5", "-o", "out.ipynb")
    assert done.returncode == 0, done.stderr
    assert path.read_bytes() == before
    came_out = parse((project.folder / "out.ipynb").read_bytes())
    assert [cell.tags for cell in came_out.cells][1:3] == [("parameters",), ("injected-parameters",)]
    assert came_out.cells[2].source.endswith("lr = 0.5")
    assert came_out.cells[4].outputs == [
        {"output_type": "stream", "name": "stdout", "text": ["done with 0.5\n"]}
    ]
    assert [cell.count for cell in came_out.cells if cell.kind == "code"] == [1, 2, 3, 4, 5]


def test_a_first_run_with_nothing_to_compare_says_how_to_get_something(project: Project) -> None:
    project.write("plain.ipynb", "x = 1")
    assert "tag a cell `parameters` or `metrics`" in project.nbtrack("run", "plain.ipynb").stderr
    assert "no parameters" not in project.nbtrack("run", "plain.ipynb").stderr
    (project.folder / "plain.py").write_text("x = 1")
    assert "--metric-pattern" in project.nbtrack("run", "plain.py").stderr


def test_the_second_run_is_compared_with_the_first(project: Project) -> None:
    project.write("train.ipynb", *TRAIN)
    first = project.json("run", "train.ipynb")
    assert "previous" not in first
    project.write("train.ipynb", *TRAIN[:3], code("print('now with', lr)"), *TRAIN[4:])
    done = project.nbtrack("run", "train.ipynb", "-p", "lr=0.2")
    assert done.returncode == 0, done.stderr
    said = " ".join(done.stdout.split())
    assert f"since run {first['id'][:8]}" in said
    assert "lr: 0.1 → 0.2" in said
    assert "accuracy 0.9 → 0.8 -0.1 (-11.1%)" in said
    assert "- print('done with', lr) + print('now with', lr)" in said
    assert "outputs changed in cell 4" in said
    second = project.store.runs()[0]
    assert (second.previous, bool(second.diff)) == (first["id"], True)


def test_a_failing_cell_is_recorded_with_everything_up_to_there(project: Project) -> None:
    project.write(
        "train.ipynb",
        tagged("parameters", "lr = 0.1"),
        "import nbtrack\nnbtrack.log(loss=1.5)\nprint('before')",
        "x = 1\ny = x / 0",
        "print('never')",
    )
    done = project.nbtrack("run", "train.ipynb", "-p", "lr=0.5")
    assert done.returncode == 1
    assert "cell 3, line 2: ZeroDivisionError: division by zero" in done.stdout
    assert "----> 2 y = x / 0" in done.stdout
    (record,) = project.store.runs()
    record = project.store.get(record.id)
    assert record.status == FAILED
    assert record.error
    assert (record.error.name, record.error.cell, record.error.line) == ("ZeroDivisionError", 3, 2)
    assert [(cell.number, cell.status) for cell in record.cells] == [
        (1, FINISHED),
        (2, FINISHED),
        (3, FAILED),
    ]
    assert record.metrics["loss"].last == 1.5
    outputs = [cell.outputs for cell in executed(project, record).cells]
    assert outputs[2][0]["text"] == ["before\n"]
    assert outputs[3][0]["ename"] == "ZeroDivisionError"


def test_a_cell_that_takes_too_long_times_the_run_out(project: Project) -> None:
    project.write("slow.ipynb", "print('begun')", "import time\nprint('waiting', flush=True)\ntime.sleep(60)")
    done = project.nbtrack("run", "slow.ipynb", "--cell-timeout", "1.5")
    assert done.returncode == 1
    (record,) = project.store.runs()
    record = project.store.get(record.id)
    assert (record.status, record.error and record.error.cell) == (TIMED_OUT, 2)
    assert "cell 2: Timeout: the cell was not done after 1.5 s" in done.stdout
    assert executed(project, record).cells[1].outputs[0]["text"] == ["waiting\n"]


def test_a_run_has_a_time_limit_of_its_own(project: Project) -> None:
    project.write("slow.ipynb", *["import time\ntime.sleep(0.6)"] * 10)
    project.nbtrack("run", "slow.ipynb", "--timeout", "1")
    (record,) = project.store.runs()
    assert record.status == TIMED_OUT


WAITING = """
import pathlib, time
try:
    print("waiting", flush=True)
    pathlib.Path("waiting").touch()
    time.sleep(60)
finally:
    print("cleaned up")
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_run_that_is_interrupted_lets_its_cell_clean_up_and_is_recorded(
    project: Project, number: int
) -> None:
    project.write("slow.ipynb", "print('begun')", WAITING)
    run = project.start("run", "slow.ipynb")
    wait_for(project.folder / "waiting", run)
    run.send_signal(number)
    assert outputs_of_interrupted(project, run) == "waiting\ncleaned up\n"


STUBBORN = """
import pathlib, signal, time
signal.signal(signal.SIGINT, lambda *_: pathlib.Path("heard").touch())
print("waiting", flush=True)
pathlib.Path("waiting").touch()
time.sleep(60)
"""


@pytest.mark.parametrize("signals", [[signal.SIGTERM], [signal.SIGINT, signal.SIGINT]])
def test_a_cell_that_does_not_heed_an_interruption_is_stopped(project: Project, signals: list[int]) -> None:
    project.write("stubborn.ipynb", "print('begun')", STUBBORN)
    run = project.start("run", "stubborn.ipynb")
    wait_for(project.folder / "waiting", run)
    for number in signals:
        run.send_signal(number)
        wait_for(project.folder / "heard", run)
    assert "waiting\n".startswith(outputs_of_interrupted(project, run))


def outputs_of_interrupted(project: Project, run: subprocess.Popen[str]) -> str:
    said, complaint = run.communicate(timeout=60)
    assert run.returncode == 130, complaint
    (record,) = project.store.runs()
    record = project.store.get(record.id)
    assert record.status in STOPPED
    assert record.status in said
    assert record.cells[-1].status == INTERRUPTED
    return "".join("".join(one["text"]) for one in executed(project, record).cells[1].outputs[:1])


def test_a_kernel_that_dies_is_recorded_with_its_cause(project: Project) -> None:
    project.write("dies.ipynb", "print('begun')", "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)")
    done = project.nbtrack("run", "dies.ipynb")
    assert done.returncode == 1
    assert "cell 2: DeadKernel: the kernel was killed by signal 9 (SIGKILL)" in done.stdout
    (record,) = project.store.runs()
    assert record.status == KILLED


LOGGING = """
run = pathlib.Path(os.environ["NBTRACK_LIVE_RUN"]).name
for step in range(200):
    nbtrack.log(loss=1 / (step + 1), step=step)
    pathlib.Path(f"{run}.logged").write_text(str(step + 1))
    print(step, flush=True)
    time.sleep(0.01)
"""


def test_killing_the_recorder_at_any_moment_loses_nothing(project: Project) -> None:
    project.write("train.ipynb", "import nbtrack, os, pathlib, time", LOGGING)
    said: dict[str, str] = {}  # by run, when its recorder was killed: its kernel lives on for a second
    for _ in range(6):
        run = project.start("run", "train.ipynb")
        time.sleep(random.uniform(0.1, 3.0))
        said = {path.stem: path.read_text() for path in project.folder.glob("*.logged")} | said
        run.kill()
        run.communicate()
        for found in project.json("runs")["runs"]:
            shown = project.json("show", found["id"])
            assert shown["status"] in (LOST, FINISHED)
            assert shown.get("metrics", {}).get("loss", {}).get("count", 0) >= int(said.get(found["id"]) or 0)
    before = project.json("runs")
    assert project.nbtrack("store", "reindex").returncode == 0
    assert project.json("runs") == before
    assert not list(verify(project.store))


def test_what_was_printed_before_the_recorder_was_killed_is_in_the_notebook(project: Project) -> None:
    # The second line comes too soon after the first to be kept at once, and nothing comes after it.
    project.write("slow.ipynb", "print('zeroth')", "print('first\\nsecond')\nimport time\ntime.sleep(60)")
    run = project.start("run", "slow.ipynb")
    while not any(
        "second" in path.read_text() for path in project.folder.glob(".nbtrack/live/*/outputs/2.json")
    ):
        assert run.poll() is None
        time.sleep(0.02)
    run.kill()
    run.communicate()
    (record,) = project.store.runs()
    assert record.status == LOST
    outputs = [cell.outputs for cell in executed(project, record).cells]
    assert ["".join(one[0]["text"]) for one in outputs] == ["zeroth\n", "first\nsecond\n"]


@pytest.mark.parametrize(
    ("words", "code", "why"),
    [
        (["-p", "learning_rate=0.1"], 2, "has no parameter 'learning_rate'"),
        (["-p", "lr=fast"], 2, "is of kind float"),
        (["--config", "none.yaml"], 2, "none.yaml"),
        (["--kernel", "cobol"], 2, "there is no kernel 'cobol'"),
        (["--kernel", "garbled"], 2, "the kernel.json of kernel 'garbled' is no JSON"),
        (["-o", "train.ipynb"], 2, "which a run never changes"),
        (["-o", "none/out.ipynb"], 2, "there is no such folder"),
        (["-o", "."], 2, "--output names the folder"),
    ],
)
def test_what_cannot_be_run_is_an_error_and_leaves_no_run(
    project: Project, words: list[str], code: int, why: str
) -> None:
    project.write("train.ipynb", *TRAIN)
    done = project.nbtrack("run", "train.ipynb", *words, JUPYTER_PATH=kernels(project, garbled="{"))
    assert (done.returncode, why in done.stderr) == (code, True), done.stderr
    assert project.store.runs() == []


@pytest.mark.parametrize(
    ("program", "why"),
    [
        (["/no/such/python"], "cannot start kernel 'bad': /no/such/python: no such file or directory"),
        (["/bin/sh", "-c", "echo cannot load it >&2; exit 5"], "kernel 'bad' does not start: cannot load it"),
    ],
)
def test_a_kernel_that_does_not_start_is_recorded_with_its_last_words(
    project: Project, program: list[str], why: str
) -> None:
    project.write("train.ipynb", *TRAIN)
    path = kernels(project, bad=json.dumps({"argv": program, "display_name": "bad", "language": "python"}))
    done = project.nbtrack("run", "train.ipynb", "--kernel", "bad", JUPYTER_PATH=path)
    assert done.returncode == 1, done.stderr
    assert why in done.stdout
    assert project.store.runs()[0].status == FAILED


def kernels(project: Project, **descriptions: str) -> str:
    for name, description in descriptions.items():
        folder = project.folder / "jupyter" / "kernels" / name
        folder.mkdir(parents=True)
        (folder / "kernel.json").write_text(description)
    return str(project.folder / "jupyter")


def test_a_long_line_costs_no_more_than_many_short_ones(project: Project) -> None:
    project.write("long.ipynb", "print('x' * 3_000_000)")
    assert project.nbtrack("run", "long.ipynb").returncode == 0  # a minute and more with nbclient's own way
    assert len(executed(project, project.store.runs()[0]).cells[0].outputs[0]["text"][0]) == 3_000_001


def test_a_dry_run_shows_the_parameters_and_runs_nothing(project: Project) -> None:
    project.write("train.ipynb", *TRAIN)
    done = project.nbtrack("run", "train.ipynb", "--dry-run", "-p", "lr=1")
    assert done.stdout == "lr = 1.0  (command line)\nlayers = [8, 8]  (default)\n"
    assert not os.path.exists(project.store.root)


def test_a_cell_may_raise_where_it_says_so(project: Project) -> None:
    project.write("fine.ipynb", tagged("raises-exception", "1 / 0"), "print('on')")
    assert project.nbtrack("run", "fine.ipynb").returncode == 0


def test_a_notebook_of_the_third_format_runs(project: Project) -> None:
    old = (
        b'{"metadata": {"name": "old"}, "nbformat": 3, "nbformat_minor": 0, "worksheets": [{"metadata": {}, '
        b'"cells": [{"cell_type": "code", "collapsed": false, "input": ["print(7)"], "language": "python", '
        b'"metadata": {}, "outputs": [], "prompt_number": 1}]}]}'
    )
    (project.folder / "old.ipynb").write_bytes(old)
    assert project.nbtrack("run", "old.ipynb").returncode == 0
    (record,) = project.store.runs()
    assert executed(project, record).cells[0].outputs[0]["text"] == ["7\n"]


def test_logging_outside_of_a_run_does_nothing(project: Project) -> None:
    project.write("train.ipynb", *TRAIN)
    done = project.nbtrack("smoke", "train.ipynb")
    assert done.returncode == 0, done.stdout
    assert project.store.runs() == []


def test_what_a_notebook_says_cannot_steer_the_terminal(project: Project) -> None:
    project.write("evil.ipynb", "print('\\x1b]0;owned\\x07')", "raise ValueError('\\x1b[2Jgone')")
    done = project.nbtrack("run", "evil.ipynb", "--name", "\x1b[31mred")
    for text in (done.stdout, done.stderr, project.nbtrack("show").stdout, project.nbtrack("runs").stdout):
        assert "\x1b" not in text


def executed(project: Project, record: Any) -> Any:
    assert record.notebook.executed
    return parse(get_notebook(project.store.blobs, record.notebook.executed))


def wait_for(path: Path, run: subprocess.Popen[str]) -> None:
    deadline = time.monotonic() + 60
    while not path.exists():
        assert run.poll() is None, run.communicate()
        assert time.monotonic() < deadline
        time.sleep(0.02)
