"""`nbtrack reproduce`: what was recorded runs again, elsewhere, and the verdict is exact."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from nbtrack.store.canonical import dump
from nbtrack.store.record import RunRecord, new_id
from nbtrack.store.store import Store
from tests.e2e.running import Project, tagged

TRAIN = """
import random
from steps import step
random.seed(seed)
loss = 1.0
for number in range(20):
    loss = step(loss, rate) * (1 + random.random() / 100)
    nbtrack.log(loss=loss, step=number)
print("lost", loss)
"""
SCRIPT = """
import argparse, nbtrack
from steps import step
parser = argparse.ArgumentParser()
parser.add_argument("--rate", type=float)
parser.add_argument("--rounds", type=int)
args = parser.parse_args()
nbtrack.log(loss=step(1.0, args.rate) ** args.rounds)
"""
SUM = """
import nbtrack
nbtrack.log(total=sum(map(int, open("data/numbers.txt").read().split())))
open("data/new", "w")
"""
OWN = """
import argparse, nbtrack
parser = argparse.ArgumentParser()
parser.add_argument("--rounds", type=int)
args = parser.parse_args()
nbtrack.start(params=vars(args))
nbtrack.log(rounds=args.rounds)
"""
GIVEN = ("train.py", "-p", "rate=0.25", "--", "--rounds", "3")
OFFLINE = {"UV_OFFLINE": "1", "PIP_NO_INDEX": "1"}


@pytest.fixture
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give temporary files a folder in which nothing may be left."""
    folder = tmp_path / "scratch"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    return folder


@pytest.fixture
def project(tmp_path: Path, scratch: Path) -> Project:
    (tmp_path / "project").mkdir()
    project = Project(tmp_path / "project")
    (project.folder / "steps.py").write_text("def step(loss, rate):\n    return loss * (1 - rate)\n")
    project.write("train.ipynb", "import nbtrack", tagged("parameters", "rate = 0.1\nseed = 7"), TRAIN)
    (project.folder / "train.py").write_text(SCRIPT)
    commit(project, "Train")
    return project


def commit(project: Project, message: str) -> None:
    project.git("add", "--all")
    project.git("commit", "--quiet", "-m", message)


def recorded(project: Project, *words: str) -> str:
    done = project.nbtrack("run", "--json", *words)  # in front, since what stands behind `--` is the script's
    assert done.returncode == 0, done.stderr
    return str(json.loads(done.stdout)["id"])


def state(project: Project) -> list[str]:
    questions = (("status", "--porcelain"), ("worktree", "list"), ("stash", "list"))
    return [project.git(*words) for words in questions]


def script(project: Project, name: str, source: str) -> None:
    """Write a script, which needs no kernel to run, and commit it."""
    (project.folder / name).write_text(source)
    commit(project, f"Write {name}")


def test_a_run_is_reproduced_after_everything_changed(project: Project, scratch: Path) -> None:
    steps = project.folder / "steps.py"
    steps.write_text(steps.read_text().replace("(1 - rate)", "(1 - rate / 2)"))  # never committed
    run = recorded(project, "train.ipynb", "-p", "rate=0.3")
    steps.write_text("def step(loss, rate):\n    raise NotImplementedError\n")
    project.write("train.ipynb", "print('another notebook')")
    commit(project, "Start over")
    before = state(project)

    done = project.nbtrack("reproduce", run[:8])

    assert done.returncode == 0, done.stdout + done.stderr
    assert f"reproduces {run[:8]}: same metrics" in done.stdout
    assert state(project) == before
    assert not list(scratch.iterdir())
    again, first = project.store.get(project.store.runs()[0].id), project.store.get(run)
    assert (again.reproduces, again.previous, again.experiment) == (run, run, "train.ipynb")
    assert again.notebook.executed == first.notebook.executed
    assert again.parameters == first.parameters
    assert again.git
    assert first.git
    assert (again.git.commit, again.git.patch) == (first.git.commit, first.git.patch)


def test_a_fresh_clone_reproduces_it_too(project: Project, tmp_path: Path) -> None:
    run = recorded(project, *GIVEN)
    clone = tmp_path / "elsewhere" / "clone"
    project.git("clone", "--quiet", str(project.folder), str(clone))
    shutil.copytree(project.folder / ".nbtrack", clone / ".nbtrack")
    found: Any = at(clone, project).json("reproduce", run)
    assert (found["verdict"], found["reproduces"], found["same_outputs"]) == ("same", run, True)


