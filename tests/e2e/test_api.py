"""Code that begins, joins and describes a run with `import nbtrack`."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from nbtrack.errors import RunError
from nbtrack.record.project_store import find_store
from nbtrack.record.reproduce import require_repeatable
from nbtrack.store.record import RunRecord
from nbtrack.store.series import unpack
from nbtrack.store.store import Store
from nbtrack.store.versions import read_version
from tests.making import code, notebook_b

LASTING = """
import asyncio, nbtrack

@nbtrack.recorded
async def train(lr):
    await asyncio.sleep(0)
    nbtrack.log(loss=lr)

@nbtrack.recorded
def epochs(count):
    for epoch in range(count):
        nbtrack.log(loss=epoch)
        yield epoch

asyncio.run(train(0.5))
assert list(epochs(3)) == [0, 1, 2]
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "pyproject.toml").write_text("")
    return tmp_path


def python(project: Path, source: str, **env: str) -> subprocess.CompletedProcess[str]:
    (project / "train.py").write_text(source)
    return subprocess.run(
        [sys.executable, "train.py"],
        cwd=project,
        env=os.environ | env,
        capture_output=True,
        text=True,
        timeout=60,
    )


def records(project: Path) -> list[RunRecord]:
    """Return the sealed records, the oldest first."""
    store = find_store(str(project))
    return [store.records.get(run.id) for run in reversed(store.runs())]


def test_a_script_records_itself(project: Path) -> None:
    source = """
import nbtrack
run = nbtrack.start({"lr": 0.1, "layers": (1, 2)}, name="first", tags=["a"], note="why")
for step in range(3):
    run.log(loss=1 / (step + 1), step=step)
nbtrack.tag("b")
print(run.id)
"""
    done = python(project, source)
    (record,) = records(project)
    assert (done.stderr, done.stdout.strip()) == ("", record.id)
    assert (record.experiment, record.status, record.name, record.note) == (
        "train.py",
        "finished",
        "first",
        "why",
    )
    assert set(record.tags) == {"a", "b"}
    assert {name: (one.value, one.origin) for name, one in record.parameters.items()} == {
        "lr": (0.1, "code"),
        "layers": ([1, 2], "code"),
    }
    assert record.metrics["loss"].count == 3
    assert record.metrics["loss"].last == pytest.approx(1 / 3)
    assert record.environment is not None
    assert record.script is not None
    assert Store(str(project / ".nbtrack")).blobs.get(record.script).decode() == source


def test_each_start_begins_a_run_and_ends_the_one_before(project: Path) -> None:
    python(
        project, "import nbtrack\nfor lr in 1, 2, 3:\n    nbtrack.start({'lr': lr})\n    nbtrack.log(loss=lr)"
    )
    found = records(project)
    assert [run.parameters["lr"].value for run in found] == [1, 2, 3]
    assert [run.metrics["loss"].last for run in found] == [1, 2, 3]


def test_a_function_is_recorded_call_by_call(project: Path) -> None:
    source = """
import nbtrack

@nbtrack.recorded
def fit(lr, epochs=3):
    return lr

assert fit(0.1) == 0.1
fit(0.2, 5)
"""
    assert python(project, source).stderr == ""
    values = [{name: one.value for name, one in run.parameters.items()} for run in records(project)]
    assert values == [{"lr": 0.1, "epochs": 3}, {"lr": 0.2, "epochs": 5}]


@pytest.mark.parametrize("source", ["with nbtrack.start():\n    1 / 0", "nbtrack.start()\n1 / 0"])
def test_an_exception_makes_a_failed_run_and_stays_what_it_was(project: Path, source: str) -> None:
    done = python(project, f"import nbtrack\n{source}")
    (record,) = records(project)
    assert done.returncode == 1
    assert "ZeroDivisionError" in done.stderr
    assert record.status == "failed"
    assert record.error is not None
    assert (record.error.name, record.error.line) == ("ZeroDivisionError", source.count("\n") + 2)
    assert record.error.traceback is not None


