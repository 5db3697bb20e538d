"""A run that did not finish goes on at its cell, with what the cells before had made."""

from __future__ import annotations

import json
import signal
from typing import TYPE_CHECKING

import pytest

from nbtrack.store.states import States
from nbtrack.store.statuses import FAILED, FINISHED, INTERRUPTED, TIMED_OUT
from tests.e2e.resuming import COUNTS, fails, keep_always, last_run, printed, reason, resumes, times_ran
from tests.e2e.running import Project, tagged
from tests.e2e.test_run_failures import wait_until

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.kernel


@pytest.fixture
def project(tmp_path: Path) -> Project:
    (tmp_path / "project").mkdir()
    return keep_always(Project(tmp_path / "project"))


MAKES = """
import functools, inspect, random, warnings
import numpy as np
import pandas as pd
import nbtrack
import local

class Model:
    def __init__(self):
        self.weights = [random.random()]
    def scaled(self):
        return [scale * weight for weight in self.weights]

@functools.lru_cache
def squared(x):
    return x * x

def counter():
    n = 0
    def count():
        nonlocal n
        n += 1
        return n
    return count

def shown():
    return f'{scale} {np.round(np.random.rand(), 6)} {local.VALUE}'

np.random.seed(3)
random.seed(3)
scale = 2
count = counter()
count()
model = Model()
optimizer = {'of': model}
square = lambda x: squared(x) + scale
warnings.filterwarnings('ignore', 'quiet')
pd.set_option('display.precision', 3)
np.set_printoptions(precision=2)
os.environ['MINE'] = 'set'
os.chdir('sub')
nbtrack.log(loss=0.5, step=1)
nbtrack.log(loss=0.25, step=2)
print('made', random.random())
"""
USES = """
scale = 3
optimizer['of'].weights.append(1)
print(model.scaled(), shown(), square(2), count(), optimizer['of'] is model, isinstance(model, Model))
print(random.random(), os.environ['MINE'], os.path.basename(os.getcwd()), ran.closed)
print(pd.DataFrame({'a': [1 / 3]}), np.array([1 / 3]), inspect.getsource(counter))
warnings.warn('quiet')
nbtrack.log(loss=0.125, step=3)
"""


def write_training(project: Project, fails_at: str) -> None:
    (project.folder / "sub").mkdir(exist_ok=True)
    (project.folder / "local.py").write_text("VALUE = 7\n")
    cells = (COUNTS, "%matplotlib inline", MAKES, tagged("metrics", "accuracy = 0.75"))
    project.write("train.ipynb", *cells, fails_at + USES, "print(scale)")


def test_what_is_resumed_comes_out_as_a_run_that_never_failed(project: Project) -> None:
    write_training(project, "random.random()\nscale = 9\n1 / 0\n")
    first = fails(project, "train.ipynb")
    assert States(project.store.root).all()
    write_training(project, "random.random()\n")
    second, said = resumes(project)
    assert "failed in cell 5: it is taken up there" in said
    assert f"cells 1 to 4: taken over from run {first.id[:8]}" in said
    print(second.error, said)
    assert (second.status, times_ran(project)) == (FINISHED, 1)
    assert not States(project.store.root).all()  # it has served
    whole = project.store.get(project.json("run", "train.ipynb")["id"])
    assert times_ran(project) == 2
    assert printed(project, second) == printed(project, whole)
    assert second.notebook.executed == whole.notebook.executed
    assert second.metrics == whole.metrics
    assert (second.metrics["loss"].count, second.metrics["accuracy"].last) == (3, 0.75)


