"""`nbtrack diff` of all notebooks that differ between revisions or folders."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from tests.e2e.test_diff import diff
from tests.git_command import git
from tests.making import code, notebook_b, stream

if TYPE_CHECKING:
    from pathlib import Path

LONG, GONE, CAME = (
    "\n".join(f"{word * (number % 7)}_{number}" for number in range(40)) for word in ("value", "xyz", "q")
)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A branch on which one notebook was changed, one renamed and changed, one came and one went."""
    (tmp_path / "work").mkdir()
    git(tmp_path, "init", "-q", "-b", "main")
    for name, source in (("a", "a = 1"), ("work/gone", GONE), ("work/old", LONG), ("same", "s = 1")):
        (tmp_path / f"{name}.ipynb").write_bytes(notebook_b(code(source)))
    (tmp_path / "text.txt").write_text("1")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-q", "-m", "first")
    git(tmp_path, "switch", "-q", "-c", "topic")
    git(tmp_path, "mv", "work/old.ipynb", "work/new.ipynb")
    git(tmp_path, "rm", "-q", "work/gone.ipynb")
    (tmp_path / "a.ipynb").write_bytes(notebook_b(code("a = 2")))
    (tmp_path / "work/new.ipynb").write_bytes(notebook_b(code(f"{LONG}\nlast = 1")))
    (tmp_path / "work/came.ipynb").write_bytes(notebook_b(code(CAME)))
    (tmp_path / "text.txt").write_text("2")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-q", "-m", "second")
    return tmp_path


STAT = [
    "a.ipynb: 1 changed of 1 cell, +1 -1 lines",
    "work/came.ipynb: 1 added of 1 cell, +40 -0 lines",
    "main:work/gone.ipynb: 1 removed of 1 cell, +0 -40 lines",
    "work/new.ipynb: 1 changed of 1 cell, +1 -0 lines",
]


def test_a_revision_is_compared_with_all_notebooks_of_the_checkout(repository: Path) -> None:
    assert diff(repository, "--stat", "main").stdout.splitlines() == STAT
    from_below = diff(repository / "work", "--stat", "main").stdout.splitlines()
    assert from_below[0] == STAT[0].replace("a.ipynb", "../a.ipynb")
    assert from_below[1] == STAT[1].removeprefix("work/")


@pytest.mark.parametrize("words", [["main..topic"], ["main..."], ["main", "topic"]])
def test_two_revisions(words: list[str], repository: Path) -> None:
    done = diff(repository, "--name-only", *words)
    assert [line.partition(":")[2] for line in done.stdout.splitlines()] == [
        "a.ipynb",
        "work/came.ipynb",
        "work/gone.ipynb",
        "work/new.ipynb",
    ]


def test_each_is_shown_as_if_it_had_been_named(repository: Path) -> None:
    lines = diff(repository, "main", "work").stdout.splitlines()
    heads = [line for line in lines if line.startswith(("---", "+++", "cell"))]
    assert heads == [
        "--- /dev/null",
        "+++ work/came.ipynb",
        "cell 1 (code) added",
        "--- main:work/gone.ipynb",
        "+++ /dev/null",
        "cell 1 (code) removed",
        "--- main:work/old.ipynb",
        "+++ work/new.ipynb",
        "cell 1 (code) changed",
    ]


def test_a_folder_is_compared_with_the_last_commit(repository: Path) -> None:
    done = diff(repository, ".")
    assert (done.stdout, done.stderr) == ("", "no notebook differs\n")
    (repository / "a.ipynb").write_bytes(notebook_b(code("a = 3")))
    assert diff(repository, "--name-only", ".").stdout == "a.ipynb\n"
    assert diff(repository, "--name-only", "work").stdout == ""


def test_two_folders(tmp_path: Path) -> None:
    for name, source in (
        ("one/x", "x = 1"),
        ("two/x", "x = 2"),
        ("one/y", "y"),
        ("two/y", "y"),
        ("two/z", "z"),
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / f"{name}.ipynb").write_bytes(notebook_b(code(source)))
    assert diff(tmp_path, "--name-only", "one", "two").stdout.splitlines() == ["two/x.ipynb", "two/z.ipynb"]


