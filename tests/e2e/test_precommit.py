"""The hooks refuse a dirty notebook, clean it, and accept it: with the real pre-commit and the real git."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from nbtrack.cli.main import command_names
from tests.conftest import PIP_OF_THIS_PERSON
from tests.e2e.hook_project import CHECKOUT, Project, git, publish_hooks
from tests.making import code, notebook_b, stream

pytestmark = pytest.mark.precommit

HOOKS = yaml.safe_load((CHECKOUT / ".pre-commit-hooks.yaml").read_text())
CLEAN = notebook_b(code("print(1)")).decode()
DIRTY = notebook_b(code("print(1)", outputs=[stream("1\n")], count=3)).decode()


@pytest.fixture(scope="session")
def hooks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return publish_hooks(tmp_path_factory.mktemp("hooks"))


@pytest.fixture(scope="session")
def pre_commit_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("pre-commit")


@pytest.fixture
def use(
    hooks: Path, pre_commit_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[str], Project]:
    """Give a function that makes a project with one of the hooks."""
    installing = {"PIP_NO_COMPILE": "no", "PRE_COMMIT_HOME": str(pre_commit_home)}  # pip's "no" means none
    for name, value in (PIP_OF_THIS_PERSON | installing).items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("PYTHONDONTWRITEBYTECODE", raising=False)  # or each call of a hook compiles anew
    return lambda hook: Project(tmp_path / "project", hooks, hook)


def test_strip_refuses_a_dirty_notebook_cleans_it_and_accepts_it(use: Callable[[str], Project]) -> None:
    project = use("nbtrack-strip")
    project.write("analysis.ipynb", DIRTY)
    refused = project.commit()
    assert refused.code == 1, refused.text
    assert "files were modified by this hook" in refused.text
    assert "analysis.ipynb: stripped 1 output, 1 count" in refused.text
    assert (project.folder / "analysis.ipynb").read_text() == CLEAN
    project.add("analysis.ipynb")
    accepted = project.commit()
    assert accepted.code == 0, accepted.text
    assert git(project.folder, "show", "HEAD:analysis.ipynb") == CLEAN


def test_check_says_what_is_wrong_and_changes_nothing(use: Callable[[str], Project]) -> None:
    project = use("nbtrack-check")
    project.write("analysis.ipynb", DIRTY)
    refused = project.commit()
    assert refused.code == 1, refused.text
    assert "analysis.ipynb: cell 1: NBT101" in refused.text
    assert (project.folder / "analysis.ipynb").read_text() == DIRTY
    project.write("analysis.ipynb", CLEAN)
    assert project.commit().code == 0


def test_check_refuses_what_a_merge_broke(use: Callable[[str], Project]) -> None:
    project = use("nbtrack-check")
    project.write("broken.ipynb", (CHECKOUT / "sample_notebooks" / "conflicted.ipynb").read_text())
    refused = project.commit()
    assert refused.code == 1
    assert 'conflict marker "<<<<<<<"' in refused.text


def test_smoke_refuses_a_push_and_blames_the_cell(use: Callable[[str], Project]) -> None:
    project = use("nbtrack-smoke")
    project.write("analysis.ipynb", notebook_b(code("a = 1"), code("print(a + b)")).decode())
    assert project.commit().code == 0, "smoke runs before a push, not at each commit"
    refused = project.call("nbtrack-smoke", "pre-push")
    assert refused.code == 1
    assert "analysis.ipynb: fails in cell 2, line 1: NameError: name 'b' is not defined" in refused.text
    project.write("analysis.ipynb", notebook_b(code("a = b = 1"), code("print(a + b)")).decode())
    assert project.call("nbtrack-smoke", "pre-push").code == 0


def test_hooks_leave_other_files_alone(use: Callable[[str], Project]) -> None:
    project = use("nbtrack-check")
    project.write("notes.json", DIRTY)
    accepted = project.commit()
    assert accepted.code == 0
    assert "no files to check" in accepted.text


@pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: hook["id"])
def test_the_manifest_names_commands_that_exist(hook: dict[str, Any]) -> None:
    program, name = hook["entry"].split()
    assert program == "nbtrack"
    assert hook["id"] == f"nbtrack-{name}"
    assert name in command_names()
