"""`nbtrack merge` as git and people call it: as a driver, on three files, on what a merge left behind."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Any

import pytest

from nbtrack.notebook.document import parse
from tests.making import code, notebook_b, stream
from tests.unit.merge.merging import assert_sound

if TYPE_CHECKING:
    from collections.abc import Callable

NBTRACK = [sys.executable, "-m", "nbtrack"]
CONFLICTED = Path(__file__).resolve().parents[2] / "sample_notebooks" / "conflicted.ipynb"
SOURCES = ["import numpy", "rate = 0.1\nepochs = 5\nseed = 1", "print(rate)", "print(epochs)"]
Run = subprocess.CompletedProcess[str]


def book(*sources: str, **more: Any) -> bytes:
    cells = (code(text, outputs=[stream("out\n")], count=n) for n, text in enumerate(sources, 1))
    return notebook_b(*cells, **more)


def changed(place: int, text: str) -> bytes:
    return book(*SOURCES[:place], text, *SOURCES[place + 1 :])


BASE = book(*SOURCES)
OURS = changed(1, SOURCES[1].replace("0.1", "0.2"))
OTHER_LINE = changed(1, SOURCES[1].replace("seed = 1", "seed = 2"))
OTHER_RATE = changed(1, SOURCES[1].replace("0.1", "0.3"))
CONFLICT = "<<<<<<< ours\nrate = 0.2\n=======\nrate = 0.3\n>>>>>>> theirs\nepochs = 5\nseed = 1"


def merge(folder: Path, *words: str, stdin: bytes = b"") -> Run:
    done = subprocess.run([*NBTRACK, "merge", *words], cwd=folder, input=stdin, capture_output=True)
    return subprocess.CompletedProcess(words, done.returncode, done.stdout.decode(), done.stderr.decode())


def sources(path: Path) -> list[str]:
    return [cell.source for cell in assert_sound(path.read_bytes()).cells]


class TestFiles:
    """Three files into one."""

    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        for name, raw in (("base", BASE), ("ours", OURS), ("line", OTHER_LINE), ("rate", OTHER_RATE)):
            (tmp_path / f"{name}.ipynb").write_bytes(raw)
        return tmp_path

    def test_ours_becomes_the_result_as_git_wants_it(self, folder: Path) -> None:
        done = merge(folder, "base.ipynb", "ours.ipynb", "line.ipynb")
        assert (done.returncode, done.stdout) == (0, "")
        assert done.stderr.splitlines() == [
            "ours.ipynb: merged ours (cells: 1 changed) and theirs (cells: 1 changed)"
        ]
        assert sources(folder / "ours.ipynb")[1] == "rate = 0.2\nepochs = 5\nseed = 2"
        assert (folder / "line.ipynb").read_bytes() == OTHER_LINE

    def test_the_result_goes_elsewhere(self, folder: Path) -> None:
        assert merge(folder, "base.ipynb", "ours.ipynb", "line.ipynb", "-o", "new.ipynb").returncode == 0
        assert (folder / "ours.ipynb").read_bytes() == OURS
        done = merge(folder, "base.ipynb", "ours.ipynb", "line.ipynb", "-o", "-")
        assert done.stdout == (folder / "new.ipynb").read_text()

    def test_stdin_is_one_side(self, folder: Path) -> None:
        done = merge(folder, "base.ipynb", "-", "line.ipynb", stdin=OURS)
        assert parse(done.stdout.encode()).cells[1].source == "rate = 0.2\nepochs = 5\nseed = 2"
        assert merge(folder, "-", "-", "line.ipynb").returncode == 2

    def test_a_conflict_is_said_marked_and_refused(self, folder: Path) -> None:
        done = merge(folder, "base.ipynb", "ours.ipynb", "rate.ipynb")
        assert done.returncode == 1
        assert done.stdout == "ours.ipynb: cell 2, line 1: conflict: both sides changed these lines\n"
        assert "`nbtrack merge --resolve --ours ours.ipynb`" in done.stderr
        assert sources(folder / "ours.ipynb")[1] == CONFLICT
        command = [*NBTRACK, "check", "--select", "NBT002", "ours.ipynb"]
        check = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        assert check.returncode == 1
        assert "cell 2, line 1: NBT002" in check.stdout

    def test_a_conflict_is_said_beside_a_notebook_on_stdout(self, folder: Path) -> None:
        done = merge(folder, "base.ipynb", "ours.ipynb", "rate.ipynb", "-o", "-")
        assert parse(done.stdout.encode()).cells[1].source == CONFLICT
        assert "cell 2, line 1: conflict" in done.stderr

    def test_a_side_is_chosen(self, folder: Path) -> None:
        done = merge(folder, "--theirs", "base.ipynb", "ours.ipynb", "rate.ipynb")
        assert done.returncode == 0
        assert sources(folder / "ours.ipynb")[1] == "rate = 0.3\nepochs = 5\nseed = 1"

    def test_a_rehearsal_writes_nothing(self, folder: Path) -> None:
        done = merge(folder, "--dry-run", "base.ipynb", "ours.ipynb", "rate.ipynb")
        assert (done.returncode, "would merge" in done.stderr) == (1, True)
        assert (folder / "ours.ipynb").read_bytes() == OURS

    def test_json_says_what_each_side_changed_and_what_conflicts(self, folder: Path) -> None:
        found = json.loads(merge(folder, "--json", "base.ipynb", "ours.ipynb", "rate.ipynb").stdout)
        assert (found["schema"], found["clean"], found["written"]) == ("nbtrack.merge/1", False, "ours.ipynb")
        assert found["ours"] == {"changed": 1, "added": 0, "removed": 0, "moved": 0}
        assert found["conflicts"] == [{"cell": 2, "line": 1, "reason": "both sides changed these lines"}]
        assert found["decisions"] == []

    def test_an_empty_ancestor_is_none(self, folder: Path) -> None:
        (folder / "empty").write_bytes(b"")
        for base in ("empty", "/dev/null"):
            done = merge(folder, base, "ours.ipynb", "rate.ipynb", "-o", "-")
            assert parse(done.stdout.encode()).cells[1].source == CONFLICT

    @pytest.mark.parametrize(
        ("words", "reason"),
        [
            (["base.ipynb", "ours.ipynb"], "needs three notebooks"),
            (["base.ipynb", "broken.ipynb", "ours.ipynb"], "cut short"),
            (["base.ipynb", "ours.ipynb", "none.ipynb"], "no such file"),
            (
                ["--path", "my.ipynb", "base.ipynb", "old.ipynb", "ours.ipynb"],
                "merge my.ipynb: it is nbformat 3",
            ),
            (["--ours", "--theirs", "base.ipynb", "ours.ipynb", "rate.ipynb"], "exclude each other"),
            (["--json", "-o", "-", "base.ipynb", "ours.ipynb", "rate.ipynb"], "stdout"),
            (["--cell", "1", "base.ipynb", "ours.ipynb", "rate.ipynb"], "--resolve"),
            (["--resolve", "base.ipynb", "ours.ipynb"], "one notebook"),
        ],
    )
    def test_what_cannot_be_done(self, words: list[str], reason: str, folder: Path) -> None:
        (folder / "broken.ipynb").write_bytes(OURS[:200])
        (folder / "old.ipynb").write_text(
            '{"metadata": {}, "nbformat": 3, "nbformat_minor": 0, "worksheets": []}'
        )
        done = merge(folder, *words)
        assert (done.returncode, reason in done.stderr) == (2, True), done.stderr
        assert (folder / "ours.ipynb").read_bytes() == OURS


class TestResolve:
    """One notebook in conflict, whoever left it so."""

    @pytest.fixture
    def marked(self, tmp_path: Path) -> Path:
        (tmp_path / "base").write_bytes(BASE)
        (tmp_path / "theirs").write_bytes(OTHER_RATE)
        path = tmp_path / "a.ipynb"
        path.write_bytes(OURS)
        merge(tmp_path, "base", "a.ipynb", "theirs")
        return path

    def test_conflicts_are_listed(self, marked: Path) -> None:
        before = marked.read_bytes()
        done = merge(marked.parent, "--resolve", "a.ipynb")
        assert (done.returncode, marked.read_bytes()) == (1, before)
        assert done.stdout == "a.ipynb: cell 2, line 1: conflict: both sides changed these lines\n"
        found = json.loads(merge(marked.parent, "--resolve", "--json", "a.ipynb").stdout)
        assert [conflict["cell"] for conflict in found["conflicts"]] == [2]

    def test_conflicts_are_settled(self, marked: Path) -> None:
        assert merge(marked.parent, "--resolve", "--ours", "--cell", "3", "a.ipynb").returncode == 2
        done = merge(marked.parent, "--resolve", "--both", "--cell", "2", "a.ipynb")
        assert (done.returncode, done.stderr) == (0, "a.ipynb: settled 1 conflict, 0 left\n")
        assert sources(marked)[1] == "rate = 0.2\nrate = 0.3\nepochs = 5\nseed = 1"
        done = merge(marked.parent, "--resolve", "--both", "a.ipynb")
        assert (done.returncode, done.stderr) == (0, "a.ipynb: there is no conflict in it\n")

    def test_what_was_overwritten_can_be_had_again(self, marked: Path) -> None:
        before = marked.read_bytes()
        assert merge(marked.parent, "--resolve", "--ours", "--undo", "a.ipynb").returncode == 0
        assert marked.read_bytes() != before
        subprocess.run([*NBTRACK, "undo"], cwd=marked.parent, check=True, capture_output=True)
        assert marked.read_bytes() == before

    def test_a_file_that_is_no_notebook_for_the_markers_in_it(self, tmp_path: Path) -> None:
        path = Path(shutil.copy(CONFLICTED, tmp_path))
        assert subprocess.run([*NBTRACK, "check", path], capture_output=True).returncode == 2
        assert merge(tmp_path, "--resolve", "--dry-run", path.name).returncode == 1
        assert path.read_bytes() == CONFLICTED.read_bytes()
        done = merge(tmp_path, "--resolve", path.name)
        assert (done.returncode, "from its conflict markers" in done.stderr) == (1, True)
        assert sources(path)[1].splitlines()[1::2] == ["threshold_c = 18", "threshold_c = 24"]
        assert merge(tmp_path, "--resolve", "--theirs", path.name).returncode == 0
        assert sources(path)[1] == "threshold_c = 24"

    def test_markers_from_which_no_notebook_comes(self, tmp_path: Path) -> None:
        (tmp_path / "a.ipynb").write_bytes(b"{\n<<<<<<< a\n1\n=======\n2\n>>>>>>> b\n")
        done = merge(tmp_path, "--resolve", "a.ipynb")
        assert (done.returncode, "git checkout -m" in done.stderr) == (2, True)

    def test_other_broken_files_are_what_they_are(self, tmp_path: Path) -> None:
        (tmp_path / "a.ipynb").write_bytes(OURS[:100])
        done = merge(tmp_path, "--resolve", "a.ipynb")
        assert (done.returncode, "cut short" in done.stderr) == (2, True)


class TestGit:
    """A real repository, with nbtrack as the driver for notebooks and without."""

    @pytest.fixture
    def git(self, tmp_path: Path) -> Callable[..., Run]:
        def call(*words: str, code: int | None = 0) -> Run:
            done = subprocess.run(["git", *words], cwd=tmp_path, capture_output=True, text=True, check=False)
            assert code is None or done.returncode == code, done.stdout + done.stderr
            return done

        call("init", "-q", "-b", "main")
        return call

    @pytest.fixture
    def driver(self, tmp_path: Path, git: Callable[..., Run]) -> None:
        git("config", "merge.nbtrack.name", "notebooks, cell by cell")
        command = f"{quote(sys.executable)} -m nbtrack merge --path %P --marker-size %L %O %A %B"
        git("config", "merge.nbtrack.driver", command)
        (tmp_path / ".gitattributes").write_text("*.ipynb merge=nbtrack\n")

    @pytest.fixture
    def branch(self, tmp_path: Path, git: Callable[..., Run]) -> Callable[[str, bytes], None]:
        """Commit a state of the notebook on a branch that starts where `main` does."""

        def commit(name: str, raw: bytes) -> None:
            git("checkout", "-q", name) if name == "main" else git("checkout", "-q", "-b", name, "root")
            (tmp_path / "my work.ipynb").write_bytes(raw)
            git("add", "-A")
            git("commit", "-q", "-m", name)

        (tmp_path / "my work.ipynb").write_bytes(BASE)
        git("add", "-A")
        git("commit", "-q", "-m", "root")
        git("tag", "root")
        return commit

    @pytest.fixture
    def path(self, tmp_path: Path) -> Path:
        return tmp_path / "my work.ipynb"

    @pytest.mark.usefixtures("driver")
    def test_a_merge_without_conflicts(
        self, git: Callable[..., Run], branch: Callable[..., None], path: Path
    ) -> None:
        branch("main", OURS)
        branch("topic", OTHER_LINE)
        git("checkout", "-q", "main")
        done = git("merge", "topic", "-m", "merged")
        assert "my work.ipynb: merged ours (cells: 1 changed)" in done.stderr
        assert sources(path)[1] == "rate = 0.2\nepochs = 5\nseed = 2"

    @pytest.mark.usefixtures("driver")
    def test_a_merge_with_conflicts(
        self, git: Callable[..., Run], branch: Callable[..., None], path: Path
    ) -> None:
        branch("main", OURS)
        branch("topic", OTHER_RATE)
        git("checkout", "-q", "main")
        done = git("merge", "topic", code=1)
        assert "my work.ipynb: cell 2, line 1: conflict" in done.stdout
        assert "CONFLICT" in done.stdout
        assert sources(path)[1] == CONFLICT
        assert merge(path.parent, "--resolve", "--theirs", path.name).returncode == 0
        git("add", path.name)
        git("commit", "-q", "-m", "merged")
        assert sources(path)[1] == "rate = 0.3\nepochs = 5\nseed = 1"

    @pytest.mark.usefixtures("driver")
    def test_a_rebase_and_a_picked_commit(
        self, git: Callable[..., Run], branch: Callable[..., None], path: Path
    ) -> None:
        branch("main", OURS)
        branch("topic", OTHER_LINE)
        git("rebase", "main")
        assert sources(path)[1] == "rate = 0.2\nepochs = 5\nseed = 2"
        branch("other", changed(3, "print(epochs, seed)"))
        git("cherry-pick", "topic")
        found = sources(path)
        assert (found[1], found[3]) == ("rate = 0.1\nepochs = 5\nseed = 2", "print(epochs, seed)")

    @pytest.mark.usefixtures("driver")
    def test_branches_that_merged_each_other_and_settled_it_differently(
        self, git: Callable[..., Run], branch: Callable[..., None], path: Path
    ) -> None:
        """Git then merges both ancestors first, and the conflict in there is the common ancestor."""
        branch("main", OURS)
        branch("topic", OTHER_RATE)
        git("tag", "theirs")
        git("checkout", "-q", "main")
        git("tag", "ours")
        for name, other, choice in (("main", "theirs", "--ours"), ("topic", "ours", "--ours")):
            git("checkout", "-q", name)
            git("merge", other, code=1)
            assert merge(path.parent, "--resolve", choice, path.name).returncode == 0
            git("commit", "-q", "-a", "-m", f"settled by {name}")
        git("merge", "main", code=1)
        assert sources(path)[1] == CONFLICT.replace("0.2", "0.X").replace("0.3", "0.2").replace("0.X", "0.3")

    @pytest.mark.usefixtures("driver")
    def test_both_sides_made_the_notebook(self, git: Callable[..., Run], tmp_path: Path) -> None:
        git("add", "-A")
        git("commit", "-q", "-m", "root")
        for name, raw in (("ours", OURS), ("theirs", OTHER_RATE)):
            git("checkout", "-q", "-b", name, "main")
            (tmp_path / "new.ipynb").write_bytes(raw)
            git("add", "-A")
            git("commit", "-q", "-m", name)
        git("merge", "ours", code=1)
        assert len(sources(tmp_path / "new.ipynb")) == len(SOURCES)

    @pytest.mark.usefixtures("driver")
    def test_a_side_that_is_no_notebook_stays_in_conflict(
        self, git: Callable[..., Run], branch: Callable[..., None], path: Path
    ) -> None:
        branch("main", OURS)
        branch("topic", OTHER_RATE[:300])
        git("checkout", "-q", "main")
        done = git("merge", "topic", code=1)
        assert "cannot merge my work.ipynb: theirs is no notebook: cut short at line 23" in done.stderr
        assert path.read_bytes() == OURS
        assert git("ls-files", "--unmerged").stdout.count("\n") == 3

    def test_without_the_driver_the_index_has_the_sides(
        self, git: Callable[..., Run], branch: Callable[..., None], path: Path
    ) -> None:
        branch("main", changed(1, SOURCES[1].replace("0.1", "0.2").replace("seed = 1", "seed = 2")))
        branch("topic", changed(1, SOURCES[1].replace("0.1", "0.3")))
        git("checkout", "-q", "main")
        git("merge", "topic", code=1)
        done = merge(path.parent, "--resolve", path.name)
        assert (done.returncode, "from git's index" in done.stderr) == (1, True)
        assert sources(path)[1] == CONFLICT.replace("seed = 1", "seed = 2")

    def test_what_somebody_settled_by_hand_already_stays(
        self, git: Callable[..., Run], branch: Callable[..., None], path: Path
    ) -> None:
        branch("main", book("a = 1", *SOURCES[1:3], "z = 1"))
        branch("topic", book("a = 2", *SOURCES[1:3], "z = 2"))
        git("checkout", "-q", "main")
        git("merge", "topic", code=1)
        head, _, rest = path.read_text().partition("<<<<<<<")
        _, _, tail = rest.partition(">>>>>>> topic\n")
        path.write_text(head + '    "a = by hand"\n' + tail)
        done = merge(path.parent, "--resolve", "--ours", path.name)
        assert (done.returncode, "from its conflict markers" in done.stderr) == (0, True)
        assert [sources(path)[0], sources(path)[3]] == ["a = by hand", "z = 1"]
