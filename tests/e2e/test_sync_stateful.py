"""Whatever people, git, clocks and crashes do to the two files of a pair, no edit is lost.

Every side holds named values. An edit gives one of them another value, or adds or removes a cell; what the
values have to be after a sync follows from what both sides were when they were last in step.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from nbtrack.cli.sync.plan import plan_pair
from nbtrack.notebook.document import parse
from nbtrack.notebook.stale import is_stale
from nbtrack.pairing.formats import Format
from nbtrack.pairing.pairs import Pair
from nbtrack.pairing.sync import carry_out
from tests.making import code, notebook_b, stream

Values = dict[str, int]
SIDES = ("nb.ipynb", "nb.py")
METADATA = {
    "jupytext": {"formats": "ipynb,py:percent"},
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
}
WORDS = ("alpha", "bravo", "charlie", "delta", "echo", "foxtrot", "golf", "hotel")
_VALUE = re.compile(r"^((?:first|last)_\w+) = (\d+)$", re.MULTILINE)
_DIED = 7


def source(name: str, first: int, last: int) -> str:
    """Return a cell of two values, with what never changes around them."""
    return f"# This is the part {name}\nfirst_{name} = {first}\n\nkept_{name} = 0\n\nlast_{name} = {last}"


def values_in(text: str) -> Values:
    return {name: int(number) for name, number in _VALUE.findall(text)}


def values_of(side: int, text: str) -> Values:
    if side:
        return values_in(text)
    return values_in("\n".join("".join(cell["source"]) for cell in json.loads(text)["cells"]))


class Pairs(RuleBasedStateMachine):
    """A pair in a git repository, and what is known about it."""

    @initialize()
    def begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="nbtrack-sync-"))
        self.pair = Pair(str(self.folder / SIDES[0]), str(self.folder / SIDES[1]), Format(".py", "percent"))
        cells = [code(source(name, 0, 1), outputs=[stream(f"{name}\n")]) for name in WORDS[:3]]
        (self.folder / SIDES[0]).write_bytes(notebook_b(*cells, metadata=METADATA))
        (self.folder / ".gitignore").write_text(".nbtrack\n")
        self.counter = 10
        self.added = 3
        self.git("init", "--quiet")
        carry_out(plan_pair(self.pair))
        self.agreed = self.values(0)
        self.past: list[Values] = [self.agreed]
        self.commits: list[tuple[str, Values]] = []
        self.is_open = False  # then what both come from may be open
        self.noted = self.agreed  # by the last sync that ended
        self.announced: list[Values] = []  # by those that were killed since
        self.taken_back: dict[int, str] = {}  # the commits of the sides that git wrote since
        self.commit()

    def teardown(self) -> None:
        if hasattr(self, "folder"):
            shutil.rmtree(self.folder)

    # What people do.

    @rule(side=st.integers(0, 1), data=st.data())
    def edit(self, side: int, data: st.DataObject) -> None:
        names = sorted(self.values(side))
        if names:
            self.counter += 1
            self.put(side, data.draw(st.sampled_from(names)), self.counter)

    @rule(side=st.integers(0, 1), data=st.data())
    def edit_back(self, side: int, data: st.DataObject) -> None:
        """Give a value what it had at some time before."""
        now = self.values(side)
        names = sorted(now)
        if names:
            name = data.draw(st.sampled_from(names))
            older = [values[name] for values in self.past if values.get(name, now[name]) != now[name]]
            if older:
                self.put(side, name, data.draw(st.sampled_from(older)))

    @precondition(lambda self: self.added < len(WORDS))
    @rule(side=st.integers(0, 1))
    def add_a_cell(self, side: int) -> None:
        text = source(WORDS[self.added], self.counter + 1, self.counter + 2)
        self.added += 1
        self.counter += 2
        if side:
            path = self.folder / SIDES[1]
            path.write_text(f"{path.read_text()}\n# %%\n{text}\n")
        else:
            book = self.book()
            book["cells"].append(code(text, id=f"new-{self.added}"))
            self.put_book(book)

    @rule(side=st.integers(0, 1), data=st.data())
    def remove_a_cell(self, side: int, data: st.DataObject) -> None:
        names = sorted({name.partition("_")[2] for name in self.values(side)})
        if len(names) < 2:
            return
        name = data.draw(st.sampled_from(names))
        if side:
            path = self.folder / SIDES[1]
            parts = path.read_text().split("# %%\n")
            kept = [part for part in parts if f"the part {name}\n" not in part]
            path.write_text("# %%\n".join(kept))
        else:
            book = self.book()
            book["cells"] = [c for c in book["cells"] if f"the part {name}\n" not in "".join(c["source"])]
            self.put_book(book)

    @rule(data=st.data())
    def run_a_cell(self, data: st.DataObject) -> None:
        book = self.book()
        if book["cells"]:
            self.counter += 1
            cell = data.draw(st.sampled_from(book["cells"]))
            cell["outputs"] = [stream(f"{self.counter}\n")]
            cell["metadata"].pop("execution", None)
            self.put_book(book)

    @rule(side=st.integers(0, 1))
    def save_again(self, side: int) -> None:
        path = self.folder / SIDES[side]
        path.write_bytes(path.read_bytes())

    # What git does.

    @rule()
    def commit(self) -> None:
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", "Commit")
        self.is_open |= self.values(0) != self.values(1)
        if self.values(0) == self.values(1):
            self.commits.append((self.git("rev-parse", "HEAD").strip(), self.values(0)))

    @rule(data=st.data(), moves=st.booleans())
    def check_out_both(self, data: st.DataObject, moves: bool) -> None:
        commit, values = data.draw(st.sampled_from(self.commits))
        self.git(
            *(("checkout", "--quiet", "--force", commit) if moves else ("checkout", commit, "--", *SIDES))
        )
        self.agreed = values
        self.is_open = False
        self.taken_back = {}

    @rule(side=st.integers(0, 1))
    def take_one_side_back(self, side: int) -> None:
        """Take a side back, which is an edit like any other, until the other one is taken back as well."""
        self.git("checkout", "HEAD", "--", SIDES[side])
        self.taken_back[side] = self.git("rev-parse", "HEAD")
        if self.taken_back.keys() == {0, 1}:
            if len({*self.taken_back.values()}) == 1 and self.committed(0) == self.committed(1):
                self.agreed = self.committed(1)
            else:
                self.is_open = True

    @rule()
    def stash_and_bring_back(self) -> None:
        if "No local changes" not in self.git("stash"):
            self.git("stash", "pop")
            self.is_open = True

    @rule()
    def look(self) -> None:
        self.git("status")

    # What else happens.

    @rule(side=st.integers(0, 1), time=st.sampled_from([0, 1_000_000_000, 4_000_000_000]))
    def jump_in_time(self, side: int, time: int) -> None:
        self.counter += 1
        self.set_time(self.folder / SIDES[side], time)

    @rule()
    def give_both_one_time(self) -> None:
        self.counter += 1
        for name in SIDES:
            self.set_time(self.folder / name, 1_700_000_000)

    @rule()
    def forget_in_step(self) -> None:
        """Lose the store while the last commit says the same."""
        if self.commits and self.values(0) == self.values(1) == self.agreed == self.committed(1):
            shutil.rmtree(self.folder / ".nbtrack", ignore_errors=True)

    @rule(after=st.integers(0, 6))
    def sync_and_die(self, after: int) -> None:
        """Kill a sync before one of its files gets its name: nothing may be worse than it was."""
        before = [self.values(side) for side in (0, 1)]
        expected = self.expected()
        child = os.fork()
        if child == 0:
            self.die_in_sync(after)
        os.waitpid(child, 0)
        after_it = [self.values(side) for side in (0, 1)]
        for old, new in zip(before, after_it, strict=True):
            assert new in (old, expected)
        # Whether it wrote everything and only the note is missing, the next sync may not be able to tell.
        if after_it[0] == after_it[1] and after_it != before:
            self.agreed = after_it[0]
            self.past.append(self.agreed)
            self.announced.append(self.agreed)  # which the note may say already
            self.taken_back = {}
        if expected is not None and list(self.folder.glob(".nbtrack/pairs/*.next.json")):
            self.announced.append(expected)
            self.is_open = True

    def die_in_sync(self, after: int) -> None:
        left = [after]
        rename = os.replace

        def replace_or_die(*names: Any, **more: Any) -> None:
            if left[0] == 0:
                os._exit(_DIED)
            left[0] -= 1
            rename(*names, **more)

        os.replace = replace_or_die
        try:
            carry_out(plan_pair(self.pair))
        finally:
            os._exit(0)

    @rule()
    def sync(self) -> None:
        before = [(self.folder / name).read_bytes() for name in SIDES]
        outputs = self.outputs()
        expected = self.expected()
        plan = plan_pair(self.pair)
        carry_out(plan)
        if plan.is_refused:
            assert [(self.folder / name).read_bytes() for name in SIDES] == before
            assert self.may_be_refused(), "refused, but nothing clashes"
            return
        assert expected is not None, "merged, though something clashes"
        assert self.values(0) == expected
        assert self.values(1) == expected
        for cell in parse((self.folder / SIDES[0]).read_bytes()).cells:
            name = cell.source.partition("\n")[0]
            # A cell that took the place of a similar one may keep what that stored, but never as its own.
            assert cell.outputs == outputs[name] if name in outputs else not cell.outputs or is_stale(cell)
        self.agree()

    @invariant()
    def files_are_whole(self) -> None:
        if hasattr(self, "folder"):
            self.book()

    # What is known.

    def may_be_refused(self) -> bool:
        """Tell whether the sides clash, or would if they came from something else that nothing rules out."""
        bases = [self.agreed, *(self.open_bases() if self.is_open else ())]
        outcomes = [self.expected(base) for base in bases]
        return None in outcomes or any(one != outcomes[0] for one in outcomes) or self.may_be_mixed_up(bases)

    def open_bases(self) -> list[Values]:
        """Return what both sides may come from as well, where git or a crash left no sign of it."""
        sides = self.values(0), self.values(1)
        commits = [values for _, values in self.commits]
        return [self.noted, *self.announced, *commits[-1:], *(old for old in commits if old in sides)]

    def expected(self, agreed: Values | None = None) -> Values | None:
        """Return what both sides have to hold after a sync, None where they clash."""
        agreed = self.agreed if agreed is None else agreed
        ours, theirs = self.values(0), self.values(1)
        if ours == theirs:
            return ours
        found = {}
        for name in {**agreed, **ours, **theirs}:
            was, mine, yours = agreed.get(name), ours.get(name), theirs.get(name)
            if mine != yours and was not in (mine, yours):
                return None
            value = yours if mine == was else mine
            if value is not None:
                found[name] = value
        # A cell is removed whole or not at all.
        parts = [name.partition("_")[2] for name in found]
        return None if any(parts.count(part) == 1 for part in parts) else found

    def may_be_mixed_up(self, bases: list[Values]) -> bool:
        """Tell whether a side may have turned a cell that the other removed into a new one: all are alike."""
        sides = [{name.partition("_")[2] for name in self.values(side)} for side in (0, 1)]
        for base in bases:
            cells = {name.partition("_")[2] for name in base}
            gone = cells - sides[0] - sides[1]
            if gone and any(side - cells for side in sides):
                return True
        return False

    def agree(self) -> None:
        self.agreed = self.noted = self.values(0)
        self.announced = []
        self.taken_back = {}
        self.is_open = False
        self.past.append(self.agreed)

    def committed(self, side: int) -> Values:
        return values_of(side, self.git("show", f"HEAD:{SIDES[side]}"))

    def values(self, side: int) -> Values:
        return values_of(side, (self.folder / SIDES[side]).read_text())

    def outputs(self) -> dict[str, Any]:
        cells = self.book()["cells"]
        return {"".join(cell["source"]).partition("\n")[0]: cell["outputs"] for cell in cells}

    def put(self, side: int, name: str, value: int) -> None:
        path = self.folder / SIDES[side]
        path.write_text(re.sub(rf"\b{name} = \d+", f"{name} = {value}", path.read_text()))

    def book(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((self.folder / SIDES[0]).read_bytes())
        return found

    def put_book(self, book: dict[str, Any]) -> None:
        (self.folder / SIDES[0]).write_text(json.dumps(book, indent=1) + "\n")

    def set_time(self, path: Path, time: int) -> None:
        """Set a time that no file had before: git itself would not see a change that keeps size and time."""
        os.utime(path, (time + self.counter, time + self.counter))

    def git(self, *words: str) -> str:
        done = subprocess.run(["git", *words], cwd=self.folder, check=True, capture_output=True, text=True)
        return done.stdout


TestPairs = Pairs.TestCase
# The same each time, so that a change is judged by what it changes; EXAMPLES=300 looks further, at others.
TestPairs.settings = settings(
    max_examples=int(os.environ.get("EXAMPLES", "15")),
    derandomize="EXAMPLES" not in os.environ,
    stateful_step_count=25,
    deadline=None,
)
