"""A run that is taken up gets what it was asked for then: its file, kernel, folder, variables, metrics."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from nbtrack.store.statuses import FAILED, FINISHED
from tests.e2e.resuming import COUNTS, fails, keep_always, last_run, printed, resumes, times_ran
from tests.e2e.running import Project, command
from tests.e2e.test_run_secrets import TOKEN
from tests.making import code

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.kernel

SHOWS = "import os\nprint(os.path.basename(os.getcwd()), os.environ['MINE'])"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    (tmp_path / "project").mkdir()
    return keep_always(Project(tmp_path / "project"))


def test_folder_variables_and_metrics_are_those_of_then(project: Project) -> None:
    (project.folder / "sub" / "place").mkdir(parents=True)
    project.write("sub/a.ipynb", "x = 1", "y", SHOWS)
    words = ("--cwd", "place", "--env", "MINE=then", "--env", "OTHER=1", "--metric", "m=x", "--metric", "n=x")
    subprocess.run(command("run", "a.ipynb", *words), cwd=project.folder / "sub", check=False)
    project.write("sub/a.ipynb", "x = 1", "y = 1", SHOWS)
    record, _ = resumes(project, "--metric", "n=y + 1")
    assert record.resumes is not None
    assert record.resumes.cell == 2
    assert printed(project, record)[-1] == "place then\n"
    assert {name: one.last for name, one in record.metrics.items()} == {"m": 1, "n": 2}


@pytest.mark.parametrize("place", ["work", "."])
def test_a_command_that_was_given_beside_the_notebook_is_read_from_there(
    project: Project, place: str
) -> None:
    """Its file and folder are named from a folder that is neither the notebook's nor above it."""
    for name in ("work/data", "nb"):
        (project.folder / name).mkdir(parents=True)
    source = "import os\nprint(os.path.relpath(os.getcwd(), os.environ['HERE']))"
    project.write("nb/a.ipynb", "x = 1", "y", source)
    words = ("run", "../nb/a.ipynb", "--cwd", "data", "--env", f"HERE={project.folder}")
    subprocess.run(command(*words), cwd=project.folder / "work", check=False)
    project.write("nb/a.ipynb", "x = 1", "y = 1", source)
    again = command("run", "--resume", "latest")
    done = subprocess.run(again, cwd=project.folder / place, check=False, capture_output=True, text=True)
    record = last_run(project)
    assert (record.status, printed(project, record)[-1]) == (FINISHED, "work/data\n"), done.stderr


@pytest.mark.parametrize("name", ["a.ipynb", "a.py"])
def test_files_that_gave_parameters_are_on_record_again(project: Project, name: str) -> None:
    project.write("a.ipynb", code("lr = 1", metadata={"tags": ["parameters"]}), "lr / (lr - 2)")
    (project.folder / "a.py").write_text("import sys\nsys.exit('--lr' in sys.argv)\n")
    (project.folder / "c.toml").write_text("lr = 2\n")
    fails(project, name, "-c", "c.toml")
    (project.folder / "c.toml").write_text("lr = 3\n")
    project.nbtrack("run", "--resume", "latest", "-c", "c.toml")
    record = last_run(project)
    held = [(file.path, project.store.blobs.get(file.blob)) for file in record.config_files]
    assert held == [("c.toml", b"lr = 2\n"), ("c.toml", b"lr = 3\n")]
    assert record.parameters["lr"].value == 3


def test_what_is_given_now_holds(project: Project) -> None:
    project.write("a.ipynb", "x = 1", "y", SHOWS)
    fails(project, "a.ipynb", "--env", "MINE=then")
    project.write("a.ipynb", "x = 1", "y = 1", SHOWS)
    record, _ = resumes(project, "--env", "MINE=now")
    assert printed(project, record)[-1] == "project now\n"


def test_a_run_that_was_resumed_is_reproduced_as_it_was_asked_for_at_first(project: Project) -> None:
    project.write("a.ipynb", "x = 1", "y", SHOWS)
    fails(project, "a.ipynb", "--env", "MINE=then", "--metric", "x")
    project.write("a.ipynb", "x = 1", "y = 1", SHOWS)
    resumes(project)
    done = project.nbtrack("reproduce", "latest")
    assert done.returncode == 0, done.stderr
    assert "same" in done.stdout


