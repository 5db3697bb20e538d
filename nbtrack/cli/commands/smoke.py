"""`nbtrack smoke`: run notebooks outside Jupyter and blame the cell that fails."""

from __future__ import annotations

import _signal  # type: ignore[import-not-found]  # `signal` makes enumerations, which takes its time

from nbtrack.cli.options import JSON, Command, Option
from nbtrack.cli.shell_option import SHELL
from nbtrack.cli.smoke.memory import Memory
from nbtrack.cli.smoke.setup import Setup, jobs_of
from nbtrack.cli.smoke.show import check_form, show_all, show_one
from nbtrack.errors import NbtrackError
from nbtrack.notebook.discovery import SUFFIX, find_notebooks
from nbtrack.notebook.files import load
from nbtrack.notebook.scan import parse_bytes
from nbtrack.smoke.verdict import Tried, Verdict
from nbtrack.smoke.watching import run_all

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import NoReturn

    from nbtrack.cli.options import Args
    from nbtrack.cli.output import Output
    from nbtrack.notebook.document import Notebook, Reader
    from nbtrack.smoke.trial import Trial

FORMATS = ("text", "json", "junit", "github", "markdown")
COMMAND = Command(
    "smoke",
    "run notebooks outside Jupyter and blame the cell that fails",
    arguments=("PATH...", 1, None),
    options=(
        Option("--timeout", metavar="SECONDS", help="how long a notebook may run (setting smoke.timeout)"),
        Option("--memory", metavar="SIZE", help="how much memory its processes may take: 500M, 2G"),
        Option("--python", metavar="PATH", help="the interpreter that runs it; the project's if not given"),
        Option("-p", "--parameter", metavar="NAME=VALUE", many=True, help="give a parameter another value"),
        Option("--env", metavar="NAME=VALUE", many=True, help="set an environment variable for it"),
        SHELL,
        Option("--isolated", help="run in a scratch copy of the project, as git sees it"),
        Option("--verify", help="compare what it prints with the outputs that the notebook has"),
        Option("--rtol", metavar="NUMBER", help="how far compared numbers may be apart, relatively (1e-9)"),
        Option("--atol", metavar="NUMBER", help="how far compared numbers may be apart, absolutely (0)"),
        Option("-j", "--jobs", metavar="N", help="run N notebooks at once; 0: one for each processor"),
        Option("-x", "--fail-fast", help="stop at the first notebook that fails"),
        Option("--no-cache", help="run it even if it passed and nothing changed since"),
        Option(
            "-f", "--format", metavar="FORMAT", choices=FORMATS, help=f"how to report: {', '.join(FORMATS)}"
        ),
        Option(
            "-o", "--output", metavar="FILE", help="write the report there, and text for people to stdout"
        ),
        JSON,
    ),
    description=(
        "PATH is a notebook, a folder or `-`. Each notebook becomes a script, as `nbtrack extract` makes\n"
        "it, and runs in a process of its own in the notebook's folder: no Jupyter, no IPython, nobody to\n"
        "type. Shell commands that install, deploy or delete are skipped; --shell says otherwise. What\n"
        "passed is not run again until something changes. Exit code 1 says that a notebook fails."
    ),
    examples=(
        ("nbtrack smoke train.ipynb", "does it run outside Jupyter?"),
        ("nbtrack smoke -p epochs=1 --timeout 60 notebooks/", "all notebooks, quickly"),
        ("nbtrack smoke --verify --isolated train.ipynb", "does a fresh clone print the same?"),
        ("nbtrack smoke -j 4 --format junit -o smoke.xml .", "in CI, a test for each cell"),
    ),
)


def run(args: Args, out: Output) -> int:
    """Try every notebook; one that fails or cannot be read does not stop the others."""
    check_form(args)
    setup = Setup(args)
    paths = _targets(args, setup)
    if not paths:
        out.note("no notebooks found")
    with_signals = {number: _signal.signal(number, _stop) for number in (_signal.SIGTERM, _signal.SIGHUP)}
    try:
        tried = _try_all(paths, setup, args, out)
    finally:
        for number, before in with_signals.items():
            _signal.signal(number, before)
    show_all(tried, args, out)
    if any(each.error for each in tried):
        return NbtrackError.exit_code
    return 1 if any(each.verdict and each.verdict.failure for each in tried) else 0


def _stop(number: int, _frame: object) -> NoReturn:
    """Leave in the way that ends what runs."""
    raise SystemExit(128 + number)


def _targets(args: Args, setup: Setup) -> list[str]:
    paths = find_notebooks(args.positional)
    excluding = {path: setup.settings(path).value("exclude") for path in paths}
    if not any(excluding.values()):
        return paths
    from nbtrack.notebook.patterns import excluded

    return [path for path in paths if not excluded(path, excluding[path])]


def _try_all(paths: Sequence[str], setup: Setup, args: Args, out: Output) -> list[Tried]:
    """Try notebooks, and show each in its turn as soon as those before it are there."""
    from nbtrack.cli.smoke.progress import Progress

    tried: dict[int, Tried] = {}
    shown = 0
    memory = Memory()
    progress = Progress(paths, out)
    outcomes = run_all(_prepared(paths, setup, memory), jobs_of(args, paths), progress.tick)
    try:
        for number, outcome in outcomes:
            tried[number] = _tried(paths[number], memory.kept(number, outcome))
            progress.clear()
            progress.done = len(tried)
            while shown in tried:
                show_one(tried[shown], args, out)
                shown += 1
            if args.flag("fail-fast") and not tried[number].passed:
                break
    finally:
        outcomes.close()  # ends what runs
        progress.clear()
    memory.save()
    for number in sorted(number for number in tried if number >= shown):  # one before them was ended
        show_one(tried[number], args, out)
    return [tried.get(number, Tried(path)) for number, path in enumerate(paths)]


def _tried(path: str, outcome: Verdict | NbtrackError) -> Tried:
    return Tried(path, outcome) if isinstance(outcome, Verdict) else Tried(path, error=outcome)


def _prepared(
    paths: Sequence[str], setup: Setup, memory: Memory
) -> Iterator[tuple[int, Trial | Verdict | NbtrackError]]:
    reader = _reader(paths)
    for number, path in enumerate(paths):
        try:
            trial = setup.trial(_load(path, reader))
            yield number, memory.verdict(number, trial) or trial
        except NbtrackError as error:
            yield number, error


def _load(path: str, reader: Reader) -> Notebook:
    if path.endswith(SUFFIX):
        return load(path, reader)
    from nbtrack.cli.loading import load_or_read_text

    return load_or_read_text(path, reader)


def _reader(paths: Sequence[str]) -> Reader:
    if len(paths) == 1:
        return parse_bytes
    from nbtrack.notebook.bulk import reader_for

    return reader_for(paths)