def test_the_record_says_what_was_taken_over_and_from_where(project: Project) -> None:
    cells = ("print('a')", "import lib\ntext = open('d.csv').read()")
    project.write("a.ipynb", *cells, "1 / 0")
    (project.folder / "lib.py").write_text("")
    (project.folder / "d.csv").write_text("1")
    first = fails(project, "a.ipynb")
    assert "for `nbtrack run --resume" in project.nbtrack("show").stdout
    (project.folder / "lib.py").write_text("MORE = 1")
    project.write("a.ipynb", *cells, "print('mended')")
    done = project.nbtrack("run", "--resume", "latest", "--json")
    assert "lib.py changed since: the cells that are taken over ran with what was there before" in done.stderr
    assert json.loads(done.stdout)["resumes"] == {"run": first.id, "cell": 3}
    second = last_run(project)
    assert [cell.taken_from for cell in second.cells] == [first.id, first.id, None]
    assert [cell.started for cell in second.cells[:2]] == [cell.started for cell in first.cells[:2]]
    assert [cell.outputs for cell in second.cells[:2]] == [cell.outputs for cell in first.cells[:2]]
    assert second.data is not None
    assert second.data.read == 1
    assert list(second.modules) == ["lib.py"]
    shown = project.nbtrack("show").stdout
    assert f"resumes      run {first.id} at cell 3" in shown
    assert "RAN IN" in shown
    assert "d.csv" in project.nbtrack("show", "--files").stdout


def test_a_run_that_was_resumed_and_failed_again_is_resumed_in_turn(project: Project) -> None:
    project.write("a.ipynb", COUNTS, "x = 1\n1 / 0", "y = x + 1\n1 / 0", "print(x, y)")
    first = fails(project, "a.ipynb")
    project.write("a.ipynb", COUNTS, "x = 1", "y = x + 1\n1 / 0", "print(x, y)")
    second, _ = resumes(project)
    assert second.status == FAILED
    project.write("a.ipynb", COUNTS, "x = 1", "y = x + 1", "print(x, y)")
    third, _ = resumes(project)
    assert (third.status, times_ran(project)) == (FINISHED, 1)
    assert [cell.taken_from for cell in third.cells] == [first.id, second.id, None, None]
    assert printed(project, third)[-1] == "1 2\n"


def test_what_the_failed_cell_may_have_changed_is_named(project: Project) -> None:
    cells = (
        COUNTS,
        "model, data, rows, n = [], [1], {}, 0\nrest = (i for i in range(3))\nfile = open('ran')",
    )
    project.write("a.ipynb", *cells, "n += 1\nrows = dict(rows)\nmodel.append(data[0])\n1 / 0\ndata.clear()")
    fails(project, "a.ipynb")
    project.write("a.ipynb", *cells, "more = 5", "print(model, data, rows, n, more)")
    second, said = resumes(project)
    assert "cell 3 had begun, and may have changed model, rows; --from-top runs all cells again" in said
    assert second.resumes is not None
    assert list(second.resumes.altered) == ["model", "rows"]
    assert printed(project, second)[-1] == "[1] [1] {} 0 5\n"
    assert times_ran(project) == 1  # though a generator and a file were not kept, which nobody needs


def test_a_variable_that_could_not_be_kept_and_is_needed_is_named(project: Project) -> None:
    makes = "import threading\nlock = threading.Lock()"
    project.write("a.ipynb", COUNTS, makes, "1 / 0", "print(lock.locked())")
    done = project.nbtrack("run", "a.ipynb")
    assert "not kept: lock (of type _thread.lock)" in done.stderr
    project.write("a.ipynb", COUNTS, makes, "pass", "print(lock.locked())")
    second, said = resumes(project)
    why = "lock (of type _thread.lock) could not be kept, and cell 4 uses it"
    assert reason(said) == why
    assert (second.status, times_ran(project)) == (FINISHED, 2)
    assert second.resumes is not None
    assert (second.resumes.cell, second.resumes.why) == (None, why)
    assert "resumes      run" in (shown := project.nbtrack("show").stdout)
    assert f"from the top: {why}" in shown


def test_a_state_that_cannot_be_read_costs_no_more_than_a_new_kernel(project: Project) -> None:
    (project.folder / "shapes.py").write_text("class Shape:\n    pass\nseen = []\n")
    cells = (COUNTS, "import shapes\nshape = getattr(shapes, 'Shape', int)()", "print(shapes.seen)")
    project.write("a.ipynb", *cells, "1 / 0")
    fails(project, "a.ipynb")
    (project.folder / "shapes.py").write_text("seen = []\n")
    project.write("a.ipynb", *cells, "print(shape)")
    record, said = resumes(project)
    assert reason(said).startswith("the state cannot be read: AttributeError: Can't get attribute 'Shape'")
    assert (record.status, times_ran(project)) == (FINISHED, 2)
    assert printed(project, record)[-1] == "0\n"


