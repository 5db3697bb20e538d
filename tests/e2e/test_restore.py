"""`nbtrack restore`: versions come back, and nothing that is nowhere else is overwritten."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.running import Project
from tests.making import notebook_b


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)


def snapshot(project: Project, name: str) -> str:
    (taken,) = project.json("snapshot", name, "-m", "kept")["snapshots"]
    return str(taken["record"]["id"])


def sources(path: Path) -> list[str]:
    return ["".join(cell["source"]) for cell in json.loads(path.read_bytes())["cells"]]


def test_a_version_comes_back_byte_for_byte_and_what_was_there_is_kept(project: Project) -> None:
    path = project.write("a.ipynb", "x = 1")
    old = path.read_bytes()
    first = snapshot(project, "a.ipynb")
    path = project.write("a.ipynb", "unsaved = 'work'")
    lost = path.read_bytes()
    done = project.nbtrack("restore", f"a.ipynb@{first[:6]}")
    kept = project.store.runs("a.ipynb")[0]
    assert (done.returncode, path.read_bytes()) == (0, old)
    assert f"what it held is snapshot {kept.id[:8]}" in done.stderr
    assert kept.note == f"before {first[:8]} was restored"
    assert project.nbtrack("restore", f"a.ipynb@{kept.id[:8]}").returncode == 0
    assert path.read_bytes() == lost


def test_what_is_on_record_or_committed_is_not_recorded_again(project: Project) -> None:
    path = project.write("a.ipynb", "x = 1")
    first = snapshot(project, "a.ipynb")
    project.write("a.ipynb", "x = 2")
    second = snapshot(project, "a.ipynb")
    assert project.json("restore", f"a.ipynb@{first}")["snapshot"] is None
    assert project.json("restore", f"a.ipynb@{second}")["snapshot"] is None
    project.write("a.ipynb", "x = 3")
    project.git("add", "--all")
    project.git("commit", "--quiet", "-m", "third")
    assert project.json("restore", f"a.ipynb@{first}")["snapshot"] is None
    assert sources(path) == ["x = 1"]
    assert len(project.store.runs()) == 2


def test_a_dry_run_shows_the_change_and_writes_nothing(project: Project) -> None:
    project.write("a.ipynb", "x = 1")
    first = snapshot(project, "a.ipynb")
    path = project.write("a.ipynb", "x = 2")
    before = path.read_bytes()
    done = project.nbtrack("restore", f"a.ipynb@{first}", "--dry-run")
    assert "- x = 2\n+ x = 1\n" in done.stdout
    assert "would come back" in done.stderr
    assert path.read_bytes() == before
    assert len(project.store.runs()) == 1


def test_an_undo_takes_it_back(project: Project) -> None:
    project.write("a.ipynb", "x = 1")
    first = snapshot(project, "a.ipynb")
    path = project.write("a.ipynb", "x = 2")
    before = path.read_bytes()
    project.nbtrack("restore", f"a.ipynb@{first}", "--undo")
    assert project.nbtrack("undo").returncode == 0
    assert path.read_bytes() == before


def test_a_run_comes_back_as_given_or_as_executed(project: Project) -> None:
    path = project.write("a.ipynb", "print('said')")
    given = path.read_bytes()
    assert project.nbtrack("run", "a.ipynb").returncode == 0
    path.unlink()
    assert project.nbtrack("restore", "a.ipynb@latest").returncode == 0
    assert path.read_bytes() == given
    assert project.nbtrack("restore", "a.ipynb@latest", "--executed").returncode == 0
    (cell,) = json.loads(path.read_bytes())["cells"]
    assert cell["outputs"][0]["text"] == ["said\n"]


def test_one_cell_comes_back_alone(project: Project) -> None:
    project.write("a.ipynb", "x = 1", "y = 1")
    first = snapshot(project, "a.ipynb")
    path = project.write("a.ipynb", "x = 2", "y = 2")
    done = project.nbtrack("restore", f"a.ipynb@{first}", "--cell", "2")
    assert (done.returncode, sources(path)) == (0, ["x = 2", "y = 1"])
    again: Any = project.json("restore", f"a.ipynb@{first}", "--cell", "2")
    assert (again["changed"], again["written"]) == (False, False)


def test_a_script_comes_back(project: Project) -> None:
    script = project.folder / "src" / "train.py"
    script.parent.mkdir()
    script.write_bytes(b"print(1)\r\n")
    first = snapshot(project, "src/train.py")
    script.write_bytes(b"print(2)\n")
    assert project.nbtrack("restore", f"src/train.py@{first}").returncode == 0
    assert script.read_bytes() == b"print(1)\r\n"


def test_what_is_no_notebook_is_never_overwritten(project: Project) -> None:
    path = project.write("a.ipynb", "x = 1")
    first = snapshot(project, "a.ipynb")
    path.write_bytes(b"<<<<<<< ours\n")
    done = project.nbtrack("restore", f"a.ipynb@{first}")
    assert (done.returncode, path.read_bytes()) == (2, b"<<<<<<< ours\n")
    assert "left as it is" in done.stderr


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("a.ipynb", "names no version"),
        ("a.ipynb@", "names no version"),
        ("a.ipynb@beef", "there is no run"),
        ("b.ipynb@{id}", "there is no run"),
        ("a.ipynb@latest", "there is no run"),
    ],
)
def test_what_names_no_version_of_the_file_is_an_error(project: Project, word: str, said: str) -> None:
    project.write("a.ipynb", "x = 1")
    (project.folder / "b.ipynb").write_bytes(notebook_b())
    done = project.nbtrack("restore", word.format(id=snapshot(project, "a.ipynb")))
    assert (done.returncode, said in done.stderr) == (2, True), done.stderr
    assert "`nbtrack log" in done.stderr


def test_a_paired_text_comes_back_out_of_a_run_of_either(project: Project) -> None:
    project.write("a.ipynb", "x = 1")
    project.nbtrack("pair", "a.ipynb")
    text = project.folder / "a.py"
    before = text.read_bytes()
    assert project.nbtrack("run", "a.py").returncode == 0
    text.write_bytes(before.replace(b"x = 1", b"x = 2"))
    changed = project.json("blame", "a.py")["cells"][0]["lines"]
    assert [line for line in changed if line is None] == [None]
    assert project.nbtrack("restore", "a.py@latest").returncode == 0
    assert text.read_bytes() == before
    taken = snapshot(project, "a.py")
    done = project.nbtrack("restore", f"a.ipynb@{taken}")
    assert (done.returncode, "is of a.py, and holds no version of a.ipynb" in done.stderr) == (2, True)


def test_a_pair_is_told_to_be_out_of_step(project: Project) -> None:
    project.write("a.ipynb", "x = 1")
    project.nbtrack("pair", "a.ipynb")
    first = snapshot(project, "a.ipynb")
    path = project.folder / "a.ipynb"
    path.write_bytes(path.read_bytes().replace(b"x = 1", b"x = 2"))
    project.nbtrack("sync", "a.ipynb")
    done = project.nbtrack("restore", f"a.ipynb@{first}")
    assert "`nbtrack sync a.ipynb` brings a.py in step with it" in done.stderr
    assert project.nbtrack("sync", "a.ipynb").returncode == 0
    assert "x = 1" in (project.folder / "a.py").read_text()
