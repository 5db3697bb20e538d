"""`nbtrack check --staged`: what the next commit would have, whatever the files hold."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from nbtrack.cli.main import main
from tests.e2e.check_repository import CLEAN, Repository, dirty
from tests.making import notebook_b

if TYPE_CHECKING:
    from pathlib import Path


def test_what_is_staged_counts_and_not_what_the_file_holds(repository: Repository) -> None:
    repository.put("mended.ipynb", dirty("staged"))
    repository.put("spoilt.ipynb", CLEAN)
    repository.git("add", "--all")
    repository.put("mended.ipynb", CLEAN)
    repository.put("spoilt.ipynb", dirty("not staged"))
    assert repository.found("--staged") == ["mended.ipynb: staged"]
    repository.git("add", "mended.ipynb")
    assert repository.found("--staged") == []


def test_only_what_the_commit_changes_is_checked(repository: Repository) -> None:
    for name in ("same", "gone", "edited", "unstaged"):
        repository.put(f"{name}.ipynb", dirty("old"))
    repository.commit()
    repository.put("edited.ipynb", dirty("new"))
    repository.put("sub/new ü\n.ipynb", dirty("new"))
    repository.git("rm", "-q", "gone.ipynb")
    repository.git("add", "--all")
    repository.put("unstaged.ipynb", dirty("new"))
    repository.put("unknown.ipynb", dirty("new"))
    assert repository.found("--staged") == ["edited.ipynb: new", "sub/new ü\n.ipynb: new"]


def test_a_file_that_is_staged_and_gone_from_the_work_tree_is_checked(repository: Repository) -> None:
    repository.put("sub/a.ipynb", dirty("a"))
    repository.git("add", "--all")
    (repository.folder / "sub/a.ipynb").unlink()
    assert repository.found("--staged") == ["sub/a.ipynb: a"]
    assert repository.found("--staged", "sub/a.ipynb") == ["sub/a.ipynb: a"]


def test_paths_narrow_it_down_and_are_counted_from_here(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a", "sub/b", "sub/deep/c", "subway/d"):
        repository.put(f"{name}.ipynb", dirty("x"))
    repository.git("add", "--all")
    assert repository.found("--staged", "sub") == ["sub/b.ipynb: x", "sub/deep/c.ipynb: x"]
    assert repository.found("--staged", "sub/b.ipynb", "a.ipynb") == ["sub/b.ipynb: x", "a.ipynb: x"]
    monkeypatch.chdir(repository.folder / "sub")
    assert repository.found("--staged") == ["b.ipynb: x", "deep/c.ipynb: x"]
    assert repository.found("--staged", "..")[0] == "../a.ipynb: x"
    assert repository.found("--staged", "--exclude", "deep") == ["b.ipynb: x"]


def test_changed_cells_are_those_that_the_commit_changes(repository: Repository) -> None:
    cells = [dirty(f"kept{n}") for n in range(20)]
    repository.put("a.ipynb", *cells)
    repository.commit()
    repository.git("mv", "a.ipynb", "b.ipynb")
    repository.put("b.ipynb", *cells, dirty("staged"))
    repository.git("add", "--all")
    repository.put("b.ipynb", *cells, dirty("later"))
    assert repository.found("--staged", "--changed-cells") == ["b.ipynb: staged"]


def test_links_submodules_and_announced_files_are_no_notebooks(repository: Repository) -> None:
    repository.put("real.ipynb", CLEAN)
    (repository.folder / "link.ipynb").symlink_to("real.ipynb")
    repository.put("announced.ipynb", dirty("later"))
    repository.git("add", "real.ipynb", "link.ipynb")
    repository.git("add", "--intent-to-add", "announced.ipynb")
    assert repository.found("--staged") == []


def test_what_is_staged_and_no_notebook_is_told(repository: Repository) -> None:
    (repository.folder / "a.ipynb").write_text("<<<<<<< ours\n")
    repository.git("add", "--all")
    (repository.folder / "a.ipynb").write_bytes(notebook_b(CLEAN))
    assert "cannot read a.ipynb" in repository.refused("--staged")


def test_nothing_staged_is_said(repository: Repository) -> None:
    repository.put("a.ipynb", dirty("a"))
    assert main(["check", "--staged"]) == 0
    assert repository.capsys.readouterr().err == "no notebook is staged\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--fix"], "`nbtrack check --fix`, and `git add` it again"),
        (["--unsafe-fixes"], "--staged only reports"),
        (["--diff"], "--staged only reports"),
        (["--write-baseline"], "--staged only reports"),
        (["--changed=main"], "exclude each other"),
        (["-"], "--staged needs files"),
        (["--watch"], "exclude each other"),
    ],
)
def test_what_does_not_go_together(words: list[str], said: str, repository: Repository) -> None:
    repository.put("a.ipynb", dirty("a"))
    repository.git("add", "--all")
    before = (repository.folder / "a.ipynb").read_bytes()
    assert said in repository.refused("--staged", *words)
    assert (repository.folder / "a.ipynb").read_bytes() == before


def test_the_baseline_holds_for_what_is_staged(repository: Repository) -> None:
    repository.put("a.ipynb", dirty("old"))
    main(["check", "--write-baseline"])
    repository.put("a.ipynb", dirty("old"), dirty("new"))
    repository.git("add", "--all")
    assert repository.found("--staged") == ["a.ipynb: new"]


def hooked(repository: Repository, *words: str) -> subprocess.CompletedProcess[str]:
    command = ["git", "commit", "-m", "Go on", *words]
    return subprocess.run(command, cwd=repository.folder, capture_output=True, text=True, check=False)


@pytest.fixture
def hook(repository: Repository) -> Any:
    """A plain hook of git, as the documentation has it."""
    path = repository.folder / ".git/hooks/pre-commit"
    path.parent.mkdir(exist_ok=True)
    path.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m nbtrack check --staged\n')
    path.chmod(0o755)
    return path


def test_a_plain_hook_stops_a_dirty_commit_and_no_other(repository: Repository, hook: Any) -> None:
    repository.put("a.ipynb", dirty("a"))
    repository.git("add", "--all")
    repository.put("a.ipynb", CLEAN)
    done = hooked(repository)
    assert (done.returncode, "a.ipynb: cell 1: NBT101" in done.stdout + done.stderr) == (1, True)
    repository.git("add", "--all")
    repository.put("a.ipynb", dirty("a"))
    assert hooked(repository).returncode == 0


@pytest.mark.parametrize("words", [["--all"], ["--", "a.ipynb"]])
def test_the_index_that_git_makes_for_one_commit_is_the_one_that_counts(
    repository: Repository, hook: Any, words: list[str]
) -> None:
    repository.put("a.ipynb", CLEAN)
    repository.git("add", "--all")
    assert hooked(repository).returncode == 0
    repository.put("a.ipynb", dirty("a"))
    assert hooked(repository, *words).returncode == 1


def test_a_linked_work_tree_has_an_index_of_its_own(
    repository: Repository, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.put("a.ipynb", CLEAN)
    repository.commit()
    linked = tmp_path_factory.mktemp("w") / "linked"
    repository.git("worktree", "add", "-q", str(linked))
    monkeypatch.chdir(linked)
    other = Repository.__new__(Repository)
    other.folder, other.capsys = linked, repository.capsys
    other.put("a.ipynb", dirty("a"))
    other.git("add", "--all")
    assert other.found("--staged") == ["a.ipynb: a"]
    monkeypatch.chdir(repository.folder)
    assert repository.found("--staged") == []


def test_outside_of_git_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["check", "--staged"]) == 2
    assert "in no git repository" in capsys.readouterr().err
    assert os.listdir(tmp_path) == []