def test_a_run_that_was_interrupted_goes_on(project: Project) -> None:
    project.write("a.ipynb", COUNTS, "x = 4", "open('there', 'w')\nimport time\ntime.sleep(600)")
    run = project.start("run", "a.ipynb")
    wait_until((project.folder / "there").exists)
    run.send_signal(signal.SIGINT)
    _, said = run.communicate()
    assert "keeping what the cells before made" in said
    assert project.store.runs()[0].status == INTERRUPTED
    project.write("a.ipynb", COUNTS, "x = 4", "print(x)")
    second, _ = resumes(project)
    assert (second.status, times_ran(project)) == (FINISHED, 1)
    assert printed(project, second)[-1] == "4\n"


def test_a_run_that_took_too_long_can_go_on(project: Project) -> None:
    project.write("a.ipynb", "x = 4", "import time\ntime.sleep(600)")
    assert fails(project, "a.ipynb", "--cell-timeout", "1").status == TIMED_OUT
    assert project.json("run", "--resume", "latest", "--dry-run")["resumes"]["cell"] == 2


def test_a_second_ctrl_c_leaves_the_state_out(project: Project) -> None:
    slow = "class Slow:\n    def __reduce__(self):\n        open('keeping', 'w')\n        time.sleep(600)"
    project.write("a.ipynb", "import time\n" + slow, "slow = Slow()", "1 / 0")
    run = project.start("run", "a.ipynb")
    wait_until((project.folder / "keeping").exists)
    run.send_signal(signal.SIGINT)
    _, said = run.communicate(timeout=60)
    assert "not kept: somebody interrupted that too" in said
    assert run.returncode == 1
    assert project.store.runs()[0].status == FAILED


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("os.kill(os.getpid(), 9)", "its kernel died, and what its cells had made with it"),
        ("raise MemoryError", "memory ran out, and what its cells had made is gone"),
    ],
)
def test_a_kernel_that_is_gone_leaves_no_state(project: Project, source: str, why: str) -> None:
    project.write("a.ipynb", "import os", source)
    fails(project, "a.ipynb")
    assert reason(project.nbtrack("run", "--resume", "latest", "--dry-run").stderr) == why


@pytest.mark.parametrize(
    ("setting", "why"),
    [
        ("state-max-size = 100_000", "it is larger than 100 kB, as record.state-max-size says"),
        ("state-max-seconds = 0", "it takes longer than record.state-max-seconds allows"),
    ],
)
def test_what_is_too_much_is_not_kept(project: Project, setting: str, why: str) -> None:
    (project.folder / "nbtrack.toml").write_text(f'[record]\nkeep-state = "always"\n{setting}\n')
    project.write("a.ipynb", "large = b'x' * 200_000", "1 / 0")
    done = project.nbtrack("run", "a.ipynb")
    assert f"the state of the kernel is not kept: {why}" in done.stderr
    (kept,) = States(project.store.root).all()
    assert kept.size_bytes < 10_000
    assert f"state        not kept: {why}" in project.nbtrack("show").stdout
    said = project.nbtrack("run", "--resume", "latest", "--dry-run").stderr
    assert reason(said) == f"the state of its kernel was not kept: {why}"


@pytest.mark.parametrize(
    ("settings", "words", "is_kept"),
    [
        ("", (), False),  # what ran for a second is run again in a second
        ("state-after = 0", (), True),
        ('keep-state = "never"', ("--keep-state", "always"), True),
        ('keep-state = "always"', ("--keep-state", "never"), False),
    ],
)
def test_when_a_state_is_kept(project: Project, settings: str, words: tuple[str, ...], is_kept: bool) -> None:
    (project.folder / "nbtrack.toml").write_text(f"[record]\n{settings}\n")
    project.write("a.ipynb", "x = 1", "1 / 0")
    fails(project, "a.ipynb", *words)
    assert bool(States(project.store.root).all()) == is_kept


def test_a_script_has_no_state(project: Project) -> None:
    (project.folder / "a.py").write_text("1 / 0")
    done = project.nbtrack("run", "a.py", "--keep-state", "always")
    assert done.returncode == 2
    assert "a script has no kernel whose state could be kept" in done.stderr
