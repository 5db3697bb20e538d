"""`nbtrack diff` as a person calls it: files, revisions, and what cannot be compared."""

from __future__ import annotations

import json
import subprocess
import sys
from shlex import quote
from typing import TYPE_CHECKING, Any

import pytest

from tests.git_command import git
from tests.making import code, notebook_b, stream

if TYPE_CHECKING:
    from pathlib import Path

OLD = notebook_b(code("a = 1"), code("b = 2", outputs=[stream("old\n")], count=1))
NEW = notebook_b(code("a = 1"), code("b = 3", outputs=[stream("new\n")], count=9))
SHOWN = [
    "cell 2 (code) changed",
    "- b = 2",
    "+ b = 3",
    "  output 1 (stream stdout) changed",
    "- old",
    "+ new",
    "noise: 1 execution count",
]


def diff(folder: Path, *words: str, stdin: bytes = b"") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "nbtrack", "diff", *words]
    done = subprocess.run(command, cwd=folder, input=stdin, capture_output=True)
    return subprocess.CompletedProcess(command, done.returncode, done.stdout.decode(), done.stderr.decode())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "old.ipynb").write_bytes(OLD)
    (tmp_path / "new.ipynb").write_bytes(NEW)
    return tmp_path


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with two commits of `work/a.ipynb`, and a third state in the working tree."""
    (tmp_path / "work").mkdir()
    git(tmp_path, "init", "-q", "-b", "main")
    for message, raw in (("first", notebook_b(code("a = 0"))), ("second", OLD)):
        (tmp_path / "work" / "a.ipynb").write_bytes(raw)
        git(tmp_path, "add", ".")
        git(tmp_path, "commit", "-q", "-m", message)
    (tmp_path / "work" / "a.ipynb").write_bytes(NEW)
    return tmp_path


def test_two_files_are_compared_line_by_line(folder: Path) -> None:
    done = diff(folder, "old.ipynb", "new.ipynb")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == ["--- old.ipynb", "+++ new.ipynb", *SHOWN]


def test_stdin_is_either_side(folder: Path) -> None:
    assert diff(folder, "old.ipynb", "-", stdin=NEW).stdout.splitlines()[2:] == SHOWN
    assert diff(folder, "-", "new.ipynb", stdin=OLD).stdout.splitlines()[2:] == SHOWN


def test_equal_notebooks_show_nothing(folder: Path) -> None:
    done = diff(folder, "old.ipynb", "old.ipynb")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_the_exit_code_tells_when_asked_to(folder: Path) -> None:
    assert diff(folder, "--exit-code", "old.ipynb", "new.ipynb").returncode == 1
    assert diff(folder, "--exit-code", "old.ipynb", "old.ipynb").returncode == 0


@pytest.mark.parametrize("option", ["-s", "--sources", "--no-outputs"])
def test_outputs_are_left_out_on_demand(option: str, folder: Path) -> None:
    assert diff(folder, option, "old.ipynb", "new.ipynb").stdout.splitlines()[2:] == SHOWN[:3]


def test_metadata_is_compared_on_demand_and_its_difference_is_never_hidden(folder: Path) -> None:
    (folder / "meta.ipynb").write_bytes(notebook_b(code("a = 1"), metadata={"x": 1}))
    (folder / "none.ipynb").write_bytes(notebook_b(code("a = 1")))
    silent = diff(folder, "none.ipynb", "meta.ipynb")
    assert silent.stdout == ""
    assert silent.stderr == "nothing to show, but what was not compared differs: 1 metadata value\n"
    shown = diff(folder, "--metadata", "none.ipynb", "meta.ipynb")
    assert shown.stdout.splitlines()[2:] == ["notebook metadata changed", "+ metadata.x: 1"]


def test_stat_says_how_much_changed(folder: Path) -> None:
    done = diff(folder, "--stat", "old.ipynb", "new.ipynb")
    assert done.stdout == "new.ipynb: 1 changed of 2 cells, +1 -1 lines, 1 output; noise: 1 execution count\n"


def test_json_has_what_became_of_each_cell(folder: Path) -> None:
    found: dict[str, Any] = json.loads(diff(folder, "--json", "old.ipynb", "new.ipynb").stdout)
    assert (found["schema"], found["old"], found["new"]) == ("nbtrack.diff/1", "old.ipynb", "new.ipynb")
    assert [cell["kind"] for cell in found["cells"]] == ["same", "changed"]


def test_the_last_commit_against_the_file(repository: Path) -> None:
    done = diff(repository, "work/a.ipynb")
    assert done.stdout.splitlines() == ["--- HEAD:work/a.ipynb", "+++ work/a.ipynb", *SHOWN]
    assert diff(repository / "work", "a.ipynb").stdout.splitlines()[2:] == SHOWN


@pytest.mark.parametrize("revisions", [["HEAD"], ["HEAD", "HEAD~1"], ["HEAD..HEAD~1"]])
def test_the_path_may_stand_behind_two_dashes(revisions: list[str], repository: Path) -> None:
    plain, dashed = (diff(repository, *revisions, *path, "work/a.ipynb") for path in ([], ["--"]))
    assert dashed.stdout == plain.stdout
    assert dashed.stdout.startswith("--- HEAD:work/a.ipynb\n")


def test_a_revision_against_the_file(repository: Path) -> None:
    lines = diff(repository, "HEAD~1", "work/a.ipynb").stdout.splitlines()
    assert lines[:5] == [
        "--- HEAD~1:work/a.ipynb",
        "+++ work/a.ipynb",
        "cell 1 (code) changed",
        "- a = 0",
        "+ a = 1",
    ]


@pytest.mark.parametrize("range_", ["HEAD~1..HEAD", "HEAD~1..", "HEAD~1...HEAD"])
def test_two_revisions_are_compared_without_the_file(range_: str, repository: Path) -> None:
    (repository / "work" / "a.ipynb").unlink()
    lines = diff(repository, range_, "work/a.ipynb").stdout.splitlines()
    assert lines[2:5] == ["cell 1 (code) changed", "- a = 0", "+ a = 1"]


@pytest.mark.parametrize("named", ["HEAD:work/a.ipynb", "main:./work/a.ipynb"])
def test_a_file_of_a_revision_against_any_file(named: str, repository: Path) -> None:
    assert diff(repository, named, "work/a.ipynb").stdout.splitlines()[2:] == SHOWN


def test_a_file_of_a_revision_is_named_from_the_top_or_from_here(repository: Path) -> None:
    for named in ("HEAD:work/a.ipynb", "HEAD:a.ipynb"):
        assert diff(repository / "work", named, "a.ipynb").stdout.splitlines()[2:] == SHOWN


def test_a_folder_that_is_gone_is_still_in_history(repository: Path) -> None:
    git(repository, "rm", "-q", "--force", "work/a.ipynb")
    assert "+ a = 1" in diff(repository, "HEAD~1..HEAD", "work/a.ipynb").stdout.splitlines()


def test_outputs_that_git_would_clean_away_are_no_difference(repository: Path) -> None:
    (repository / ".gitattributes").write_text("*.ipynb filter=nbtrack\n")
    done = diff(repository, "work/a.ipynb")
    assert done.stdout.splitlines()[2:] == SHOWN[:3]
    assert done.stderr == "outputs are left out: a git filter cleans work/a.ipynb\n"


def test_a_filter_that_only_keeps_files_elsewhere_leaves_outputs_to_compare(repository: Path) -> None:
    (repository / ".gitattributes").write_text("*.ipynb filter=lfs\n")
    done = diff(repository, "work/a.ipynb")
    assert (done.stdout.splitlines()[2:], done.stderr) == (SHOWN, "")


def test_git_shows_every_notebook_with_it(repository: Path) -> None:
    (repository / "new.ipynb").write_bytes(NEW)
    git(repository, "add", "new.ipynb")
    command = [
        "git",
        "difftool",
        "HEAD",
        "--no-prompt",
        "--extcmd",
        f"{quote(sys.executable)} -m nbtrack diff",
    ]
    done = subprocess.run(
        [*command, "--", "*.ipynb"], cwd=repository, capture_output=True, text=True, check=False
    )
    lines = done.stdout.splitlines()
    assert (done.returncode, done.stderr) == (0, "")
    assert lines[:5] == [
        "--- /dev/null",
        "+++ new.ipynb",
        "cell 1 (code) added",
        "+ a = 1",
        "cell 2 (code) added",
    ]
    assert lines[-len(SHOWN) :] == SHOWN


FAILURES = {
    ("missing.ipynb",): "missing.ipynb is no file and names no run",
    ("nowhere", "work/a.ipynb"): "git knows no revision 'nowhere'",
    ("HEAD", "work/new.ipynb"): "HEAD has no file work/new.ipynb",
    ("HEAD:work/b.ipynb", "work/a.ipynb"): "HEAD has no file work/b.ipynb",
    ("main..nowhere", "work/a.ipynb"): "git knows no revision 'nowhere'",
    ("main...nowhere", "work/a.ipynb"): "git knows no revision 'nowhere'",
    ("-", "-"): "stdin can be one side only",
    ("-",): "stdin has no history",
    ("--", "--output=x:y", "work/a.ipynb"): "git knows no revision '--output=x'",
    ("--", "--output=x...main", "work/a.ipynb"): "git knows no revision '--output=x'",
    ("work", "work/a.ipynb"): "cannot read work: is a directory",
    ("work/broken.ipynb", "work/a.ipynb"): "cannot read work/broken.ipynb",
}


@pytest.mark.parametrize("words", FAILURES, ids=" ".join)
def test_what_cannot_be_compared_is_said(words: tuple[str, ...], repository: Path) -> None:
    (repository / "work" / "new.ipynb").write_bytes(NEW)
    (repository / "work" / "broken.ipynb").write_text("{")
    done = diff(repository, *words)
    assert (done.returncode, done.stdout) == (2, "")
    assert FAILURES[words] in done.stderr
    assert not (repository / "x").exists()


def test_outside_a_repository_two_files_are_needed(folder: Path) -> None:
    done = diff(folder, "new.ipynb")
    assert done.returncode == 2
    assert "new.ipynb is in no git repository" in done.stderr


def test_an_escape_sequence_reaches_no_terminal(folder: Path) -> None:
    (folder / "evil\x1b[2J.ipynb").write_bytes(
        notebook_b(code("\x1b[2Ja = 1", outputs=[stream("\x1b]0;x\x07")]))
    )
    done = diff(folder, "old.ipynb", "evil\x1b[2J.ipynb")
    assert "\x1b" not in done.stdout + done.stderr
    assert "+ \\x1b[2Ja = 1" in done.stdout


def test_nbdimes_form_goes_to_stdout_or_into_a_file(folder: Path) -> None:
    done = diff(folder, "--format", "nbdime", "old.ipynb", "new.ipynb")
    (entry,) = json.loads(done.stdout)
    assert (entry["op"], entry["key"], entry["diff"][0]["key"]) == ("patch", "cells", 1)
    written = diff(folder, "--format=nbdime", "-o", "made.json", "old.ipynb", "new.ipynb")
    assert (written.returncode, written.stdout) == (0, "")
    assert (folder / "made.json").read_text() == done.stdout


def test_nbdimes_form_has_no_part_without_outputs(folder: Path) -> None:
    done = diff(folder, "--format", "nbdime", "-s", "old.ipynb", "new.ipynb")
    assert (done.returncode, done.stdout) == (2, "")
    assert "always complete" in done.stderr


@pytest.fixture
def noisy(tmp_path: Path) -> Path:
    for name, count, took in (("old", 1, "1.5 s"), ("new", 4, "2.5 s")):
        raw = notebook_b(code("fit()", outputs=[stream(f"Wall time: {took}\n")], count=count))
        (tmp_path / f"{name}.ipynb").write_bytes(raw)
    return tmp_path


def test_nothing_but_noise_is_said(noisy: Path) -> None:
    done = diff(noisy, "--exit-code", "old.ipynb", "new.ipynb")
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == "nothing but noise: 1 execution count, 1 timing\n"


@pytest.mark.parametrize("options", [["--no-noise", "timings"], ["--no-noise=all"], ["--noise", "counts"]])
def test_noise_can_be_told(options: list[str], noisy: Path) -> None:
    done = diff(noisy, "--exit-code", *options, "old.ipynb", "new.ipynb")
    assert done.returncode == 1
    assert "- Wall time: 1.5 s" in done.stdout


KINDS = {
    "source": (13, notebook_b(code("a = 1"), code("b = 4", count=9))),
    "outputs": (12, notebook_b(code("a = 1"), code("b = 2", outputs=[stream("new\n")], count=1))),
    "noise": (10, notebook_b(code("a = 1"), code("b = 2", outputs=[stream("old\n")], count=9))),
    "": (0, OLD),
}


@pytest.mark.parametrize("kind", KINDS)
def test_the_exit_code_tells_the_kind(kind: str, folder: Path) -> None:
    code_, raw = KINDS[kind]
    (folder / "new.ipynb").write_bytes(raw)
    done = diff(folder, "--exit-code=kind", "old.ipynb", "new.ipynb")
    assert done.returncode == code_
    assert not kind or f"differs in {kind}" in done.stderr


def test_name_only_names_what_differs(folder: Path) -> None:
    assert diff(folder, "--name-only", "old.ipynb", "new.ipynb").stdout == "new.ipynb\n"
    assert diff(folder, "--name-only", "old.ipynb", "old.ipynb").stdout == ""


def test_old_and_new_stand_side_by_side(folder: Path) -> None:
    lines = diff(folder, "-y", "old.ipynb", "new.ipynb").stdout.splitlines()
    assert [part.strip() for part in lines[3].split("│")] == ["1 b = 2", "1 b = 3"]


@pytest.mark.parametrize("words", [["HEAD~1", "HEAD"], ["HEAD~1", "HEAD", "--"]])
def test_two_revisions_by_name(words: list[str], repository: Path) -> None:
    lines = diff(repository, *words, "work/a.ipynb").stdout.splitlines()
    assert lines[:5] == [
        "--- HEAD~1:work/a.ipynb",
        "+++ HEAD:work/a.ipynb",
        "cell 1 (code) changed",
        "- a = 0",
        "+ a = 1",
    ]


@pytest.mark.parametrize("is_paired", [True, False])
def test_a_notebook_against_its_python(is_paired: bool, folder: Path) -> None:
    if is_paired:
        subprocess.run([sys.executable, "-m", "nbtrack", "pair", "old.ipynb"], cwd=folder, check=True)
    (folder / "old.py").write_text("# %%\na = 1\n\n# %%\nb = 3\n")
    done = diff(folder, "old.ipynb", "old.py")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == ["--- old.ipynb", "+++ old.py", *SHOWN[:3]]
    back = diff(folder, "old.py", "old.ipynb").stdout.splitlines()
    assert back[3:] == ["- b = 3", "+ b = 2"]


@pytest.mark.parametrize("option", ["--rtol=0.03", "--atol=0.02"])
def test_close_numbers_are_noise_where_a_distance_is_given(option: str, folder: Path) -> None:
    for name, number in (("old", "0.50"), ("new", "0.51")):
        raw = notebook_b(code("loss", outputs=[stream(f"loss {number}\n")]))
        (folder / f"{name}.ipynb").write_bytes(raw)
    close = diff(folder, "--exit-code", option, "old.ipynb", "new.ipynb")
    assert (close.returncode, close.stdout) == (0, "")
    assert "1 number within the tolerance" in close.stderr
    assert diff(folder, "--exit-code", "old.ipynb", "new.ipynb").returncode == 1


@pytest.mark.parametrize("text", ["-1", "much", "nan", "inf"])
def test_a_distance_is_a_number(text: str, folder: Path) -> None:
    done = diff(folder, f"--rtol={text}", "old.ipynb", "new.ipynb")
    assert done.returncode == 2
    assert f"--rtol needs a number of at least 0, not {text!r}" in done.stderr
