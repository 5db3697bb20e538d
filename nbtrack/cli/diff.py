"""`nbtrack diff`: show what changed between notebooks, revisions or runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nbtrack.cli.options import JSON, Command, Option
from nbtrack.diff.counting import count_text
from nbtrack.diff.diff_json import diff_to_json
from nbtrack.diff.engine import DiffScope, diff_notebooks
from nbtrack.diff.sources import is_cleaned_by_git, versions_of
from nbtrack.diff.text import render_text
from nbtrack.terminal import safe_line

if TYPE_CHECKING:
    from nbtrack.cli.options import Args
    from nbtrack.cli.output import Output
    from nbtrack.diff.model import NotebookDiff
    from nbtrack.diff.sources import Version
    from nbtrack.notebook.document import Notebook

COMMAND = Command(
    "diff",
    "show what changed between notebooks, revisions or runs",
    arguments=("WHAT...", 1, 2),
    options=(
        Option("-s", "--sources", "--no-outputs", help="compare sources only, not outputs and attachments"),
        Option("--metadata", help="compare metadata and cell ids too"),
        Option("--stat", help="show how much changed instead of what"),
        Option("--exit-code", help="exit 1 when there are differences"),
        JSON,
    ),
    description=(
        "WHAT is NOTEBOOK (the last commit against the file), REV NOTEBOOK, REV..REV NOTEBOOK, or two\n"
        "notebooks, each a file, REV:PATH or - for stdin. Cells are matched by content and id, so that a\n"
        "cell that moved is shown as moved. Execution counts are never compared."
    ),
    examples=(
        ("nbtrack diff train.ipynb", "what changed since the last commit"),
        ("nbtrack diff -s HEAD~3 train.ipynb", "what changed in the code since three commits ago"),
        ("nbtrack diff main..topic train.ipynb", "two branches"),
        ("nbtrack diff old.ipynb new.ipynb", "two files"),
    ),
)


def run(args: Args, out: Output) -> int:
    """Compare two notebooks and show the diff."""
    versions = versions_of(args.positional)
    old, new = (version.read() for version in versions)
    diff = diff_notebooks(old, new, _scope(args, versions, out))
    names = [version.name for version in versions]
    if args.flag("json"):
        out.json(diff_to_json(diff) | {"old": names[0], "new": names[1]})
    elif args.flag("stat"):
        out.line(f"{names[1]}: {count_text(diff)}")
    elif diff.is_empty:
        _explain_silence(old, new, out)
    else:
        _show(diff, names, out)
    return 1 if args.flag("exit-code") and not diff.is_empty else 0


def _scope(args: Args, versions: tuple[Version, Version], out: Output) -> DiffScope:
    outputs = not args.flag("no-outputs")
    if outputs and is_cleaned_by_git(*versions):
        out.note(f"outputs are left out: a git filter cleans {versions[1].path}")
        outputs = False
    return DiffScope(outputs, outputs, args.flag("metadata"))


def _show(diff: NotebookDiff, names: list[str], out: Output) -> None:
    heads = [f"{sign} {safe_line(name)}" for sign, name in zip(("---", "+++"), names, strict=True)]
    out.styled("\n".join([*(out.paint(head, "bold") for head in heads), *render_text(diff, out.paint)]))


def _explain_silence(old: Notebook, new: Notebook, out: Output) -> None:
    """Say so where what was left out is not equal."""
    left_out = diff_notebooks(old, new)
    if not left_out.is_empty:
        out.note(f"nothing to show, but what was not compared differs: {count_text(left_out)}")
