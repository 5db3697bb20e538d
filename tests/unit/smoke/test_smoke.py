"""Run a notebook's script in a clean process and blame the cell that fails."""

import os
import select
import shlex
import sys
from pathlib import Path
from typing import Any

import pytest

from nbtrack.errors import RunError
from nbtrack.notebook.document import parse
from nbtrack.smoke.preparing import trial_of
from nbtrack.smoke.verdict import Failure, Verdict
from tests.making import code, notebook_b
from tests.unit.smoke.conditions import run_one, under


def tried(folder: Path, *cells: str, **conditions: Any) -> Verdict:
    notebook = parse(notebook_b(*map(code, cells)), str(folder / "test.ipynb"))
    return run_one(trial_of(notebook, under(**conditions)))


def failed(folder: Path, *cells: str, timeout_s: float = 60) -> Failure:
    failure = tried(folder, *cells, timeout_s=timeout_s).failure
    assert failure is not None
    return failure


def place(failure: Failure) -> tuple[int, int | None, str]:
    """Return cell, line and the text under the caret."""
    return failure.cell, failure.line, failure.source[failure.start : failure.end]


def test_a_notebook_that_runs_passes(tmp_path: Path) -> None:
    verdict = tried(tmp_path, "x = 1", "print(x)")
    assert (verdict.failure, verdict.cells, verdict.output) == (None, 2, "1\n")


def test_it_runs_in_its_own_folder_without_jupyter(tmp_path: Path) -> None:
    (tmp_path / "beside.py").write_text("value = 1\n")
    checks = (
        "import os, sys, beside",
        f"assert os.getcwd() == sys.path[0] == {str(tmp_path)!r}",
        "assert 'IPython' not in sys.modules and 'nbtrack' not in sys.modules",
        "assert os.environ['MPLBACKEND'] == 'Agg' and len(sys.argv) == 1",
        "import __main__\nassert __name__ == '__main__' and __main__.beside is beside",
        "import pickle\nclass A: pass\npickle.loads(pickle.dumps(A()))",
    )
    assert tried(tmp_path, *checks).failure is None
    assert {path.name for path in tmp_path.iterdir()} <= {"beside.py", "__pycache__"}


def test_a_failure_names_cell_line_and_the_part_that_fails(tmp_path: Path) -> None:
    failure = failed(tmp_path, "x = 'ü'", "y = 2\nz = 'ü' + str(x) + scale + 1")
    assert place(failure) == (2, 2, "scale")
    assert failure.what == "NameError: name 'scale' is not defined"


def test_a_message_that_begins_with_a_frame_is_told_by_its_first_words(tmp_path: Path) -> None:
    failure = failed(tmp_path, "raise LookupError('\\n' + '*' * 70 + '\\n  No punkt.\\n  See there.')")
    assert failure.what == "LookupError: No punkt."


def test_the_cell_that_calls_is_blamed_where_the_error_is_in_a_library(tmp_path: Path) -> None:
    assert place(failed(tmp_path, "import json", "\n\njson.loads('{')")) == (2, 3, "json.loads('{')")


def test_the_cell_that_defines_is_blamed_where_its_function_fails(tmp_path: Path) -> None:
    assert place(failed(tmp_path, "def f():\n    return 1 / 0", "f()")) == (1, 2, "1 / 0")


def test_an_indented_line_is_shown_as_the_cell_has_it(tmp_path: Path) -> None:
    assert place(failed(tmp_path, "%%time\nx = 1\ny = x / 0")) == (1, 3, "x / 0")
    assert place(failed(tmp_path, "%time 1 / 0")) == (1, 1, "%time 1 / 0")


def test_what_cannot_be_carried_is_blamed_on_its_line(tmp_path: Path) -> None:
    failure = failed(tmp_path, "x = 1", "\n%sql select 1")
    assert place(failure) == (2, 2, "%sql select 1")
    assert failure.cause.startswith("this cannot leave Jupyter")


def test_a_cell_that_is_no_python_is_blamed(tmp_path: Path) -> None:
    failure = failed(tmp_path, "x = 1", "y = 1\nprint 'x'")
    assert place(failure) == (2, 2, "print 'x'")
    assert "fails in Jupyter as well" in failure.cause