def at(folder: Path, project: Project) -> Project:
    """Work in another checkout."""
    other = object.__new__(type(project))
    other.folder, other.store = folder, Store(str(folder / ".nbtrack"))
    return other


def test_a_script_runs_again_with_what_it_was_given(project: Project) -> None:
    run = recorded(project, *GIVEN)
    (project.folder / "train.py").write_text("raise SystemExit(1)\n")
    found: Any = project.json("reproduce", run)
    assert (found["verdict"], found["status"]) == ("same", "finished")
    assert [(one["name"], one["new"]) for one in found["metrics"]] == [("loss", 0.75**3)]


def test_local_modules_come_back_as_they_were_whether_git_tracks_them_or_not(project: Project) -> None:
    (project.folder / "own.py").write_text("value = 1\n")
    (project.folder / "sum.py").write_text("import own\nprint(own.value)\n")
    run = recorded(project, "sum.py")
    for name in "own.py", "sum.py":
        (project.folder / name).write_text("value = 2\n")
    found: Any = project.json("reproduce", run)
    assert (found["verdict"], found["same_outputs"]) == ("same", True)
    assert (project.folder / "own.py").read_text() == "value = 2\n"


def test_modules_of_another_part_of_the_repository_are_recorded_and_come_back(project: Project) -> None:
    library, experiment = project.folder / "libs" / "core", project.folder / "teams" / "exp"
    for folder in library, experiment:
        folder.mkdir(parents=True)
        (folder / "pyproject.toml").touch()
    (library / "tracked.py").write_text("value = 1\n")
    (experiment / "sum.py").write_text(
        "import sys\nsys.path.append('../../libs/core')\nimport tracked, untracked\n"
        "print(tracked.value + untracked.value)\n"
    )
    commit(project, "Sum")
    (library / "tracked.py").write_text("value = 10\n")
    (library / "untracked.py").write_text("value = 100\n")
    part = at(experiment, project)
    run = recorded(part, "sum.py")
    record = part.store.get(run)
    assert list(record.modules) == ["../../libs/core/tracked.py", "../../libs/core/untracked.py"]
    assert "+value = 10" in part.nbtrack("show", "--patch", run).stdout
    (library / "tracked.py").write_text("value = 1000\n")
    (library / "untracked.py").unlink()
    found: Any = part.json("reproduce", run)
    assert (found["verdict"], found["same_outputs"]) == ("same", True)


ASKED = """
import argparse, os
parser = argparse.ArgumentParser()
for name in "--rate", "--depth":
    parser.add_argument(name, type=float, default=0.0)
args = parser.parse_args()
print(f"rate={args.rate} depth={args.depth} scale={os.environ.get('SCALE', 0)} here={len(os.listdir())}")
"""
PATTERNS = [
    part for name in ("rate", "depth", "scale", "here") for part in ("--metric-pattern", rf"{name}=(\S+)")
]


def test_files_variables_folder_and_patterns_that_a_run_was_given_count_again(project: Project) -> None:
    (project.folder / "few").mkdir()
    (project.folder / "few" / "one.csv").touch()
    script(project, "asked.py", ASKED)
    config = project.folder / "conf.toml"
    config.write_text("rate = 0.5\ndepth = 2.0\n")
    given = ("-c", "conf.toml", "-p", "depth=3", "--env", "SCALE=4", "--cwd", "few", *PATTERNS, "asked.py")
    run = recorded(project, *given)
    config.write_text("rate = 0.1\n")
    found: Any = project.json("reproduce", run)
    assert {one["name"]: one["new"] for one in found["metrics"]} == {
        "rate": 0.5,
        "depth": 3,
        "scale": 4,
        "here": 1,
    }
    assert (found["verdict"], found["comparison"]["environment"]) == ("same", [])


