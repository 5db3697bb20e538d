"""`nbtrack merge --resolve`: settle what a merge left in one notebook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nbtrack.cli.merge.show import Shown, conflict_rows, show_conflicts, show_merge
from nbtrack.cli.merge.target import put
from nbtrack.errors import MergeError, NotebookError, UsageError
from nbtrack.git.stages import unmerged
from nbtrack.merge.engine import merge_added, merge_notebooks, merge_without_base
from nbtrack.merge.marked_text import is_as_git_left_it, sides_of_text
from nbtrack.merge.settle import conflicts_of, settle
from nbtrack.notebook.diagnose import find_conflict
from nbtrack.notebook.document import parse
from nbtrack.notebook.files import STDIN, read
from nbtrack.terminal import as_word, count_text

if TYPE_CHECKING:
    from nbtrack.cli.options import Args
    from nbtrack.cli.output import Output
    from nbtrack.git.stages import Stages
    from nbtrack.merge.marked_text import TextSides
    from nbtrack.merge.model import Merged, Strategy
    from nbtrack.notebook.document import Notebook


def resolve(args: Args, strategy: Strategy, out: Output) -> int:
    """Settle marked conflicts, or merge again what git merged as text."""
    if len(args.positional) != 1:
        raise UsageError("--resolve takes one notebook")
    path = args.positional[0]
    raw = read(path)
    shown = Shown(args.value("path") or path, args.value("output") or path)
    try:
        notebook = parse(raw, path)
    except NotebookError:
        if find_conflict(raw) is None:
            raise
    else:
        return _settle(notebook, strategy, shown, args, out)
    if args.flag("cell"):
        raise UsageError("--cell needs a notebook that can be read", hint="run it without --cell first")
    merged, origin = _merged_again(path, raw, strategy)
    put(merged.raw, raw, path, args, out)
    show_merge(merged, shown._replace(origin=origin), args, out)
    return 1 if merged.conflicts else 0


def _settle(notebook: Notebook, strategy: Strategy, shown: Shown, args: Args, out: Output) -> int:
    found = tuple(conflicts_of(notebook))
    new, left = notebook.raw, found
    if strategy.settle and found:
        new = settle(notebook, strategy.settle, args.count("cell"))
        left = tuple(conflicts_of(parse(new, notebook.path)))
        put(new, notebook.raw, notebook.path, args, out)
    if args.flag("json"):
        row = {"schema": "nbtrack.merge/1", "path": shown.name, "clean": not left}
        out.json(row | {"settled": len(found) - len(left), "conflicts": conflict_rows(left)})
        return 1 if left else 0
    if not found:
        out.note(f"{shown.name}: there is no conflict in it")
    elif strategy.settle:
        done = "would settle" if args.flag("dry-run") else "settled"
        out.note(f"{shown.name}: {done} {count_text(len(found) - len(left), 'conflict')}, {len(left)} left")
    show_conflicts(left, shown, out)
    return 1 if left else 0


def _merged_again(path: str, raw: bytes, strategy: Strategy) -> tuple[Merged, str]:
    sides = sides_of_text(raw)
    if sides is None:
        raise MergeError(f"cannot read {path}: its conflict markers do not pair", hint=_begin_again(path))
    stages = None if path == STDIN else unmerged(path)
    if merged := _from_git(path, sides, stages, strategy):
        return merged, "again, from git's index"
    return _from_markers(path, sides, stages, strategy), "again, from its conflict markers"


def _from_git(path: str, sides: TextSides, stages: Stages | None, strategy: Strategy) -> Merged | None:
    """Merge what git's index has, None where it has nothing or where somebody went on from there."""
    if stages is None or stages.ours is None or stages.theirs is None:
        return None
    if not is_as_git_left_it(sides, (stages.base or b"", stages.ours, stages.theirs)):
        return None
    try:
        ours, theirs = parse(stages.ours, path), parse(stages.theirs, path)
        base = parse(stages.base, path) if stages.base else None
    except NotebookError:  # a pointer of git-lfs, or a side that was broken before
        return None
    return merge_notebooks(base, ours, theirs, strategy) if base else merge_added(ours, theirs, strategy)


def _from_markers(path: str, sides: TextSides, stages: Stages | None, strategy: Strategy) -> Merged:
    try:
        ours, theirs = parse(sides.ours, path), parse(sides.theirs, path)
    except NotebookError as error:
        reason = f"without its conflict markers it is no notebook either: {error.reason}"
        raise MergeError(f"cannot read {path}: {reason}", hint=_begin_again(path)) from None
    base_b = (stages.base if stages else None) or sides.base
    try:
        base = parse(base_b, path) if base_b else None
    except NotebookError:
        base = None
    if base:
        return merge_notebooks(base, ours, theirs, strategy)
    return merge_without_base(ours, theirs, strategy)


def _begin_again(path: str) -> str:
    name = as_word(path)
    return f"begin again with `git checkout -m -- {name}`, or take one side: `git checkout --ours -- {name}`"
