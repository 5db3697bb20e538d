"""Which file `python -m` would run."""

from pathlib import Path

import pytest

from nbtrack.errors import RunError
from nbtrack.record.script_module import module_file


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "pyproject.toml").write_text("")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(project: Path, path: str, source: str = "raise AssertionError('imported')") -> None:
    (project / path).parent.mkdir(parents=True, exist_ok=True)
    (project / path).write_text(source)


@pytest.mark.parametrize(
    ("name", "files"),
    [
        ("train", ["train.py"]),
        ("own.train", ["own/train.py", "own/__init__.py"]),
        ("own.train", ["own/train.py"]),  # no __init__.py: a namespace
        ("own.deep.train", ["own/deep/train.py", "own/__init__.py"]),
        ("own", ["own/__main__.py", "own/__init__.py"]),
        ("own.deep", ["own/deep/__main__.py"]),
    ],
)
def test_a_module_is_found_without_importing_what_is_around_it(
    project: Path, name: str, files: list[str]
) -> None:
    for file in files:
        write(project, file)
    assert module_file(name, ".") == files[0]


def test_a_module_is_found_from_the_folder_that_it_runs_in(project: Path) -> None:
    write(project, "src/own/train.py")
    assert module_file("own.train", "src") == "src/own/train.py"


def test_a_package_of_the_project_that_is_installed_is_found_from_anywhere_in_it(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(project, "src/own/train.py")
    write(project, "notebooks/nothing.py")
    monkeypatch.syspath_prepend(str(project / "src"))
    assert module_file("own.train", "notebooks") == "src/own/train.py"


@pytest.mark.parametrize("name", ["own.other", "other", "own", "train.own", "", ".", "own..train"])
def test_what_is_no_module_to_run_is_refused(project: Path, name: str) -> None:
    write(project, "own/train.py")
    write(project, "own/__init__.py")
    write(project, "train.py")
    with pytest.raises(RunError, match="there is no module"):
        module_file(name, ".")


def test_a_module_of_somebody_else_is_no_experiment(project: Path) -> None:
    with pytest.raises(RunError, match="not of this project"):
        module_file("json.tool", ".")
