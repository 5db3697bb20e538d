"""`nbtrack merge`: merge two changed notebooks into one, settle what conflicts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nbtrack.cli.keeping import UNDO_OPTIONS
from nbtrack.cli.merge.show import Shown, show_merge
from nbtrack.cli.merge.target import put
from nbtrack.cli.options import JSON, Command, Option
from nbtrack.errors import MergeError, NotebookError, UsageError
from nbtrack.merge.engine import merge_added, merge_notebooks
from nbtrack.merge.model import DEFAULT, Strategy
from nbtrack.notebook.conflict_marks import SIZE
from nbtrack.notebook.document import parse
from nbtrack.notebook.files import STDIN, read
from nbtrack.terminal import as_word

if TYPE_CHECKING:
    from nbtrack.cli.options import Args
    from nbtrack.cli.output import Output
    from nbtrack.merge.model import Choice
    from nbtrack.notebook.document import Notebook

_PLACES = ("%X", "%Y")  # what a git that does not know them hands over
_CHOICES: tuple[Choice, ...] = ("ours", "theirs", "both")
COMMAND = Command(
    "merge",
    "merge two changed notebooks into one, settle what conflicts",
    arguments=("BASE OURS THEIRS, or --resolve NOTEBOOK", 1, 3),
    options=(
        Option("-o", "--output", metavar="FILE", help="write here instead of OURS; - is stdout"),
        Option("--resolve", help="settle the conflicts in NOTEBOOK, git's markers between its lines too"),
        Option("--ours", help="where both sides changed the same, keep ours"),
        Option("--theirs", help="where both sides changed the same, keep theirs"),
        Option("--both", help="where both sides changed the same, keep ours and then theirs"),
        Option(
            "--cell", metavar="NUMBER", help="with --resolve: only the conflict that this cell is part of"
        ),
        Option(
            "--outputs",
            metavar="WHOSE",
            choices=("provenance", "ours", "theirs", "clear"),
            help="where both sides changed outputs: provenance (of whose source it is), ours, theirs, clear",
        ),
        Option("--dry-run", help="change nothing; say what would be"),
        Option("--path", metavar="NAME", help="what messages call the notebook (git's %P)"),
        Option("--marker-size", metavar="N", help="how long conflict markers are, 7 at least (git's %L)"),
        Option("--label", metavar="NAME", many=True, help="what markers call ours and, given again, theirs"),
        *UNDO_OPTIONS,
        JSON,
    ),
    description=(
        "BASE is the common ancestor, empty where there is none. The result replaces OURS unless -o says\n"
        "otherwise, as git wants it from a merge driver. What one side changed is taken: cells, lines,\n"
        "metadata. What both changed is marked so that Jupyter still opens the notebook, `nbtrack check`\n"
        "refuses it, and --resolve settles it. Outputs, counts, ids and metadata are never a conflict."
    ),
    examples=(
        ("nbtrack merge base.ipynb mine.ipynb yours.ipynb -o merged.ipynb", "three files into a fourth"),
        (
            "nbtrack merge --resolve train.ipynb",
            "list what is in conflict; merge again what git left unreadable",
        ),
        ("nbtrack merge --resolve --theirs train.ipynb", "settle all of it, theirs win"),
        ("nbtrack merge --resolve --both --cell 7 train.ipynb", "settle one conflict, keep both sides of it"),
        (
            "git config merge.nbtrack.driver 'nbtrack merge --path %P --marker-size %L %O %A %B'",
            "let git merge notebooks so, with `*.ipynb merge=nbtrack` in .gitattributes",
        ),
    ),
)


def run(args: Args, out: Output) -> int:
    """Merge three notebooks, or settle the conflicts of one."""
    if args.flag("json") and args.value("output") == STDIN:
        raise UsageError("--json and -o - both want stdout")
    if args.flag("resolve"):
        from nbtrack.cli.merge.resolve import resolve

        return resolve(args, strategy_of(args), out)
    if len(args.positional) != 3:
        hint = "to settle conflicts in one notebook: `nbtrack merge --resolve NOTEBOOK`"
        raise UsageError("merge needs three notebooks: BASE OURS THEIRS", hint=hint)
    if args.flag("cell"):
        raise UsageError("--cell goes with --resolve")
    return _merge_files(args, out)


def strategy_of(args: Args) -> Strategy:
    """Read how a merge decides; raises UsageError for choices that exclude each other."""
    chosen = [choice for choice in _CHOICES if args.flag(choice)]
    if len(chosen) > 1:
        raise UsageError(f"--{chosen[0]} and --{chosen[1]} exclude each other")
    given = [*args.values("label"), "", ""]
    ours, theirs = (
        default if label in ("", place) else label
        for label, place, default in zip(given, _PLACES, DEFAULT.labels, strict=False)
    )
    return Strategy(
        outputs=args.value("outputs") or "provenance",  # type: ignore[arg-type]  # the parser knows the choices
        settle=chosen[0] if chosen else None,
        marker_size=max(args.count("marker-size") or SIZE, SIZE),
        labels=(ours, theirs),
    )


def _merge_files(args: Args, out: Output) -> int:
    paths = args.positional
    if paths.count(STDIN) > 1:
        raise UsageError("stdin can be one notebook only")
    base_b = read(paths[0])
    name = args.value("path") or paths[1]
    ours, theirs = (_parsed(read(paths[n]), paths[n], side, args) for n, side in ((1, "ours"), (2, "theirs")))
    strategy = strategy_of(args)
    if base_b.strip():
        merged = merge_notebooks(_parsed(base_b, paths[0], "base", args), ours, theirs, strategy)
    else:
        merged = merge_added(ours, theirs, strategy)
    put(merged.raw, ours.raw, paths[1], args, out)
    show_merge(merged, Shown(name, args.value("output") or paths[1]), args, out)
    return 1 if merged.conflicts else 0


def _parsed(raw: bytes, path: str, side: str, args: Args) -> Notebook:
    """Read a side; of git's temporary files nobody has heard, so that the message names the notebook."""
    name = args.value("path")
    try:
        return parse(raw, name or path)
    except NotebookError as error:
        if name is None:
            raise
        hint = f"take one side: `git checkout --ours -- {as_word(name)}`, or --theirs"
        raise MergeError(f"cannot merge {name}: {side} is no notebook: {error.reason}", hint=hint) from None