def test_metrics_that_a_notebook_was_asked_for_are_asked_for_again(project: Project) -> None:
    project.write("sum.ipynb", "import os\ntotal = int(os.environ['SCALE']) * 2")
    commit(project, "Sum")
    run = recorded(project, "--metric", "total", "--env", "SCALE=4", "sum.ipynb")
    found: Any = project.json("reproduce", run)
    assert [(one["name"], one["new"]) for one in found["metrics"]] == [("total", 8)]
    assert found["verdict"] == "same"


def test_a_run_that_was_given_a_secret_is_not_repeated_with_something_else(project: Project) -> None:
    script(project, "asked.py", "print(1)\n")
    run = recorded(project, "asked.py", "--", "--token", "gh" + "p_" + "q8Zk3vXm5TrWj2HyN4pFs7Gd9Lb6Ccq8Zk3v")
    done = project.nbtrack("reproduce", run)
    assert (done.returncode, "was given a secret" in done.stderr) == (2, True)


def test_what_is_not_deterministic_is_different_from_a_cell_on(project: Project) -> None:
    project.write(
        "dice.ipynb",
        "import random, nbtrack",
        "print('always')",
        "x = random.random()\nprint(x)",
        "nbtrack.log(x=x)",
    )
    run = recorded(project, "dice.ipynb")
    done = project.nbtrack("reproduce", run)
    assert done.returncode == 1
    assert "different metrics" in done.stdout
    assert "cell 3 is the first whose outputs differ" in done.stdout
    assert "cell 3 draws random numbers without a seed" in done.stdout


def test_a_tolerance_is_for_the_person_to_give(project: Project) -> None:
    script(project, "near.py", "import random, nbtrack\nnbtrack.log(x=1 + random.random() / 1000)\n")
    run = recorded(project, "near.py")
    assert project.json("reproduce", run)["verdict"] == "different"
    assert "the script draws random numbers without a seed" in project.nbtrack("reproduce", run).stdout
    found: Any = project.json("reproduce", run, "--rtol", "0.01")
    assert found["verdict"] == "within tolerance"
    assert project.nbtrack("reproduce", run, "--atol", "0.01").returncode == 0


def test_data_that_git_does_not_track_comes_along_and_is_not_written_to(project: Project) -> None:
    (project.folder / ".gitignore").write_text("data/\n")
    data = project.folder / "data" / "numbers.txt"
    data.parent.mkdir()
    data.write_text("1 2 3\n")
    script(project, "sum.py", SUM)
    run = recorded(project, "sum.py")
    (project.folder / "data" / "new").unlink()
    found: Any = project.json("reproduce", run)
    assert (found["verdict"], found["untracked"]) == ("same", 1)
    assert os.listdir(data.parent) == ["numbers.txt"]
    data.write_text("1 2 4\n")
    assert project.json("reproduce", run)["verdict"] == "different"
    linked: Any = project.json("reproduce", run, "--link", "data")
    assert (linked["untracked"], sorted(os.listdir(data.parent))) == (0, ["new", "numbers.txt"])


def test_data_that_are_missing_or_differ_are_told_before_the_run(project: Project) -> None:
    (project.folder / ".gitignore").write_text("data/\n")
    data = project.folder / "data"
    data.mkdir()
    for name in "ab":
        (data / f"{name}.txt").write_text(name)
    source = (
        "import glob\nprint(len([open(p).read() for p in glob.glob('data/?.txt')]))\nopen('data/new', 'w')\n"
    )
    script(project, "count.py", source)
    run = recorded(project, "count.py")
    same = project.nbtrack("reproduce", run)
    assert "  the data are the same\n" in same.stdout
    (data / "a.txt").write_text("changed")
    (data / "b.txt").unlink()
    done = project.nbtrack("reproduce", run)
    assert done.returncode == 1
    told = "the data differ from those of that time in 2 of 2 files:"
    assert told in done.stderr
    assert told in done.stdout
    found: Any = project.json("reproduce", run)["data"]
    assert (found["checked"], found["missing"]) == (2, ["data/b.txt"])
    assert [(one["path"], one["now"][:8]) for one in found["different"]] == [("data/a.txt", "d67e2e94")]