def test_a_variable_that_was_a_secret_is_to_be_given_again(project: Project) -> None:
    project.write("a.ipynb", "x = 1", "y")
    fails(project, "a.ipynb", "--env", f"KEY={TOKEN}")
    done = project.nbtrack("run", "--resume", "latest")
    assert done.returncode == 2
    assert "given a secret by --env KEY" in done.stderr
    assert project.nbtrack("run", "--resume", "latest", "--env", "KEY=1").returncode == 1


def test_a_paired_text_is_taken_up_as_the_text_is_now(project: Project) -> None:
    text = '# %%\nwith open("ran", "a") as ran:\n    ran.write("x")\n\n# %%\nlr = 1\n\n# %%\n{}\n'
    project.write("a.ipynb", COUNTS)
    assert project.nbtrack("pair", "a.ipynb", "--to", "py:percent").returncode == 0
    head = (project.folder / "a.py").read_text().partition("# %%")[0]
    (project.folder / "a.py").write_text(head + text.format("lr / 0"))
    fails(project, "a.py")
    (project.folder / "a.py").write_text(head + text.format("print(lr / 2)"))
    record, said = resumes(project)
    assert (record.status, record.experiment) == (FINISHED, "a.ipynb"), said
    assert record.resumes is not None
    assert record.resumes.cell == 3
    assert printed(project, record)[-1] == "0.5\n"
    assert times_ran(project) == 1


SCRIPT = """
import os, sys, pathlib
print(*sys.argv[1:], os.environ["MINE"], os.path.basename(os.getcwd()))
print("acc=0.5")
"""


def test_a_script_runs_from_its_top_with_what_it_was_given(project: Project) -> None:
    (project.folder / "place").mkdir()
    (project.folder / "base.toml").write_text("epochs = 3\nrate = 1\n")
    (project.folder / "a.py").write_text("1 / 0")
    given = ("-c", "base.toml", "-p", "rate=2", "--env", "MINE=then", "--cwd", "place", "--name", "first")
    fails(project, "a.py", *given, "--metric-pattern", r"acc=(\S+)", "--", "--deep")
    (project.folder / "base.toml").write_text("epochs = 4\n")
    (project.folder / "a.py").write_text(SCRIPT)
    record, said = resumes(project, "-p", "more=x")
    assert (
        "a.py runs from the top, with what it was given; it has changed since, and runs as it is now" in said
    )
    assert "--epochs 3 --rate 2 --more x --deep then place\n" in said
    assert (record.status, record.name, record.metrics["acc"].last) == (FINISHED, "first", 0.5)
    assert record.resumes is not None
    assert (record.resumes.cell, record.resumes.why) == (None, "a script has no cells")


def test_a_script_that_fails_again_is_taken_up_in_turn(project: Project) -> None:
    (project.folder / "a.py").write_text("import sys\nsys.exit(len(sys.argv))")
    fails(project, "a.py", "-p", "rate=2")
    assert resumes(project, "-p", "depth=3")[0].status == FAILED
    plan = project.nbtrack("run", "--resume", "latest", "--dry-run")
    assert plan.stdout == "python a.py --rate 2 --depth 3\n"


def test_a_script_keeps_the_parts_of_values_that_were_set_and_gets_those_set_now(project: Project) -> None:
    (project.folder / "a.py").write_text("import sys\nsys.exit('hydra.main')")
    fails(project, "a.py", "-p", "rate=2", "--set", "model.depth=3", "--set", "model.width=4")
    plan = project.nbtrack("run", "--resume", "latest", "--set", "model.width=5", "--dry-run")
    assert plan.stdout == "python a.py rate=2 model.depth=3 model.width=5\n", plan.stderr


def test_a_script_that_began_its_own_run_is_taken_up_with_its_words(project: Project) -> None:
    (project.folder / "a.py").write_text("import nbtrack\nnbtrack.start()\n1 / 0")
    subprocess.run([sys.executable, "a.py", "--deep"], cwd=project.folder, check=False)
    plan = project.nbtrack("run", "--resume", "latest", "--dry-run")
    assert plan.stdout == "python a.py --deep\n", plan.stderr
    record = json.loads(project.nbtrack("run", "--resume", "latest", "--json").stdout)
    assert record["status"] == "failed"
