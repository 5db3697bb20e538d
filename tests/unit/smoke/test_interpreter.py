"""Find the interpreter that a notebook's project is meant to run with."""

import sys
from pathlib import Path

import pytest

from nbtrack.smoke.interpreter import find_interpreter


def environment(folder: Path) -> Path:
    python = folder / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.symlink_to(sys.executable)
    return python


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "repository" / ".git").mkdir(parents=True)
    (tmp_path / "repository" / "notebooks").mkdir()
    return tmp_path / "repository"


def test_the_one_given_comes_first(project: Path) -> None:
    environment(project / ".venv")
    assert find_interpreter("python9", str(project), {}) == ("python9", "given")
    assert find_interpreter("./python", str(project), {}).path == str(Path.cwd() / "python")


@pytest.mark.parametrize("name", [".venv", "venv"])
def test_the_projects_own_is_found_from_below_and_wins_over_the_active_one(project: Path, name: str) -> None:
    own, active = environment(project / name), environment(project.parent / "active")
    variables = {"VIRTUAL_ENV": str(active.parent.parent)}
    found = find_interpreter(None, str(project / "notebooks"), variables)
    assert found == (str(own), f"the project's {name}")


@pytest.mark.parametrize("variable", ["VIRTUAL_ENV", "CONDA_PREFIX"])
def test_the_active_one_is_next(project: Path, variable: str) -> None:
    active = environment(project.parent / "active")
    found = find_interpreter(None, str(project), {variable: str(project.parent / "active")})
    assert found == (str(active), f"{variable} names it")


def test_what_stands_above_the_repository_is_somebody_elses(project: Path) -> None:
    environment(project.parent / ".venv")
    assert find_interpreter(None, str(project), {}) == (sys.executable, "the one that runs nbtrack")


def test_an_environment_whose_interpreter_is_gone_is_passed_over(project: Path) -> None:
    (project / ".venv" / "bin").mkdir(parents=True)
    (project / ".venv" / "bin" / "python").symlink_to("/no/python")
    assert find_interpreter(None, str(project), {}).path == sys.executable
