"""`nbtrack demo`: all of it at work, on sample notebooks in a scratch folder."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

from nbtrack.cli.demo.tour import LOOK, TOUR
from nbtrack.cli.options import Command
from nbtrack.errors import NbtrackError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nbtrack.cli.demo.tour import Stop
    from nbtrack.cli.options import Args
    from nbtrack.cli.output import Output

COMMAND = Command(
    "demo",
    "see all of it at work on sample notebooks",
    arguments=("FOLDER", 0, 1),
    description=(
        "Copies sample notebooks to FOLDER (else to a new temporary folder), makes it a git repository, and\n"
        "cleans, pairs, proves, runs and compares them with the commands that it shows."
    ),
    examples=(
        ("nbtrack demo", "take the tour in a temporary folder"),
        ("nbtrack demo try-nbtrack", "take it in a folder of your own, to go on from there"),
    ),
)
_MOST_LINES = 20  # a run with all that it changed
_LIBRARIES = ("sklearn", "matplotlib", "pandas")
_AUTHOR = ("-c", "user.name=nbtrack demo", "-c", "user.email=demo@example.org")
# The settings of the person's own git must not make the tour stop: signing, hooks, templates.
_GIT = ("git", *_AUTHOR, "-c", "commit.gpgSign=false", "-c", f"core.hooksPath={os.devnull}")


def run(args: Args, out: Output) -> int:
    """Take the tour; raises NbtrackError where a command ends otherwise than announced."""
    _require_libraries()
    folder = _scratch(args.positional)
    out.line(f"nbtrack demo: sample notebooks, committed to git, in {folder}")
    for number, stop in enumerate(TOUR, 1):
        _visit(number, stop, folder, out)
    _say_where_to_go_on(folder, out)
    return 0


def _say_where_to_go_on(folder: Path, out: Output) -> None:
    out.line()
    out.line(f"It all stays in {folder}. Go on from there:")
    activate = Path(sys.prefix, "bin", "activate")
    if activate.exists() and os.environ.get("VIRTUAL_ENV") != sys.prefix:
        out.line(f"  . {shlex.quote(str(activate))}")  # else the shell may not find nbtrack
    out.line(f"  cd {shlex.quote(str(folder))}")
    width = max(len(command) for command, _ in LOOK)
    for command, shows in LOOK:
        out.styled(f"  {out.paint(f'{command:{width}}', 'bold')}  {out.paint(shows, 'dim')}")


def _require_libraries() -> None:
    if missing := [name for name in _LIBRARIES if find_spec(name) is None]:
        hint = f'run `{Path(sys.executable).name} -m pip install "nbtrack[demo]"`'
        raise NbtrackError(
            f"the sample notebooks need {', '.join(missing)}, which is not installed", hint=hint
        )


def _scratch(given: tuple[str, ...]) -> Path:
    """Make the folder, with the notebooks in its first commit."""
    folder = _folder(given)
    for source in _samples().glob("*.*"):
        shutil.copyfile(source, folder / source.name)
    for words in (
        ("init", "--quiet", "--template="),
        ("add", "."),
        ("commit", "--quiet", "-m", "Add notebooks"),
    ):
        _git(words, folder)
    return folder


def _folder(given: tuple[str, ...]) -> Path:
    if not given:
        from tempfile import mkdtemp

        return Path(mkdtemp(prefix="nbtrack-demo-"))
    folder = Path(given[0]).absolute()
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise NbtrackError(f"{given[0]} is not empty", hint="name a folder that does not exist yet")
    return folder


def _samples() -> Path:
    """Find the notebooks: inside the package where it was installed from a wheel, else in the checkout."""
    package = Path(__file__).resolve().parents[2]
    packaged = package / "sample_notebooks"
    return packaged if packaged.is_dir() else package.parent / "sample_notebooks"


def _git(words: tuple[str, ...], folder: Path) -> None:
    try:
        done = subprocess.run([*_GIT, *words], cwd=folder, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        raise NbtrackError(
            "the demo needs git, which is not installed", hint="install git, then try again"
        ) from None
    if done.returncode:
        raise NbtrackError(f"git {words[0]} failed in {folder}: {done.stderr.strip()}")


def _visit(number: int, stop: Stop, folder: Path, out: Output) -> None:
    out.styled(f"\n{out.paint(f'{number}. {stop.says}', 'bold')}")
    for command, expected in stop.commands:
        out.styled(out.paint(f"   $ {command}", "cyan"))
        done = subprocess.run(
            _words(command, out),
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != expected:
            said = (done.stdout + done.stderr).rstrip()
            raise NbtrackError(
                f"`{command}` ended with {done.returncode}, not {expected}:\n{said}",
                hint=f"the notebooks are in {folder}",
            )
        for line in _shortened((done.stdout or done.stderr).splitlines()):  # progress only where that is all
            # Already safe to print, and coloured, by the nbtrack that wrote it.
            out.styled(f"   {line}".rstrip())


def _words(command: str, out: Output) -> list[str]:
    colour = ["--color", "always"] if out.colour else []
    return [sys.executable, "-m", *command.split(), *colour]


def _shortened(lines: list[str]) -> list[str]:
    """Keep the beginning and the last line, where results are summed up."""
    if len(lines) <= _MOST_LINES:
        return lines
    return [*lines[: _MOST_LINES - 2], f"… {len(lines) - _MOST_LINES + 1} more lines", lines[-1]]
