"""Whatever a person does with git, no output gets into it, and none that was cleaned is lost.

Each sequence is drawn from its seed: `SEQUENCES=1000 pytest tests/e2e/test_outputs_follow.py` tries more, and
`FROM=280` leaves out the first ones. In the end whatever any commit has that git still knows gets its outputs
back, and is clean again without them.
"""

from __future__ import annotations

import os
import random
import subprocess
from collections import defaultdict
from typing import TYPE_CHECKING

import pytest

from nbtrack.store.canonical import digest_of
from nbtrack.store.kept_outputs import KeptOutputs
from tests.e2e.git_project import GitProject, clean, full

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SEQUENCES = range(int(os.environ.get("FROM", "0")), int(os.environ.get("SEQUENCES", "10")))
STEPS = 10
TWO = ("a.ipynb", "sub folder/ö.ipynb")
MANY = (*TWO, *(f"sub folder/{number}.ipynb" for number in range(5)))  # more than get files of their own
MARK = "an output"  # stands in every output, and nowhere else


class Person:
    """Somebody who works on some notebooks, and what must hold whatever they do."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.project = GitProject(folder)
        self._names = MANY if seed % 2 else TWO
        self._chance = random.Random(seed)
        self._count = 0
        self._branches = ["main"]
        self._made: defaultdict[tuple[str, str], list[bytes]] = defaultdict(
            list
        )  # by name and source, in order
        self._newest: dict[
            tuple[str, str], int
        ] = {}  # where in these the newest is that git cleaned for certain
        self._cleaned: set[bytes] = set()
        self._sources: dict[bytes, str] = {}
        for name in self._names:
            self._write(name, "begin")
        self.commit()

    def act(self) -> str:
        """Do one thing, drawn from what people do."""
        actions: tuple[Callable[[], None], ...] = (
            *(self.edit, self.edit, self.run, self.run_all, self.add, self.commit, self.commit, self.amend),
            *(self.branch, self.switch, self.switch, self.stash, self.rebase, self.merge, self.reset),
            *(self.copy, self.restore, self.worktree, self.work_in_another_worktree),
        )
        action = self._chance.choice(actions)
        action()
        return action.__name__

    def edit(self) -> None:
        self._write(self._chance.choice(self._names), f"code {self._next()}")

    def run(self) -> None:
        name = self._chance.choice(self._names)
        self._write(name, self._source_of(self.project.read(name)))

    def run_all(self) -> None:
        for name in self._names:
            self._write(name, self._source_of(self.project.read(name)))

    def copy(self) -> None:
        """Have the same notebook twice, outputs and all."""
        one, other = self._chance.sample(self._names, 2)
        content = self.project.read(one)
        made = other, self._source_of(content)
        if content in self._made[made]:
            at = self._made[made].index(content)
            self._made[made].remove(content)
            if at < self._newest.get(made, 0):
                self._newest[made] -= 1
        self._made[made].append(content)
        self.project.write(other, content)

    def add(self) -> None:
        self.project.git("add", "--all")
        for name in self._names:
            self._git_cleaned(name, self.project.read(name))

    def commit(self) -> None:
        self._commit()
        self.assert_clean()

    def amend(self) -> None:
        self.edit()
        self.add()
        self.project.git("commit", "--quiet", "--allow-empty", "--amend", "--no-edit")
        self.assert_clean()

    def branch(self) -> None:
        self._commit()
        self._branches.append(f"branch-{self._next()}")
        self.project.git("switch", "--quiet", "-c", self._branches[-1])

    def switch(self) -> None:
        self._commit()
        self.project.git("switch", "--quiet", self._chance.choice(self._branches))
        self.assert_clean()

    def stash(self) -> None:
        self.edit()
        before = {name: self.project.read(name) for name in self._names}
        self.project.git("stash", "push", "--quiet")
        for name, content in before.items():
            self._git_cleaned(name, content)
        self.assert_clean()
        self.project.git("stash", "pop", "--quiet")
        for name, content in before.items():
            assert self._source_of(self.project.read(name)) == self._source_of(content)

    def rebase(self) -> None:
        self._commit()
        if self.project.try_git("rebase", self._chance.choice(self._branches)).returncode:
            self.project.git("rebase", "--abort")
        self.assert_clean()

    def merge(self) -> None:
        self._commit()
        other = self._chance.choice(self._branches)  # whose first commit may have been amended
        done = self.project.try_git("merge", "--no-edit", "--allow-unrelated-histories", other)
        if done.returncode:
            assert "CONFLICT" in done.stdout, done.stdout + done.stderr
            self.project.git("merge", "--abort")
        self.assert_clean()

    def reset(self) -> None:
        self.add()
        if self.project.try_git("rev-parse", "--verify", "--quiet", "HEAD~1").returncode == 0:
            self.project.git("reset", "--quiet", "--hard", "HEAD~1")
            self.assert_clean()

    def restore(self) -> None:
        self.project.git("checkout", "--quiet", "HEAD", "--", ".")
        self.assert_clean()

    def worktree(self) -> None:
        linked = self.project.folder.parent / f"linked {self._next()}"
        self.project.git(
            "worktree", "add", "--quiet", "--detach", str(linked), self._chance.choice(self._branches)
        )
        for name in self._names:
            self._assert_has_outputs(name, (linked / name).read_bytes())
        self.project.git("worktree", "remove", str(linked))

    def work_in_another_worktree(self) -> None:
        linked = self.project.folder.parent / f"linked {self._next()}"
        self._branches.append(f"branch-{self._next()}")
        self.project.git("worktree", "add", "--quiet", "-b", self._branches[-1], str(linked))
        name = self._chance.choice(self._names)
        content = self._made_now(name, f"code {self._next()}")
        (linked / name).write_bytes(content)
        self.project.git("-C", str(linked), "commit", "--quiet", "-am", f"Change {self._next()}")
        self._git_cleaned(name, content)
        assert self.project.git("-C", str(linked), "status", "--porcelain") == ""
        self.project.git("worktree", "remove", str(linked))

    def assert_clean(self) -> None:
        assert self.project.status == ""
        for name in self._names:
            self._assert_has_outputs(name, self.project.read(name))

    def assert_nothing_lost_and_nothing_leaked(self) -> None:
        self.project.git("fsck", "--no-dangling")
        everything = subprocess.run(
            ["git", "cat-file", "--batch-all-objects", "--batch", "--unordered"],
            cwd=self.project.folder,
            capture_output=True,
            check=True,
        ).stdout
        assert b"code" in everything
        assert MARK.encode() not in everything
        kept = KeptOutputs(str(self.project.folder / ".nbtrack"))
        for content in self._cleaned:
            versions = kept.versions(digest_of(clean(self._source_of(content))))
            assert digest_of(content) in [version.digest for version in versions]

    def assert_each_branch_has_outputs(self) -> None:
        for branch in dict.fromkeys(self._branches):
            self.project.git("switch", "--quiet", branch)
            self.assert_clean()

    def assert_each_commit_has_outputs(self) -> None:
        found = sorted(self._blobs_of_all_commits())
        with_outputs = self.project.filtered(found)
        again = [f"{number}.ipynb" for number in range(len(found))]
        for name, (_, path), content in zip(again, found, with_outputs, strict=True):
            assert (path, self._source_of(content)) in self._made
            self.project.write(name, content)
        stripped = self.project.git("hash-object", "--", *again).split()
        assert stripped == [blob for blob, _ in found]

    def _blobs_of_all_commits(self) -> set[tuple[str, str]]:
        raw = ("--raw", "-z", "--no-abbrev", "--no-renames", "--format=")
        listed = self.project.git("log", "--all", "--reflog", "-m", "--root", *raw)
        fields = [field for field in listed.split("\0") if field]
        changes = zip(fields[::2], fields[1::2], strict=True)
        return {(change.split()[3], path) for change, path in changes if not change.endswith("D")}

    def _commit(self) -> None:
        self.add()
        self.project.git("commit", "--quiet", "--allow-empty", "-m", f"Change {self._next()}")

    def _assert_has_outputs(self, name: str, content: bytes) -> None:
        """The last outputs that git cleaned, or newer ones that it happened to see."""
        made = name, self._source_of(content)
        assert content in self._made[made][self._newest[made] :]

    def _git_cleaned(self, name: str, content: bytes) -> None:
        made = name, self._source_of(content)
        self._made[made].remove(content)
        self._made[made].append(content)  # outputs that came back are the last ones again
        self._newest[made] = len(self._made[made]) - 1
        self._cleaned.add(content)

    def _write(self, name: str, source: str) -> None:
        self.project.write(name, self._made_now(name, source))

    def _made_now(self, name: str, source: str) -> bytes:
        content = full(source, f"{MARK} {self._next()}\n")
        self._sources[content] = source
        self._made[name, source].append(content)
        return content

    def _source_of(self, content: bytes) -> str:
        assert content in self._sources, f"never made: {content.decode()}"
        return self._sources[content]

    def _next(self) -> int:
        self._count += 1
        return self._count


@pytest.mark.parametrize("seed", SEQUENCES)
def test_outputs_follow_branches_and_stay_out_of_git(tmp_path: Path, seed: int) -> None:
    person = Person(tmp_path / "project", seed)
    done = [person.act() for _ in range(STEPS)]
    person.commit()
    assert person.project.status == "", done
    person.assert_nothing_lost_and_nothing_leaked()
    person.assert_each_branch_has_outputs()
    person.assert_each_commit_has_outputs()
