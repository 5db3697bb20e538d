"""`nbtrack init` in real repositories, with git, a clone, and a terminal."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from nbtrack.adoption.pre_commit import with_hooks
from tests.e2e.git_project import COMMAND, GitProject, clean, full
from tests.e2e.hook_project import PRE_COMMIT
from tests.e2e.terminal import answering

if TYPE_CHECKING:
    from pathlib import Path

FROM = ("--from", "https://example.org/nbtrack@v0.1.0")
HOOKS = "repos:\n- repo: local\n  hooks: []  # none yet\n"
PYPROJECT = '[project]\nname = "x"\n\n[tool.ruff]  # mine\nline-length = 100'
MADE = (".gitattributes", ".github/workflows/nbtrack.yml", "nbtrack-baseline.json")


@pytest.fixture
def project(tmp_path: Path) -> GitProject:
    """A repository as people have it: outputs in git, a broken file, files of its own."""
    made = GitProject.__new__(GitProject)
    made.folder = tmp_path / "my nötebooks"
    made.folder.mkdir()
    made.git("init", "--quiet", "--initial-branch=main")
    made.write("a.ipynb", full("1"))
    made.write("sub/b.ipynb", clean("print('b')"))
    made.write("broken.ipynb", b"{")
    made.write("pyproject.toml", PYPROJECT.encode())
    made.write(".pre-commit-config.yaml", HOOKS.encode())
    made.commit()
    return made


def init(project: GitProject, *words: str) -> subprocess.CompletedProcess[str]:
    return project.nbtrack("init", "--command", COMMAND, *words)


def reported(project: GitProject, *words: str) -> Any:
    return json.loads(init(project, "--json", *words).stdout)


def test_it_says_what_the_repository_is_like(project: GitProject) -> None:
    done = init(project, "--dry-run")
    assert done.returncode == 0
    assert done.stdout.startswith("notebooks: 3, ")
    assert "check: 1 of 3 have findings" in done.stdout
    assert "not readable: broken.ipynb" in done.stdout


def test_a_dry_run_shows_and_writes_nothing(project: GitProject) -> None:
    config = project.read(".git/config")
    done = init(project, "--dry-run", "--ci", "github", *FROM)
    for line in (
        "+[tool.nbtrack.check]",
        "+*.ipynb filter=nbtrack diff=nbtrack merge=nbtrack",
        "+  - id: nbtrack-check",
        "+    - run: nbtrack check --format github .",
        "a baseline (2 findings in 1 notebook): nbtrack-baseline.json",
    ):
        assert line in done.stdout
    assert project.git("status", "--porcelain") == ""
    assert project.read(".git/config") == config


def test_all_of_it_is_written_and_ci_is_green_on_the_first_day(project: GitProject, tmp_path: Path) -> None:
    done = init(project, "--yes", "--ci", "github", *FROM)
    assert done.returncode == 0, done.stderr
    project.git("add", "--all")
    project.git("commit", "-qm", "Use nbtrack")
    assert project.read("pyproject.toml").startswith(PYPROJECT.encode())
    assert project.read(".pre-commit-config.yaml").startswith(HOOKS.encode())
    project.git("clone", "--quiet", ".", str(tmp_path / "ci"))
    for name in MADE:
        assert (tmp_path / "ci" / name).exists()
    check = [sys.executable, "-m", "nbtrack", "check", "--format", "github", "."]
    assert subprocess.run(check, cwd=tmp_path / "ci", check=False).returncode == 0
    (tmp_path / "ci/new.ipynb").write_bytes(full("2"))
    assert subprocess.run(check, cwd=tmp_path / "ci", check=False, capture_output=True).returncode == 1


def test_ci_stays_green_when_notebooks_are_cleaned_in_git(project: GitProject, tmp_path: Path) -> None:
    init(project, "--yes")
    project.git("add", "--renormalize", ":/")
    project.commit()
    assert project.blob("a.ipynb", "HEAD") == clean("1")
    assert project.read("a.ipynb") == full("1")
    assert project.status == ""
    project.git("clone", "--quiet", ".", str(tmp_path / "ci"))
    check = [sys.executable, "-m", "nbtrack", "check", "."]
    assert subprocess.run(check, cwd=tmp_path / "ci", check=False).returncode == 0


def test_doing_it_again_changes_nothing(project: GitProject) -> None:
    words = ("--yes", "--ci", "gitlab", *FROM)
    init(project, *words)
    before = {path: path.read_bytes() for path in project.folder.rglob("*") if path.is_file()}
    done = init(project, *words)
    assert done.stdout.count("there already") == 5
    after = {path: path.read_bytes() for path in project.folder.rglob("*") if path.is_file()}
    assert after == before


def test_git_takes_all_of_it_back(project: GitProject) -> None:
    config = project.read(".git/config")
    init(project, "--yes", "--ci", "github", *FROM)
    project.nbtrack("git", "uninstall")
    project.git("restore", ".")
    project.git("clean", "-dfq")
    assert project.git("status", "--porcelain") == ""
    assert project.read(".git/config") == config


def test_another_tools_filter_is_named_and_left(project: GitProject) -> None:
    project.write(".gitattributes", b"*.ipynb filter=nbstripout\n")
    done = init(project, "--yes")
    assert "git: " in done.stdout
    assert "already gives notebooks to filter=nbstripout; `nbtrack git install --replace`" in done.stdout
    assert project.read(".gitattributes") == b"*.ipynb filter=nbstripout\n"
    assert (project.folder / "nbtrack-baseline.json").exists()


def test_the_service_is_found_by_what_is_there(project: GitProject) -> None:
    def files() -> dict[str, list[str]]:
        rows = reported(project, "--dry-run", *FROM)["proposals"]
        return {row["name"]: [file["path"] for file in row["files"]] for row in rows}

    assert files()["ci"] == []
    project.git("remote", "add", "origin", "https://github.com/someone/x")
    assert files()["ci"] == [".github/workflows/nbtrack.yml"]
    project.write(".gitlab-ci.yml", b"lint:\n  script: [x]\n")
    assert files()["ci"] == [".gitlab-ci.yml"]


def test_pairs_are_for_who_asks_for_them_and_change_no_notebook(project: GitProject) -> None:
    done = init(project, "--yes")
    assert "pairs: --pair py:percent gives each notebook a script" in done.stdout
    assert not (project.folder / "jupytext.toml").exists()
    project.write("broken.ipynb", clean("mended"))
    before = {name: project.read(name) for name in ("a.ipynb", "sub/b.ipynb")}
    done = init(project, "--yes", "--pair", "py:percent")
    assert "`nbtrack sync` makes the scripts" in done.stderr
    assert b'formats = "ipynb,py:percent"' in project.read("jupytext.toml")
    assert project.nbtrack("sync").returncode == 0
    assert b"print('b')" in project.read("sub/b.py")
    assert {name: project.read(name) for name in before} == before
    assert "pairs: jupytext.toml: there already" in init(project, "--yes", "--pair", "py:percent").stdout


def test_pairs_of_no_known_format_are_refused(project: GitProject) -> None:
    done = init(project, "--yes", "--pair", "docx")
    assert done.returncode == 2
    assert "docx" in done.stderr
    assert not (project.folder / "jupytext.toml").exists()


def test_hooks_bring_pairs_in_step_where_pairs_are_asked_for(project: GitProject) -> None:
    init(project, "--yes", "--pair", "py:percent")
    assert b"nbtrack-sync" in project.read(".pre-commit-config.yaml")


def test_from_a_folder_below_the_whole_repository_is_meant(project: GitProject) -> None:
    command = [sys.executable, "-m", "nbtrack", "init", "--json", "--yes", "--command", COMMAND]
    done = subprocess.run(command, cwd=project.folder / "sub", capture_output=True, text=True, check=True)
    assert json.loads(done.stdout)["notebooks"] == 3
    assert (project.folder / "nbtrack-baseline.json").exists()


def test_at_a_terminal_each_is_asked_about(project: GitProject) -> None:
    seen = answering(project.folder, "n\n\n\nno\ny\n", "init", "--command", COMMAND)
    assert seen.returncode == 0
    assert "write settings? [Y/n]" in seen.screen
    assert "for each notebook? [y/N]" in seen.screen
    assert not (project.folder / "jupytext.toml").exists()
    assert project.read("pyproject.toml") == PYPROJECT.encode()
    assert project.git("check-attr", "filter", "a.ipynb") == "a.ipynb: filter: nbtrack\n"
    assert project.read(".pre-commit-config.yaml") == HOOKS.encode()
    assert (project.folder / "nbtrack-baseline.json").exists()


def test_who_hangs_up_wants_nothing(project: GitProject) -> None:
    answering(project.folder, "\x04\x04\x04\x04\x04", "init")
    assert project.git("status", "--porcelain") == ""


@pytest.mark.parametrize("words", [(), ("--json",)])
def test_where_nobody_can_be_asked_it_says_so(project: GitProject, words: tuple[str, ...]) -> None:
    done = init(project, *words)
    assert done.returncode == 2
    assert "--yes writes all of it" in done.stderr


def test_an_empty_repository_and_none_at_all(tmp_path: Path) -> None:
    empty = GitProject.__new__(GitProject)
    empty.folder = tmp_path
    done = init(empty, "--dry-run")
    assert (done.returncode, "no git repository" in done.stderr) == (2, True)
    empty.git("init", "--quiet")
    done = init(empty, "--yes")
    assert done.returncode == 0
    assert "notebooks: 0" in done.stdout


@pytest.mark.precommit
def test_its_hook_and_its_filter_get_along(project: GitProject) -> None:
    project.write(".pre-commit-config.yaml", with_hooks(None, None, pairs=False).encode())
    init(project, "--yes")
    project.commit("Use nbtrack")
    subprocess.run([*PRE_COMMIT, "install"], cwd=project.folder, check=True, capture_output=True)
    path = f"{os.path.dirname(sys.executable)}{os.pathsep}{os.environ['PATH']}"
    project.write("a.ipynb", full("2"))
    project.git("add", "a.ipynb")
    done = project.try_git("commit", "-m", "Outputs stay here", PATH=path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert project.read("a.ipynb") == full("2")
    assert project.blob("a.ipynb", "HEAD") == clean("2")
    project.write("a.ipynb", clean("key = 'AKIAIOSFODNN7EXAMPLA'"))
    project.git("add", "a.ipynb")
    project.write("a.ipynb", clean("3"))
    done = project.try_git("commit", "-m", "A secret", PATH=path)
    assert (done.returncode, "NBT201" in done.stderr + done.stdout) == (1, True)