def test_the_project_s_own_package_is_the_one_of_that_time(project: Project) -> None:
    (project.folder / "pyproject.toml").write_text('[project]\nname = "model"\nversion = "1"\n')
    module = project.folder / "src" / "model.py"
    module.parent.mkdir()
    module.write_text("SIZE = 1\n")
    script(project, "size.py", "import nbtrack, model\nnbtrack.log(size=model.SIZE)\n")
    installed = {"PYTHONPATH": str(module.parent)}  # as an editable installation has it on the path
    assert project.nbtrack("run", "size.py", **installed).returncode == 0
    run = project.store.runs()[0].id
    module.write_text("SIZE = 2\n")
    done = project.nbtrack("reproduce", run, **installed)
    assert "size: 1.0, the same to the bit" in done.stdout


def test_a_script_that_recorded_itself_is_reproduced_too(project: Project) -> None:
    script(project, "own.py", OWN)
    ran = subprocess.run([sys.executable, "own.py", "--rounds", "3"], cwd=project.folder, check=False)
    assert ran.returncode == 0
    run = project.store.runs()[0].id
    found: Any = project.json("reproduce", run)
    assert (found["verdict"], [one["new"] for one in found["metrics"]]) == ("same", [3.0])
    assert project.store.runs()[0].parameters["rounds"].value == 3


def test_a_script_that_recorded_itself_runs_again_in_the_folder_that_it_ran_in(project: Project) -> None:
    (project.folder / "data.txt").write_text("7")
    (project.folder / "steps").mkdir()
    script(
        project,
        "steps/own.py",
        "import nbtrack\nnbtrack.start()\nnbtrack.log(n=int(open('data.txt').read()))\n",
    )
    subprocess.run([sys.executable, "steps/own.py"], cwd=project.folder, check=True)
    assert project.json("reproduce", project.store.runs()[0].id)["verdict"] == "same"


def test_without_git_the_recorded_notebook_runs_among_the_files_of_now(project: Project) -> None:
    shutil.rmtree(project.folder / ".git")
    (project.folder / "nbtrack.toml").touch()
    run = recorded(project, *GIVEN)
    (project.folder / "train.py").write_text("raise SystemExit(1)\n")
    found: Any = project.json("reproduce", run)
    assert (found["verdict"], found["commit"]) == ("same", None)


def test_a_run_without_metrics_is_judged_by_its_outputs(project: Project) -> None:
    script(project, "plain.py", "print(6 * 7)\n")
    run = recorded(project, "plain.py")
    assert f"reproduces {run[:8]}: same outputs" in project.nbtrack("reproduce", run).stdout


def test_a_commit_that_is_not_here_is_an_error_with_a_way_out(
    project: Project, tmp_path: Path, scratch: Path
) -> None:
    run = recorded(project, *GIVEN)
    other = tmp_path / "other"
    other.mkdir()
    stranger = Project(other)
    shutil.copytree(project.folder / ".nbtrack", other / ".nbtrack")
    done = stranger.nbtrack("reproduce", run)
    assert (done.returncode, "is not in" in done.stderr, "git fetch" in done.stderr) == (2, True, True)
    assert not list(scratch.iterdir())


def test_what_was_never_run_cannot_be_reproduced(project: Project) -> None:
    (taken,) = project.json("snapshot", "train.ipynb", "-m", "kept")["snapshots"]
    done = project.nbtrack("reproduce", taken["record"]["id"])
    assert (done.returncode, "was never run" in done.stderr) == (2, True)


def test_a_record_that_names_a_file_outside_writes_nothing_there(project: Project, tmp_path: Path) -> None:
    run = project.store.get(recorded(project, *GIVEN))
    evil = replace(run, id=new_id(), experiment="../../../evil.py")
    project.store.records.put(evil)
    done = project.nbtrack("reproduce", evil.id)
    assert (done.returncode, "leads outside" in done.stderr) == (2, True)
    assert not list(tmp_path.rglob("evil.py"))


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_an_interruption_leaves_nothing_behind(
    project: Project, scratch: Path, number: signal.Signals
) -> None:
    project.write("slow.ipynb", "import os", "if os.path.exists('../../slow'): import time; time.sleep(60)")
    commit(project, "Wait")
    run = recorded(project, "slow.ipynb")
    (scratch / "slow").touch()
    process = project.start("reproduce", run)
    deadline = time.monotonic() + 60
    while len(project.store.in_progress()) == 0 or not any(
        cell.number == 2 for cell in project.store.in_progress()[0].cells
    ):
        assert time.monotonic() < deadline
        time.sleep(0.1)
    process.send_signal(number)
    process.communicate(timeout=60)
    assert process.returncode == 130
    assert [path.name for path in scratch.iterdir()] == ["slow"]
    assert len(project.git("worktree", "list").splitlines()) == 1
    ended = {signal.SIGTERM: "terminated", signal.SIGINT: "interrupted"}
    assert project.store.runs()[0].status == ended[number]