def test_a_timeout_names_the_line_that_was_running(tmp_path: Path) -> None:
    failure = failed(tmp_path, "import time", "x = 1\ntime.sleep(60)", timeout_s=3)
    assert place(failure) == (2, 2, "time.sleep(60)")
    assert failure.what == "still running after 3 s"


def test_a_killed_process_names_the_cell(tmp_path: Path) -> None:
    failure = failed(tmp_path, "import os", "os.kill(os.getpid(), 9)")
    assert (failure.cell, failure.what) == (2, "killed by SIGKILL")
    assert "memory ran out" in failure.cause


def test_a_crash_in_compiled_code_names_the_line(tmp_path: Path) -> None:
    failure = failed(tmp_path, "import ctypes", "x = 1\nctypes.string_at(0)")
    assert (failure.cell, failure.line, failure.what) == (2, 2, "killed by SIGSEGV")


@pytest.mark.parametrize(("call", "passes"), [("exit()", True), ("exit(0)", True), ("exit(3)", False)])
def test_a_notebook_may_end_early(call: str, passes: bool, tmp_path: Path) -> None:
    verdict = tried(tmp_path, "import sys", f"sys.{call}", "1 / 0")
    assert (verdict.failure is None, verdict.ended_in) == (passes, 2 if passes else 0)


def test_a_notebook_that_ran_whole_did_not_end_early(tmp_path: Path) -> None:
    assert tried(tmp_path, "x = 1", "# nothing to do").ended_in == 0


def test_a_hard_exit_names_the_cell(tmp_path: Path) -> None:
    failure = failed(tmp_path, "import os", "os._exit(4)")
    assert (failure.cell, failure.what) == (2, "the process ended with exit code 4")


def test_an_exception_is_told_although_the_notebook_tells_exceptions_wrongly(tmp_path: Path) -> None:
    hook = "import sys\nsys.excepthook = lambda *_: 1 / 0\nraise ValueError('x')"
    assert place(failed(tmp_path, hook)) == (1, 3, "raise ValueError('x')")


def test_the_way_of_an_exception_is_short_in_a_recursion(tmp_path: Path) -> None:
    failure = failed(tmp_path, "def f(): return f()\nf()")
    assert failure.trace == ("cell 1, line 1, in f: def f(): return f() (60 times)",)


def test_the_traceback_shows_nothing_of_nbtrack(tmp_path: Path) -> None:
    errors = tried(tmp_path, "1 / 0").errors
    assert errors.startswith("Traceback (most recent call last):\n")
    assert "child.py" not in errors


def test_a_name_beside_the_notebook_is_free_for_its_modules(tmp_path: Path) -> None:
    for name in ("child", "launch", "json", "traceback"):
        (tmp_path / f"{name}.py").write_text("own = True\n")
    verdict = tried(
        tmp_path, "import child, launch, json, traceback", "assert child.own and launch.own and json.own"
    )
    assert verdict.failure is None


def test_what_a_notebook_does_to_its_output_keeps_the_cell(tmp_path: Path) -> None:
    for does in ("import os\nos.close(1)", "import sys\nsys.stdout.close()", "import sys\nsys.stdout = None"):
        assert failed(tmp_path, does, "1 / 0").cell == 2


def test_nobody_types(tmp_path: Path) -> None:
    assert "waits for input" in failed(tmp_path, "input('? ')").cause


def test_what_the_notebook_started_ends_with_it(tmp_path: Path) -> None:
    verdict = tried(
        tmp_path,
        "import subprocess\nchild = subprocess.Popen(['sleep', '60'])",
        "open('pid', 'w').write(str(child.pid))",
    )
    assert verdict.failure is None
    assert has_ended(int((tmp_path / "pid").read_text()))


def has_ended(pid: int) -> bool:
    """Wait for a process that was killed to be gone."""
    try:
        descriptor = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    return bool(select.select([descriptor], [], [], 30)[0])


def test_an_interpreter_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(RunError, match="cannot start /no/python"):
        tried(tmp_path, "1", python="/no/python")


def test_another_interpreter_need_not_have_nbtrack(tmp_path: Path) -> None:
    wrapper = tmp_path / "python"
    wrapper.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -S "$@"\n')
    wrapper.chmod(0o755)
    missing = "import importlib.util\nassert importlib.util.find_spec('nbformat') is None"
    assert tried(tmp_path, missing, python=str(wrapper)).failure is None