def test_a_run_that_is_killed_keeps_what_was_logged(project: Path) -> None:
    (project / "in.csv").write_text("1")
    source = "import nbtrack, os\nnbtrack.start({'lr': 1})\nnbtrack.log(loss=2)\nopen('in.csv').read()\n"
    source += "os.kill(os.getpid(), 9)"
    assert python(project, source).returncode == -signal.SIGKILL
    (record,) = records(project)
    assert (record.status, record.metrics["loss"].last, record.parameters["lr"].value) == (
        "lost",
        2,
        1,
    )
    assert record.data
    assert record.data.read == 1


def test_files_figures_and_tables_are_kept(project: Path) -> None:
    source = """
import matplotlib, nbtrack
matplotlib.use("Agg")
import matplotlib.pyplot as plt, pandas as pd
with nbtrack.start():
    nbtrack.log_artifact("train.py", "code.py")
    figure, axes = plt.subplots()
    nbtrack.log_figure(axes, "curve")
    nbtrack.log_figure(plt, "current")
    nbtrack.log_table(pd.DataFrame({"x": [1, 2]}), "frame")
    nbtrack.log_table([{"x": 1}, {"y": 2}], "rows.csv")
"""
    assert python(project, source).stderr == ""
    (record,) = records(project)
    store = Store(str(project / ".nbtrack"))
    kept = {name: (store.blobs.get(one.blob), one.media_type) for name, one in record.artifacts.items()}
    assert kept["code.py"] == (source.encode(), "text/x-python")
    assert kept["curve.png"][0].startswith(b"\x89PNG")
    assert kept["current.png"] == kept["curve.png"]
    assert kept["frame.csv"] == (b",x\n0,1\n1,2\n", "text/csv")
    assert kept["rows.csv"][0] == b"x,y\r\n1,\r\n,2\r\n"


def test_what_cannot_be_recorded_is_a_warning(project: Path) -> None:
    done = python(
        project,
        "import nbtrack\nwith nbtrack.start():\n    nbtrack.log_figure(3)\n    nbtrack.log_artifact('gone')",
    )
    assert done.returncode == 0
    assert "nbtrack.log_figure: not recorded: a int is no figure" in done.stderr
    assert "nbtrack.log_artifact: not recorded: [Errno 2]" in done.stderr
    (project / "store").write_text("in the way")
    done = python(
        project,
        "import nbtrack\nrun = nbtrack.start()\nnbtrack.log(loss=1)\nprint(run.id)",
        NBTRACK_STORE=str(project / "store"),
    )
    assert (done.returncode, done.stdout) == (0, "None\n")
    assert "nbtrack.start: nothing is recorded: cannot write" in done.stderr


def test_a_coroutine_and_a_generator_are_recorded_to_their_end(project: Path) -> None:
    assert python(project, LASTING).stderr == ""
    one, other = records(project)
    assert (one.parameters["lr"].value, one.metrics["loss"].last) == (0.5, 0.5)
    assert (other.parameters["count"].value, other.metrics["loss"].count) == (3, 3)


BROKEN = """
import shutil, nbtrack
with nbtrack.start():
    nbtrack.log(loss=1)
    shutil.rmtree(".nbtrack")
print("trained")
"""


@pytest.mark.parametrize("warnings", ["default", "error"])
def test_a_store_that_breaks_during_a_training_is_a_warning_at_its_end(project: Path, warnings: str) -> None:
    done = python(project, BROKEN, PYTHONWARNINGS=warnings)
    assert (done.returncode, done.stdout) == (0, "trained\n")
    assert "is not sealed yet" in done.stderr


def test_nothing_at_all_happens_where_recording_is_off(project: Path) -> None:
    source = """
import nbtrack
with nbtrack.start({"lr": 1}) as run:
    run.log(loss=1)
    nbtrack.tag("a")
assert run.id is None
"""
    assert python(project, source, NBTRACK_RECORD="off").stderr == ""
    assert not (project / ".nbtrack").exists()


