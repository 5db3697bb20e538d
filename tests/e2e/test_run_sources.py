"""Metrics and options for code that nobody may change: event files, patterns, plain scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nbtrack.store.canonical import load
from nbtrack.store.statuses import FAILED, FINISHED

if TYPE_CHECKING:
    from pathlib import Path

    from tests.e2e.running import Project

pytestmark = pytest.mark.kernel
EVENTS = """
from tensorboardX import SummaryWriter
for part in ("train", "validation"):
    with SummaryWriter(f"logs/{part}") as writer:
        for step in range(5):
            writer.add_scalar("loss", 1 / (step + 1), step)
"""
PRINTS = "for step in range(3):\n    print(f'epoch {step}: acc={step / 4} loss={1 - step / 4}')"


@pytest.mark.parametrize("name", ["trains.ipynb", "trains.py"])
def test_tensorboards_event_files_are_metrics(project: Project, name: str) -> None:
    pytest.importorskip("tensorboardX")
    project.write("trains.ipynb", EVENTS)
    (project.folder / "trains.py").write_text(EVENTS)
    assert project.nbtrack("run", name).returncode == 0
    metrics = project.json("show")["metrics"]
    assert sorted(metrics) == ["train/loss", "validation/loss"]
    assert (metrics["train/loss"]["last"], metrics["train/loss"]["last_step"]) == (pytest.approx(0.2), 4)


@pytest.mark.parametrize("name", ["prints.ipynb", "prints.py"])
def test_what_is_printed_is_searched_for_metrics(project: Project, name: str) -> None:
    project.write("prints.ipynb", PRINTS)
    (project.folder / "prints.py").write_text(PRINTS + "\nprint('acc=0.75', end='')")
    patterns = ("--metric-pattern", r"acc=(\S+)", "--metric-pattern", r"loss=(?P<val_loss>\S+)")
    assert project.nbtrack("run", name, *patterns).returncode == 0
    metrics = project.json("show")["metrics"]
    last, count = (0.75, 4) if name == "prints.py" else (0.5, 3)
    assert (metrics["acc"]["last"], metrics["acc"]["count"], metrics["val_loss"]["last"]) == (
        last,
        count,
        0.5,
    )


def test_a_script_takes_files_a_folder_and_variables(project: Project) -> None:
    (project.folder / "other").mkdir()
    (project.folder / "quick.toml").write_text("rate = 0.5\nepochs = 3\n")
    (project.folder / "takes.py").write_text(
        "import os, sys\nprint(os.getcwd(), os.environ['COLOUR'], *sys.argv[1:])"
    )
    words = ("-c", "quick.toml", "-p", "epochs=5", "--cwd", "other", "--env", "COLOUR=red")
    done = project.nbtrack("run", "takes.py", *words)
    assert done.returncode == 0
    assert f"{project.folder / 'other'} red --rate 0.5 --epochs 5" in done.stderr
    shown = project.json("show")
    assert {name: one["value"] for name, one in shown["parameters"].items()} == {"rate": 0.5, "epochs": 5}
    assert [one["path"] for one in shown["config_files"]] == ["quick.toml"]


def test_a_table_is_no_option_of_a_script(project: Project) -> None:
    (project.folder / "deep.toml").write_text("[model]\ndepth = 3\n")
    (project.folder / "takes.py").write_text("")
    done = project.nbtrack("run", "takes.py", "-c", "deep.toml")
    assert done.returncode == 2
    assert "'model' (deep.toml) is a table, which no option of a script can take" in done.stderr


def test_a_script_is_tried_again(project: Project) -> None:
    again = (
        "import os, sys\nif os.path.exists('once'):\n    sys.exit()\nopen('once', 'w').close()\nsys.exit(3)"
    )
    (project.folder / "again.py").write_text(again)
    assert project.nbtrack("run", "again.py", "--retry", "3").returncode == 0
    assert [run.status for run in project.store.runs()] == [FINISHED, FAILED]


@pytest.mark.parametrize("option", ["--metric=a", "--kernel=x", "--to-html", "--cell-timeout=3"])
def test_an_option_that_is_for_notebooks_is_refused_with_the_reason(project: Project, option: str) -> None:
    (project.folder / "a.py").write_text("")
    done = project.nbtrack("run", "a.py", option)
    assert done.returncode == 2
    assert f"{option.partition('=')[0]} is for notebooks: " in done.stderr
    assert not project.store.runs()


def test_a_part_of_a_value_is_for_scripts_of_hydra(project: Project) -> None:
    (project.folder / "a.py").write_text("")
    done = project.nbtrack("run", "a.py", "--set=a.b=1")
    assert done.returncode == 2
    assert "'a.b' is a part of a value, and options of a script have none" in done.stderr
    assert "hint: what Hydra or OmegaConf reads goes behind --, as a.b=1" in done.stderr
    assert not project.store.runs()


@pytest.mark.parametrize("name", ["used.ipynb", "used.py"])
def test_another_folder_changes_nothing_in_what_is_recorded_of_the_experiment(
    project: Project, tmp_path: Path, name: str
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "theirs.csv").write_text("1")
    own = str(project.folder / "data.csv")
    source = f"open('theirs.csv').read()\nopen({own!r}).read()\nopen('made.csv', 'w').close()"
    (project.folder / "data.csv").write_text("1")
    (project.folder / "lib.py").write_text("ONE = 1\n")
    project.write("used.ipynb", source)
    (project.folder / "used.py").write_text("import lib\n" + source)
    project.git("add", ".")
    project.git("-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "First")
    (project.folder / "lib.py").write_text("ONE = 2\n")
    assert project.nbtrack("run", name, "--cwd", str(elsewhere)).returncode == 0
    record = project.store.get(project.store.runs()[0].id)
    assert (record.experiment, record.status) == (name, FINISHED)
    assert record.git
    assert record.git.commit == project.git("rev-parse", "HEAD")
    assert record.git.patch
    assert b"ONE = 2" in project.store.blobs.get(record.git.patch)
    assert list(record.modules) == (["lib.py"] if name == "used.py" else [])
    assert record.data
    assert record.data.files
    files = load(project.store.blobs.get(record.data.files))["files"]
    assert [one["path"] for one in files] == ["data.csv"]
    assert not (project.folder / "made.csv").exists()
