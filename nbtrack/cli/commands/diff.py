"""`nbtrack diff`: show what changed between notebooks, revisions or runs."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from nbtrack.cli.diff.formats import FORMATS, Sides, scope_of, show_diff
from nbtrack.cli.options import Command, Option
from nbtrack.diff.engine import diff_notebooks
from nbtrack.diff.kinds import kinds_of
from nbtrack.diff.noise.classes import NAMES
from nbtrack.diff.sources import is_cleaned_by_git, versions_of
from nbtrack.errors import GitError, NbtrackError
from nbtrack.notebook.discovery import SUFFIX
from nbtrack.notebook.files import STDIN, load
from nbtrack.store.references import LATEST

if TYPE_CHECKING:
    from nbtrack.cli.options import Args
    from nbtrack.cli.output import Output
    from nbtrack.diff.engine import DiffScope
    from nbtrack.diff.sources import Version
    from nbtrack.notebook.document import Notebook

COMMAND = Command(
    "diff",
    "show what changed between notebooks, revisions or runs",
    arguments=("WHAT...", 0, 3),
    options=(
        Option("-s", "--sources", "--no-outputs", help="compare sources only, not outputs and attachments"),
        Option("--metadata", help="compare metadata and cell ids too"),
        Option(
            "--noise",
            metavar="CLASS",
            many=True,
            choices=(*NAMES, "all"),
            help=f"count and fold only these differences as noise: {', '.join(NAMES)} or all (the default)",
        ),
        Option(
            "--no-noise",
            metavar="CLASS",
            many=True,
            choices=(*NAMES, "all"),
            help="show these as the differences that they are",
        ),
        Option(
            "--rtol", metavar="NUMBER", help="let numbers in outputs differ by this part of what they were"
        ),
        Option("--atol", metavar="NUMBER", help="let numbers in outputs differ by as much"),
        Option("--stat", help="show how much changed instead of what"),
        Option("--name-only", help="show only the name of the notebook, where it differs"),
        Option("-y", "--side-by-side", help="show old and new lines beside each other"),
        Option(
            "--exit-code",
            metavar="kind",
            optional=True,
            choices=("kind",),
            help="exit 1 when there are differences; with =kind 13 for source, 14 for parameters and 15 for "
            "the environment of runs, 12 for outputs, 11 for metadata, 10 for nothing but noise",
        ),
        Option(
            "-f", "--format", metavar="FORMAT", choices=FORMATS, help=f"how to show it: {', '.join(FORMATS)}"
        ),
        Option(
            "-o",
            "--output",
            metavar="FILE",
            help="write to FILE, in any form but text",
        ),
        Option("--json", help="the same as --format json, which `nbtrack apply` applies"),
        Option("--schema", help="print a JSON Schema of the form json"),
    ),
    description=(
        "WHAT is NOTEBOOK (the last commit against the file), REV NOTEBOOK, REV REV NOTEBOOK or\n"
        "REV..REV NOTEBOOK, or two notebooks, each a file, REV:PATH or - for stdin, or a notebook and its\n"
        "paired text. Or it is RUN RUN, RUN alone (against the run\n"
        "before), nothing (the last run against the one before), or RUN NOTEBOOK (what the run was given\n"
        "against the file). FOLDER, REV, REV..REV and REV..REV FOLDER are all notebooks that differ there,\n"
        "FOLDER FOLDER those of the same names. Cells are matched by content and id, so that a cell that\n"
        "moved is shown as moved. What differs by chance is counted as noise, and is no difference."
    ),
    examples=(
        ("nbtrack diff train.ipynb", "what changed since the last commit"),
        ("nbtrack diff -s HEAD~3 train.ipynb", "what changed in the code since three commits ago"),
        ("nbtrack diff main..topic train.ipynb", "two branches"),
        ("nbtrack diff .", "all notebooks here that changed since the last commit"),
        ("nbtrack diff --format markdown main...HEAD", "all that a branch changed, for a pull request"),
        ("nbtrack diff old.ipynb new.ipynb", "two files"),
        ("nbtrack diff train.ipynb train.py", "a notebook and its paired Python"),
        ("nbtrack diff --json old.ipynb new.ipynb > change.json", "a diff that `nbtrack apply` applies"),
        ("nbtrack diff latest~1 latest", "two runs: code, parameters, metrics, packages, outputs"),
        ("nbtrack diff latest train.ipynb", "what changed in the notebook since its last run"),
    ),
)


# 1 to 3 say what they say everywhere; the kind that matters most decides.
_EXIT_CODES = {
    "source": 13,
    "parameters": 14,
    "environment": 15,
    "outputs": 12,
    "metrics": 12,
    "end": 12,
    "metadata": 11,
    "noise": 10,
}


def run(args: Args, out: Output) -> int:
    """Compare two notebooks, or two runs, and show what changed."""
    if args.flag("schema"):
        from nbtrack.diff.diff_schema import schema

        out.json(schema())
        return 0
    words = args.positional
    if len(words) < 3 and not any(os.path.exists(word) or word == STDIN for word in words):
        from nbtrack.cli.diff.runs import compared_runs, show_comparison
        from nbtrack.compare.kinds import kinds_of_comparison

        if runs := compared_runs(words):
            show_comparison(runs, args, out)
            return _exit_code(kinds_of_comparison(runs.comparison), args, out)
    if words and (os.path.isdir(words[-1]) or not any(map(os.path.lexists, words))):
        from nbtrack.cli.diff.several import show_several
        from nbtrack.diff.several import pairs_of

        if (pairs := pairs_of(words)) is not None:
            several = show_several(pairs, args, out)
            code = _exit_code(several.kinds, args, out)
            return NbtrackError.exit_code if several.failures else code
    return _compare_notebooks(_sides(args, out), args, out)


def _compare_notebooks(sides: Sides, args: Args, out: Output) -> int:
    diff = diff_notebooks(sides.old, sides.new, sides.scope)
    show_diff(diff, sides, args, out)
    return _exit_code(kinds_of(diff), args, out)


def _exit_code(kinds: tuple[str, ...], args: Args, out: Output) -> int:
    if args.value("exit-code") != "kind":
        return 1 if args.flag("exit-code") and any(kind != "noise" for kind in kinds) else 0
    if not kinds:
        return 0
    out.note(f"differs in {', '.join(kinds)}")
    return next(code for kind, code in _EXIT_CODES.items() if kind in kinds)


def _sides(args: Args, out: Output) -> Sides:
    words = args.positional
    if twins := _twins(words):
        old, new = twins
        return Sides(old, new, (words[0], words[1]), scope_of(args, outputs=False))
    is_file_last = len(words) == 2 and os.path.isfile(words[1]) and not os.path.exists(words[0])
    if is_file_last and (found := _run_and_file(words[0], words[1], args)):
        return found
    try:
        versions = versions_of(words)
        old, new = (version.read() for version in versions)
    except GitError:
        # A notebook that git does not know may still have been run.
        found = _run_and_file(LATEST, words[0], args) if len(words) == 1 else None
        if found is None:
            raise
        out.note(f"git has no version of {words[0]}: compared with its last run")
        return found
    return Sides(old, new, (versions[0].name, versions[1].name), _scope(args, versions, out))


def _twins(words: tuple[str, ...]) -> tuple[Notebook, Notebook] | None:
    if not all(map(os.path.isfile, words)) or all(word.endswith(SUFFIX) for word in words):
        return None  # most often: what knows of pairs need not be imported
    from nbtrack.cli.diff.pairs import is_notebook_and_text, notebook_and_twin

    return notebook_and_twin(words) if is_notebook_and_text(words) else None


def _run_and_file(word: str, path: str, args: Args) -> Sides | None:
    from nbtrack.cli.diff.runs import notebook_of_run
    from nbtrack.record.secrets.secret_filling import filled_notebook

    found = notebook_of_run(word, path)
    if found is None:
        return None
    scope = scope_of(args, outputs=not args.flag("no-outputs"))
    file = load(path)
    return Sides(filled_notebook(found[0], file.raw), file, (found[1], path), scope)


def _scope(args: Args, versions: tuple[Version, Version], out: Output) -> DiffScope:
    outputs = not args.flag("no-outputs")
    if outputs and is_cleaned_by_git(*versions):
        out.note(f"outputs are left out: a git filter cleans {versions[1].path}")
        outputs = False
    return scope_of(args, outputs=outputs)
