"""`nbtrack run SCRIPT`: a plain script is an experiment like a notebook."""

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from nbtrack.store.record import RunRecord
from nbtrack.store.store import Store

TRAIN = """
import argparse, nbtrack
parser = argparse.ArgumentParser()
parser.add_argument("--learning-rate", type=float, default=0.1)
parser.add_argument("--verbose", action="store_true")
args = parser.parse_args()
nbtrack.start(params=vars(args))
nbtrack.log(loss=args.learning_rate / 2)
print("done with", args.learning_rate)
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "pyproject.toml").write_text("")
    (tmp_path / "src").mkdir()
    return tmp_path


def nbtrack(project: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "nbtrack", *words], cwd=project, capture_output=True, text=True, timeout=60
    )


def script(project: Path, source: str) -> None:
    (project / "src" / "train.py").write_text(source)


def last(project: Path) -> RunRecord:
    store = Store(str(project / ".nbtrack"))
    return store.records.get(store.runs()[0].id)


def printed(project: Path) -> str:
    record = last(project)
    return Store(str(project / ".nbtrack")).blobs.get(record.artifacts["output.txt"].blob).decode()


def test_options_become_parameters_and_the_script_joins_the_run(project: Path) -> None:
    script(project, TRAIN)
    done = nbtrack(project, "run", "src/train.py", "-p", "learning_rate=0.5", "--tag", "a", "--", "--verbose")
    record = last(project)
    assert (done.returncode, record.status, record.experiment, record.tags) == (
        0,
        "finished",
        "src/train.py",
        ("a",),
    )
    assert {name: (one.value, one.origin) for name, one in record.parameters.items()} == {
        "learning_rate": (0.5, "command line"),
        "verbose": (True, "command line"),
    }
    assert record.metrics["loss"].last == 0.25
    assert printed(project) == "done with 0.5\n"
    assert "done with 0.5" in done.stderr


def test_the_second_run_says_what_changed_in_code_and_parameters(project: Path) -> None:
    script(project, TRAIN)
    nbtrack(project, "run", "src/train.py")
    script(project, TRAIN.replace("/ 2", "/ 4"))
    done = nbtrack(project, "run", "src/train.py", "-p", "learning_rate=0.2")
    assert "learning_rate: 0.1 → 0.2" in done.stdout
    assert "+nbtrack.log(loss=args.learning_rate / 4)" in done.stdout.replace("+ ", "+")


def test_an_exception_is_recorded_with_its_line(project: Path) -> None:
    script(project, "import sys\nprint('before', file=sys.stderr)\n\ndef f():\n    return {}['x']\n\nf()")
    done = nbtrack(project, "run", "src/train.py")
    record = last(project)
    assert done.returncode == 1
    assert record.status == "failed"
    assert record.error is not None
    assert (record.error.name, record.error.message, record.error.line) == ("KeyError", "'x'", 5)
    assert record.error.traceback
    assert printed(project).startswith("before\n")


@pytest.mark.parametrize(
    ("source", "status", "name", "message"),
    [
        ("raise SystemExit(3)", "failed", "SystemExit", "exit code 3"),
        ("import os\nos.kill(os.getpid(), 9)", "killed", "SIGKILL", "the script was killed by a signal"),
    ],
)
def test_an_exit_code_and_a_signal_are_recorded_as_what_they_are(
    project: Path, source: str, status: str, name: str, message: str
) -> None:
    script(project, source)
    assert nbtrack(project, "run", "src/train.py").returncode == 1
    error = last(project).error
    assert error is not None
    assert (last(project).status, error.name, error.message) == (status, name, message)


def test_a_timeout_ends_the_script_and_its_children(project: Path) -> None:
    sleeper = "subprocess.Popen(['sleep', '60']).pid"
    script(project, f"import subprocess, time\nprint({sleeper}, flush=True)\ntime.sleep(60)")
    assert nbtrack(project, "run", "src/train.py", "--timeout", "1").returncode == 1
    assert last(project).status == "timed-out"
    child = Path("/proc") / printed(project).strip() / "cmdline"
    assert not child.exists() or not child.read_bytes()  # gone, or not yet reaped


def test_ctrl_c_reaches_the_script_and_is_recorded(project: Path) -> None:
    sleep = "print('ready', flush=True)\n    time.sleep(60)"
    script(project, f"import time\ntry:\n    {sleep}\nfinally:\n    print('cleaned up')")
    child = subprocess.Popen(
        [sys.executable, "-m", "nbtrack", "run", "src/train.py"],
        cwd=project,
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
    )
    assert child.stderr is not None
    for line in child.stderr:
        if b"ready" in line:
            break
    child.send_signal(signal.SIGINT)
    child.communicate(timeout=30)
    assert child.returncode == 130
    assert last(project).status == "interrupted"
    assert "cleaned up" in printed(project)


def test_a_recorder_that_is_killed_leaves_a_record_with_what_was_printed(project: Path) -> None:
    script(project, "import nbtrack, time\nnbtrack.log(loss=1)\nprint('ready', flush=True)\ntime.sleep(3)")
    child = subprocess.Popen(
        [sys.executable, "-m", "nbtrack", "run", "src/train.py"],
        cwd=project,
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
    )
    assert child.stderr is not None
    for line in child.stderr:
        if b"ready" in line:
            break
    child.kill()
    child.communicate(timeout=30)
    nbtrack(project, "runs")
    assert last(project).status == "lost"
    assert last(project).metrics["loss"].last == 1
    assert printed(project) == "ready\n"


def test_floods_of_output_are_kept_with_head_and_tail(project: Path) -> None:
    script(project, "for number in range(600_000):\n    print('line', number)")
    nbtrack(project, "run", "src/train.py")
    text = printed(project)
    assert text.startswith("line 0\n")
    assert text.endswith("line 599999\n")
    assert "what was printed here is not kept" in text
    assert len(text) < 4_000_000


def test_what_is_for_notebooks_is_refused(project: Path) -> None:
    script(project, "")
    done = nbtrack(project, "run", "src/train.py", "--kernel", "python3")
    assert done.returncode == 2
    assert "--kernel is for notebooks" in done.stderr
    (project / "a.ipynb").write_text(
        json.dumps({"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
    )
    assert "cannot read x: no such file" in nbtrack(project, "run", "a.ipynb", "x").stderr


def test_a_dry_run_shows_the_command(project: Path) -> None:
    script(project, TRAIN)
    done = nbtrack(project, "run", "src/train.py", "--dry-run", "-p", "learning_rate=1", "--", "--note=a b;c")
    assert done.stdout == "python src/train.py --learning-rate 1 '--note=a b;c'\n"
    assert not (project / ".nbtrack").exists()


def test_a_traceback_without_end_is_shown_by_its_ends(project: Path) -> None:
    script(project, "print(1)\ndef a(n): return b(n) + 1\ndef b(n): return a(n) + 1\na(1)")
    lines = nbtrack(project, "run", "src/train.py", "--note", "a b").stdout.splitlines()
    whole = nbtrack(project, "show", "latest").stdout
    assert len(lines) < 120
    assert any("more lines: `nbtrack show" in line for line in lines)
    assert len(whole.splitlines()) > 200
    assert "command      nbtrack run src/train.py --note 'a b'\n" in whole


def test_a_quiet_run_tells_what_failed_and_nothing_else(project: Path) -> None:
    script(project, "print(1)")
    done = [nbtrack(project, "run", "--quiet", "src/train.py") for _ in range(2)]
    assert [(one.stdout, one.stderr) for one in done] == [("", "")] * 2
    script(project, "print(1)\n1 / 0")
    failed = nbtrack(project, "run", "--quiet", "src/train.py").stdout
    assert "failed in" in failed
    assert "ZeroDivisionError" in failed
    assert "since run" not in failed
    assert "parameters" not in failed


def test_what_a_script_prints_is_compared_and_explained(project: Path) -> None:
    script(project, 'import sys\nprint("rate", sys.argv[2:])\n')
    nbtrack(project, "run", "src/train.py", "-p", "rate=1")
    done = nbtrack(project, "run", "src/train.py", "-p", "rate=2")
    assert "  code         the same\n" in done.stdout
    assert "  outputs      what it prints changed\n" in done.stdout
    assert (
        "  why          what the script prints differs though its code does not\n"
        "               likely: parameter rate changed\n"
    ) in done.stdout
    assert "\n+ rate ['2']\n" in nbtrack(project, "compare").stdout
    done = nbtrack(project, "run", "src/train.py", "-p", "rate=2")
    assert "  outputs      the same\n" in done.stdout


def test_of_what_a_script_prints_without_nbtrack_nothing_is_said(project: Path) -> None:
    script(project, "import nbtrack\nwith nbtrack.start():\n    print('not on record')\n")
    for _ in range(2):
        subprocess.run([sys.executable, "src/train.py"], cwd=project, check=True)
    done = nbtrack(project, "compare")
    assert "  code         the same\n" in done.stdout
    assert "outputs" not in done.stdout


def test_what_a_run_kept_is_named_and_comes_back(project: Path) -> None:
    keep = "import nbtrack\nopen('a.bin', 'wb').write(bytes(range(256)))\nnbtrack.log_artifact('a.bin')"
    script(project, f"{keep}\nprint('done')\n")
    nbtrack(project, "run", "src/train.py")
    assert "artifacts    a.bin (256 B), output.txt (5 B)" in nbtrack(project, "show").stdout
    words = [sys.executable, "-m", "nbtrack", "show", "--artifact"]
    came = subprocess.run([*words, "a.bin"], cwd=project, capture_output=True, check=True).stdout
    assert came == bytes(range(256))
    assert nbtrack(project, "show", "--artifact", "output.txt").stdout == "done\n"
    refused = nbtrack(project, "show", "--artifact", "b.bin")
    assert (refused.returncode, "it has a.bin, output.txt" in refused.stderr) == (2, True)


def test_a_pattern_that_fits_nothing_is_told(project: Path) -> None:
    script(project, "print('acc 0.5')\n")
    words = (
        "--metric-pattern",
        r"acc=(\S+)",
        "--metric-pattern",
        r"acc (\S+)",
        "--metric-pattern",
        r"f1 (\S+)",
    )
    said = nbtrack(project, "run", "src/train.py", *words).stderr
    assert r"warning: --metric-pattern 'f1 (\\S+)': no number in what was printed fits it" in said
    assert said.count("fits it") == 1


PACKAGED = """
import argparse, os, nbtrack
from . import model
parser = argparse.ArgumentParser()
parser.add_argument("--rate", type=float, default=0.1)
args = parser.parse_args()
nbtrack.log(loss=model.loss(args.rate))
print(os.path.basename(os.getcwd()), args.rate)
"""


@pytest.fixture
def package(project: Path) -> Path:
    (project / "src" / "own").mkdir()
    (project / "src" / "own" / "__init__.py").write_text("")
    (project / "src" / "own" / "model.py").write_text("def loss(rate): return rate / 2\n")
    (project / "src" / "own" / "train.py").write_text(PACKAGED)
    return project


def test_a_module_runs_as_python_m_would_and_is_the_experiment_of_its_file(package: Path) -> None:
    done = nbtrack(package / "src", "run", "-m", "own.train", "-p", "rate=0.5")
    record = last(package)
    assert (done.returncode, record.experiment, printed(package)) == (0, "src/own/train.py", "src 0.5\n")
    assert record.metrics["loss"].last == 0.25
    assert record.parameters["rate"].value == 0.5
    assert set(record.modules) == {"src/own/__init__.py", "src/own/model.py"}


def test_a_module_runs_again_in_the_folder_that_it_ran_in(package: Path) -> None:
    nbtrack(package / "src", "run", "-m", "own.train", "--", "--rate", "0.5")
    done = nbtrack(package, "reproduce", "latest")
    assert (done.returncode, printed(package)) == (0, "src 0.5\n"), done.stderr


def test_a_module_that_records_itself_runs_again_too(package: Path) -> None:
    (package / "src" / "own" / "train.py").write_text("import nbtrack\nnbtrack.start()\n" + PACKAGED)
    own = [sys.executable, "-m", "own.train", "--rate", "0.5"]
    subprocess.run(own, cwd=package / "src", check=True, capture_output=True, timeout=60)
    done = nbtrack(package, "reproduce", "latest")
    assert (done.returncode, printed(package)) == (0, "src 0.5\n"), done.stderr


def test_a_script_that_is_in_a_package_is_told_how_it_runs(package: Path) -> None:
    done = nbtrack(package / "src", "run", "own/train.py")
    assert done.stderr.endswith("`nbtrack run -m own.train` runs it as a part of its package\n")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["-m", "own.trai"], "there is no module own.trai in"),
        (["-m", "own"], "of a package it runs __main__.py"),
        (["-m", "json.tool"], "which is not of this project"),
        (["own/train.py", "-m", "own.train"], "own/train.py stands before -m: a run is of a file or"),
        (["-m", "own.train", "--rate", "1"], "what is an option of own.train goes behind --"),
    ],
)
def test_what_is_no_module_to_run_is_an_error_that_says_so(
    package: Path, words: list[str], said: str
) -> None:
    done = nbtrack(package / "src", "run", *words)
    assert (done.returncode, said in done.stderr) == (2, True), done.stderr
