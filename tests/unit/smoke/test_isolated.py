"""Run in a scratch copy: what a fresh clone would have, and nothing is written to the project."""

import subprocess
from pathlib import Path

import pytest

from nbtrack.errors import RunError
from nbtrack.notebook.document import parse
from nbtrack.smoke.preparing import trial_of
from nbtrack.smoke.verdict import FILE, Verdict
from tests.making import code, notebook_b
from tests.unit.smoke.conditions import run_one, under


@pytest.fixture
def project(tmp_path: Path) -> Path:
    root = tmp_path / "project"
    for name, text in {
        "data/known.csv": "1\n",
        "data/ignored.csv": "2\n",
        ".gitignore": "ignored.csv\n",
        "notebooks/helper.py": "value = 3\n",
    }.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    subprocess.run(["git", "init", "--quiet", str(root)], check=True)
    return root


def tried(project: Path, *cells: str, copy_bytes: int = 10**6) -> Verdict:
    book = parse(notebook_b(*map(code, cells)), str(project / "notebooks" / "test.ipynb"))
    return run_one(trial_of(book, under(copy_bytes=copy_bytes)))


def files_in(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if ".git/" not in f"{path}/"}


def test_the_project_around_the_notebook_is_there_and_stays_as_it_is(project: Path) -> None:
    before = files_in(project)
    verdict = tried(
        project,
        "import helper\nassert helper.value == 3",
        "assert open('../data/known.csv').read() == '1\\n'",
        "open('new.txt', 'w').close()\nopen('../data/known.csv', 'w').close()",
    )
    assert verdict.failure is None
    assert files_in(project) == before
    assert (project / "data" / "known.csv").read_text() == "1\n"


def test_what_git_ignores_is_not_there_and_the_failure_says_so(project: Path) -> None:
    failure = tried(project, "open('../data/ignored.csv')").failure
    assert failure is not None
    assert failure.kind == FILE
    assert "git ignores it, so a fresh copy of the project lacks it" in failure.cause


def test_a_link_that_leads_out_is_a_copy_of_what_it_leads_to(project: Path) -> None:
    outside = project.parent / "outside.txt"
    outside.write_text("kept")
    (project / "notebooks" / "link.txt").symlink_to(outside)
    (project / "notebooks" / "inside.txt").symlink_to("../data/known.csv")
    verdict = tried(
        project,
        "assert open('link.txt').read() == 'kept'\nopen('link.txt', 'w').close()",
        "import os\nassert os.readlink('inside.txt') == '../data/known.csv'",
    )
    assert verdict.failure is None
    assert outside.read_text() == "kept"


def test_a_project_that_is_too_large_is_not_copied(project: Path) -> None:
    (project / "data" / "large.bin").write_bytes(bytes(2000))
    with pytest.raises(RunError, match=r"too large to copy: 2\.\d kB that git does not ignore, and 1\.0 kB"):
        tried(project, "1", copy_bytes=1000)