def test_children_log_into_the_run_and_do_not_end_it(project: Path) -> None:
    source = """
import multiprocessing, nbtrack

def work(step):
    nbtrack.log(loss=step, step=step)

if __name__ == "__main__":
    nbtrack.start()
    for method in "fork", "spawn":
        with multiprocessing.get_context(method).Pool(2) as pool:
            pool.map(work, range(4))
"""
    assert python(project, source).stderr == ""
    (record,) = records(project)
    assert record.metrics["loss"].count == 8


def test_in_a_recorded_notebook_start_joins_the_run(project: Path) -> None:
    joining = """
import nbtrack
run = nbtrack.start({"lr": 9, "seed": 3}, tags=["from code"], note="said")
nbtrack.log(loss=1)
run.finish()
"""
    cells = ["lr = 0.1", joining]
    notebook: dict[str, Any] = {
        "cells": [
            {
                "cell_type": "code",
                "id": f"c{number}",
                "metadata": {"tags": ["parameters"]} if not number else {},
                "source": text,
                "outputs": [],
                "execution_count": None,
            }
            for number, text in enumerate(cells)
        ],
        "metadata": {"kernelspec": {"name": "python3", "display_name": "Python 3"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    (project / "train.ipynb").write_text(json.dumps(notebook))
    subprocess.run(
        [sys.executable, "-m", "nbtrack", "run", "train.ipynb", "--tag", "mine", "-p", "lr=0.5"],
        cwd=project,
        check=True,
        capture_output=True,
        timeout=120,
    )
    (record,) = records(project)
    assert record.experiment == "train.ipynb"
    assert {name: (one.value, one.origin) for name, one in record.parameters.items()} == {
        "lr": (0.5, "command line"),
        "seed": (3, "code"),
    }
    assert (set(record.tags), record.note, record.metrics["loss"].last) == ({"mine", "from code"}, "said", 1)


INTERACTIVE = """
import os, sys
os.environ["JPY_SESSION_NAME"] = "work.ipynb"
from ipykernel.inprocess.ipkernel import InProcessKernel
shell = InProcessKernel().shell
for cell in ("import nbtrack, random", "random.seed(3)\\nrun = nbtrack.start()", "run.finish()"):
    shell.run_cell(cell, store_history=True).raise_error()
"""


def test_a_run_that_begins_in_jupyter_has_the_notebook_as_it_was_saved_last(project: Path) -> None:
    (project / "work.ipynb").write_bytes(notebook_b(code("import nbtrack, random")))
    done = python(project, INTERACTIVE)
    assert done.returncode == 0, done.stderr
    (record,) = records(project)
    assert record.experiment == "work.ipynb"
    store = Store(str(project / ".nbtrack"))
    assert read_version(record, store.blobs) == (project / "work.ipynb").read_bytes()
    assert record.environment
    assert record.environment.seeds == {"random.seed": [3]}
    with pytest.raises(RunError, match="which cells ran is not on record"):
        require_repeatable(record)


def test_a_run_that_code_begins_has_the_system_over_time(project: Path) -> None:
    source = """
import multiprocessing, os, time, warnings
warnings.simplefilter("error")  # of a fork beside a thread
import nbtrack
nbtrack.start({"lr": 1})
for turn in range(3):
    pid = os.fork()
    if not pid:
        os._exit(0)
    os.waitpid(pid, 0)
end = time.monotonic() + 5
while time.monotonic() < end:
    sum(range(1000))
"""
    done = python(project, source)
    assert (done.stderr, done.returncode) == ("", 0)
    (record,) = records(project)
    assert record.system is not None
    series = unpack(Store(str(project / ".nbtrack")).blobs.get(record.system))
    assert {"memory_bytes", "cpu_percent", "read_bytes", "written_bytes"} <= series.keys()
    assert series["memory_bytes"].summary().last > 1_000_000