def test_json_has_them_all(repository: Path) -> None:
    found = json.loads(diff(repository, "--json", "main").stdout)
    assert found["schema"] == "nbtrack.diffs/1"
    assert [(one["old"], one["new"]) for one in found["notebooks"]][2:] == [
        ("main:work/gone.ipynb", "/dev/null"),
        ("main:work/old.ipynb", "work/new.ipynb"),
    ]


def test_markdown_fits_into_a_comment(repository: Path) -> None:
    made = diff(repository, "--format", "markdown", "main").stdout
    assert made.startswith("**4 notebooks changed**\n\n### <code>a.ipynb</code>\n")
    for number in range(40):
        source = "\n".join(f"line {line} of {number}" for line in range(300))
        (repository / f"n{number:02d}.ipynb").write_bytes(notebook_b(code(source)))
    git(repository, "add", ".")
    made = diff(repository, "--format", "markdown", "main").stdout
    assert 40_000 < len(made) <= 65_536
    assert "cell 1 (code) added, not shown" in made
    for path in repository.glob("n*.ipynb"):
        path.rename(path.with_name(f"{path.stem}{'_' * 200}.ipynb"))
    git(repository, "add", ".")
    made = diff(repository, "--format", "markdown", "main").stdout
    assert 40_000 < len(made) <= 65_536
    assert made.rstrip().endswith("more notebooks")


def test_a_page_lists_them_and_those_that_could_not_be_compared(repository: Path) -> None:
    (repository / "a.ipynb").write_text("<<<<<<< ours\n")
    done = diff(repository, "--format", "html", "main")
    assert done.returncode == 2
    top, books = done.stdout.split("<main>")
    assert '<span class="path">main</span> <span class="arrow">·</span> 3 notebooks changed' in top
    assert '<p class="failed">cannot read a.ipynb' in top
    names = ["work/came.ipynb", "main:work/gone.ipynb", "work/new.ipynb"]
    assert re.findall(r'<a href="#notebook-\d">(.*?)</a> <span class="faint">(.*?)</span>', top) == [
        *zip(names, ["new", "gone", "was work/old.ipynb"], strict=True)
    ]
    assert re.findall(r'<details class="book".*?<span class="path">(.*?)</span>', books) == names
    assert "0 notebooks changed" in diff(repository, "--format", "html", "topic", "topic").stdout


def test_a_broken_version_stops_none_of_the_others(repository: Path) -> None:
    (repository / "a.ipynb").write_text("<<<<<<< ours\n")
    done = diff(repository, "--stat", "main")
    assert done.stdout.splitlines() == STAT[1:]
    assert "cannot read a.ipynb" in done.stderr
    assert done.returncode == 2


def test_the_exit_code_is_that_of_the_worst(repository: Path) -> None:
    assert diff(repository, "--exit-code", "--stat", "main").returncode == 1
    assert diff(repository, "--exit-code=kind", "--stat", "main").returncode == 13
    assert diff(repository, "--exit-code", ".").returncode == 0
    (repository / "a.ipynb").write_bytes(notebook_b(code("a = 2", outputs=[stream("2\n")])))
    assert diff(repository, "--exit-code=kind", ".").returncode == 12


def test_a_range_of_which_git_knows_no_end_says_what_to_do(repository: Path, tmp_path: Path) -> None:
    done = diff(repository, "origin/main...")
    assert (done.returncode, done.stdout) == (2, "")
    assert "git knows no revision 'origin/main'" in done.stderr
    git(repository, "clone", "-q", "--depth", "1", f"file://{repository}", str(tmp_path / "shallow"))
    assert "git fetch --unshallow" in diff(tmp_path / "shallow", "HEAD~1..").stderr
    assert "../gone.ipynb is no file" in diff(repository / "work", "../gone.ipynb").stderr


def test_a_form_for_one_notebook_is_refused(repository: Path) -> None:
    done = diff(repository, "--format", "nbdime", "main")
    assert done.returncode == 2
    assert "nbdime shows one notebook" in done.stderr
