"""`nbtrack snapshot`, `log` and `blame`: the history of a notebook that need not run."""

import json
from pathlib import Path

import pytest

from tests.e2e.running import PYTHON, Project
from tests.making import code, notebook_b


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)


def snapshot(project: Project, *words: str) -> str:
    """Take a snapshot and return its id."""
    (taken,) = project.json("snapshot", *words)["snapshots"]
    return str(taken["record"]["id"])


def test_a_snapshot_is_on_record_with_its_message_and_commit(project: Project) -> None:
    project.write("a.ipynb", "x = 1")
    project.git("add", "--all")
    project.git("commit", "--quiet", "-m", "first")
    done = project.nbtrack("snapshot", "a.ipynb", "-m", "as it began", "--tag", "start")
    (record,) = project.store.runs()
    assert done.stdout == f"a.ipynb: snapshot {record.id[:8]}\n"
    assert (record.kind, record.experiment, record.note, record.tags) == (
        "snapshot",
        "a.ipynb",
        "as it began",
        ("start",),
    )
    assert record.git
    assert record.git.commit == project.git("rev-parse", "HEAD")
    assert project.git("status", "--porcelain") == ""


def test_a_version_is_recorded_once_unless_something_is_said_of_it(project: Project) -> None:
    project.write("a.ipynb", "x = 1")
    first = snapshot(project, "a.ipynb")
    again = project.nbtrack("snapshot", "a.ipynb")
    assert f"on record as it stands, in snapshot {first[:8]}" in again.stderr
    assert snapshot(project, "a.ipynb") == first
    assert snapshot(project, "a.ipynb", "-m", "the good one") != first


def test_a_snapshot_counts_as_no_run(project: Project) -> None:
    project.write("a.ipynb", "x = 1")
    snapshot(project, "a.ipynb")
    assert "there is no run" in project.nbtrack("show", "latest").stderr
    assert project.json("runs", "--status", "finished")["runs"] == []
    assert project.json("runs")["runs"][0]["status"] == "snapshot"


def test_a_snapshot_is_shown_as_what_it_is(project: Project) -> None:
    project.write("a.ipynb", "x = 1")
    taken = snapshot(project, "a.ipynb", "-m", "as it began")
    shown = project.nbtrack("show", taken[:8]).stdout
    assert shown.startswith(f"snapshot {taken[:8]} of a.ipynb\n")
    assert "as it began" in shown


def test_scripts_have_snapshots_too(project: Project) -> None:
    (project.folder / "train.py").write_bytes(b"print(1)\n")
    snapshot(project, "train.py")
    assert project.nbtrack("store", "verify").returncode == 0


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [("missing.ipynb", None, "cannot read missing.ipynb"), ("a.ipynb", b"{", "cannot read a.ipynb")],
)
def test_what_cannot_be_read_is_not_recorded(
    project: Project, name: str, content: bytes | None, said: str
) -> None:
    if content is not None:
        (project.folder / name).write_bytes(content)
    done = project.nbtrack("snapshot", name)
    assert (done.returncode, said in done.stderr) == (2, True)
    assert not project.store.runs()


def test_the_log_is_one_history_of_runs_snapshots_commits_and_the_pair(project: Project) -> None:
    project.write("a.ipynb", "x = 1")
    assert project.nbtrack("pair", "a.ipynb").returncode == 0
    project.git("add", "--all")
    project.git("commit", "--quiet", "-m", "Begin")
    ids = [snapshot(project, "a.ipynb", "-m", "one"), snapshot(project, "a.py", "-m", "two")]
    assert project.nbtrack("run", "a.ipynb").returncode == 0
    for path in ("a.ipynb", "a.py"):
        found = project.json("log", path)
        assert [run.get("kind", "run") for run in found["runs"]] == [
            "run",
            "snapshot",
            "snapshot",
        ]
        assert [run["id"] for run in found["runs"]][1:] == ids[::-1]
        assert [commit["subject"] for commit in found["commits"]] == ["Begin"]
    lines = project.nbtrack("log", "--oneline", "a.ipynb").stdout.splitlines()
    assert [line.split("  ")[1] for line in lines] == ["finished", "snapshot", "snapshot", "commit"]
    assert lines[1].endswith("of a.py  two")
    assert lines[2].endswith("  one")