def test_an_environment_is_rebuilt_from_the_recorded_packages(project: Project, tmp_path: Path) -> None:
    wheels = tmp_path / "wheels"
    wheels.mkdir()
    make_wheel(wheels, "nbtracktiny", "1.5", "VALUE = 1.5\n")
    code = "import nbtrack\nfrom nbtracktiny import VALUE\nnbtrack.log(value=VALUE)\n"
    (project.folder / "tiny.py").write_text(code)
    commit(project, "Use it")
    with zipfile.ZipFile(next(wheels.glob("*.whl"))) as wheel:
        wheel.extractall(tmp_path / "installed")
    first = project.nbtrack("run", "tiny.py", PYTHONPATH=str(tmp_path / "installed"))
    assert first.returncode == 0, first.stderr
    record = project.store.runs()[0]
    run = with_packages(project, record, {"nbtracktiny": "1.5", "nbtrack": "0"})
    lock = f"nbtracktiny @ file://{next(wheels.glob('*.whl'))}\n"
    from_there = with_packages(project, record, {"nbtracktiny": "1.5", "nbtrack": "0"}, lock)
    offline = {f"{tool}_FIND_LINKS": str(wheels) for tool in ("UV", "PIP")} | OFFLINE

    same = project.nbtrack("reproduce", run, "--env", "same")
    rebuilt = project.nbtrack("reproduce", run, "--env", "rebuild", **offline)

    assert (same.returncode, "ModuleNotFoundError" in same.stdout) == (1, True), same.stdout
    assert rebuilt.returncode == 0, rebuilt.stdout + rebuilt.stderr
    assert "value: 1.5, the same to the bit" in rebuilt.stdout
    assert project.nbtrack("reproduce", from_there, "--env", "rebuild", **OFFLINE).returncode == 0


def test_a_package_that_is_nowhere_is_an_error_that_names_it(project: Project, tmp_path: Path) -> None:
    recorded(project, *GIVEN)
    run = with_packages(project, project.store.runs()[0], {"nbtracktiny": "1.5"})
    done = project.nbtrack("reproduce", run, "--env", "rebuild", **OFFLINE)
    assert (done.returncode, "nbtracktiny" in done.stderr, "--env same" in done.stderr) == (2, True, True)


def test_a_package_whose_name_is_none_never_reaches_an_installer(project: Project) -> None:
    recorded(project, *GIVEN)
    run = with_packages(project, project.store.runs()[0], {"x @ https://example.org/x.whl": "1"})
    done = project.nbtrack("reproduce", run, "--env", "rebuild", **OFFLINE)
    assert (done.returncode, "is no package" in done.stderr) == (2, True)


def with_packages(project: Project, run: RunRecord, packages: dict[str, str], lock: str = "") -> str:
    """Record the same run with other packages, so few that a test can install them."""
    whole = project.store.records.get(run.id)
    assert whole.environment
    blobs = project.store.blobs
    environment = replace(
        whole.environment, packages=blobs.put(dump(packages)), lock=blobs.put(lock.encode())
    )
    changed = replace(whole, id=new_id(), environment=environment)
    project.store.records.put(changed)
    return changed.id


def make_wheel(folder: Path, name: str, version: str, source: str) -> None:
    about = f"{name}-{version}.dist-info"
    with zipfile.ZipFile(folder / f"{name}-{version}-py3-none-any.whl", "w") as wheel:
        wheel.writestr(f"{name}.py", source)
        wheel.writestr(f"{about}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
        wheel.writestr(
            f"{about}/WHEEL",
            "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        )
        wheel.writestr(
            f"{about}/RECORD", f"{name}.py,,\n{about}/METADATA,,\n{about}/WHEEL,,\n{about}/RECORD,,\n"
        )