def test_a_renamed_notebook_keeps_its_history(project: Project) -> None:
    project.write("old.ipynb", "x = 1", "y = 2")
    first = snapshot(project, "old.ipynb", "-m", "first")
    project.git("add", "old.ipynb")
    project.git("commit", "--quiet", "-m", "one")
    project.git("mv", "old.ipynb", "new name.ipynb")
    assert [run["id"] for run in project.json("log", "new name.ipynb")["runs"]] == [first]
    project.git("commit", "--quiet", "-m", "rename")
    project.git("mv", "new name.ipynb", "newest.ipynb")
    assert [run["id"] for run in project.json("log", "newest.ipynb")["runs"]] == [first]
    assert [cell["version"] for cell in project.json("blame", "newest.ipynb")["cells"]] == [first] * 2
    assert not project.json("restore", f"newest.ipynb@{first}")["changed"]


def test_what_an_old_name_stood_for_after_the_renaming_is_another_history(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.write("old.ipynb", "x = 1")
    project.git("add", "old.ipynb")
    project.git("commit", "--quiet", "-m", "one")
    project.git("mv", "old.ipynb", "new.ipynb")
    monkeypatch.setenv("GIT_COMMITTER_DATE", "2020-01-01T00:00:00Z")
    project.git("commit", "--quiet", "-m", "rename")
    project.write("old.ipynb", "another = 1")
    snapshot(project, "old.ipynb", "-m", "another notebook")
    assert project.json("log", "new.ipynb")["runs"] == []


def test_a_hostile_commit_message_reaches_no_terminal(project: Project) -> None:
    project.write("a.ipynb", "x = 1")
    project.git("add", "--all")
    project.git("commit", "--quiet", "-m", "\x1b[31mred\x1b]0;title\x07")
    assert "\x1b" not in project.nbtrack("log", "a.ipynb").stdout


def test_blame_follows_cells_through_runs_and_snapshots(project: Project) -> None:
    project.write("a.ipynb", "import os", "x = 1")
    first = snapshot(project, "a.ipynb", "-m", "one")
    project.write("a.ipynb", "import os", "x = 2", "y = x")
    assert project.nbtrack("run", "a.ipynb").returncode == 0
    run = project.store.runs()[0].id
    cells = [code("y = x", id="cell-3"), code("import os", id="cell-1"), code("x = 3", id="cell-2")]
    (project.folder / "a.ipynb").write_bytes(notebook_b(*cells, metadata=PYTHON))
    found = project.json("blame", "a.ipynb")
    assert [(cell["version"], cell["added"]) for cell in found["cells"]] == [
        (run, True),
        (first, True),
        (None, False),
    ]
    shown = project.nbtrack("blame", "a.ipynb").stdout.splitlines()
    assert [line.strip().split("  ")[1] for line in shown] == [
        "LAST CHANGED IN",
        f"run {run[:8]}",
        f"snapshot {first[:8]}",
        "not recorded",
    ]


def test_a_script_is_blamed_line_by_line(project: Project) -> None:
    script = project.folder / "train.py"
    script.write_text("a = 1\nb = 2\n")
    first = snapshot(project, "train.py", "-m", "one")
    script.write_text("a = 1\nb = 3\n")
    lines = project.nbtrack("blame", "train.py").stdout.splitlines()
    assert [line.split()[0] for line in lines[:2]] == [first[:8], "not"]
    assert json.dumps(project.json("blame", "train.py")["cells"][0]["lines"][:2]) == json.dumps([first, None])


def test_without_versions_blame_says_how_to_make_one(project: Project) -> None:
    project.write("a.ipynb", "x = 1")
    done = project.nbtrack("blame", "a.ipynb")
    assert (done.returncode, done.stdout) == (0, "")
    assert "`nbtrack snapshot a.ipynb` records one" in done.stderr
