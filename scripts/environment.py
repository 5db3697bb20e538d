"""Make the checkout's own environment, `.venv`, with nothing but Python 3.11 and its standard library.

`python3 scripts/environment.py dev` makes the one for development.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import time
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]
OLDEST = (3, 11)
# Whatever these say is about the environment that the script was started from, or slows every later start.
_LEFT_OUT = ("PYTHONDONTWRITEBYTECODE", "PYTHONHOME", "PYTHONPATH", "VIRTUAL_ENV")


def prepare(extra: str) -> str:
    """Return the Python of an environment that holds nbtrack, editable, with one of its extras."""
    _refuse_old_python()
    folder = CHECKOUT / ".venv"
    stamp = folder / f".nbtrack-{extra}"
    python = python_of(folder)
    # A checkout that was moved needs another installation as much as one with other requirements.
    wanted = hashlib.sha256(bytes(CHECKOUT) + (CHECKOUT / "pyproject.toml").read_bytes()).hexdigest()
    if _runs(python) and stamp.is_file() and stamp.read_text() == wanted:
        return python
    make(folder)
    install(python, "-e", f".[{extra}]")
    run([python, "-m", "compileall", "-qq", str(CHECKOUT / "nbtrack")])
    stamp.write_text(wanted)
    return python


def make(folder: Path) -> None:
    """Make an empty environment with pip, unless there is one that runs."""
    python = python_of(folder)
    if _runs(python):
        if not _succeeds([python, "-m", "pip", "--version"]):
            run([python, "-m", "ensurepip"])
        return
    try:
        import ensurepip
        import venv
    except ImportError as error:
        version = ".".join(map(str, sys.version_info[:2]))
        raise SystemExit(
            f"nbtrack: this Python has no module {error.name!r}, so it cannot make {folder}\n"
            f"  hint: on Debian and Ubuntu run `apt-get install python{version}-venv`, then try again"
        ) from None
    del ensurepip  # only asked for: `venv` calls it in a child, whose failure nobody could read
    _say(f"making {folder}")
    venv.create(folder, with_pip=True, clear=True, symlinks=os.name != "nt")


def install(python: str, *requirements: str) -> None:
    """Install into an environment: with uv, many times faster, or with pip where uv is not to be had."""
    _say(f"installing {' '.join(requirements)}")
    start = time.monotonic()
    how = "uv" if _install_with_uv(python, requirements) else "pip"
    if how == "pip" and run([python, "-m", "pip", "install", "--quiet", *requirements]):
        raise SystemExit("nbtrack: pip could not install what is needed; its own words stand above")
    _say(f"installed with {how} in {time.monotonic() - start:.0f} s")


def python_of(folder: Path) -> str:
    """Return where an environment keeps its Python."""
    return str(folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python"))


def run(command: list[str]) -> int:
    """Run a command in the checkout, its Python's programs first on the PATH; return its exit code."""
    return subprocess.call(command, cwd=CHECKOUT, env=_variables(command[0]))


def _install_with_uv(python: str, requirements: tuple[str, ...]) -> bool:
    # Quiet, as pip has its turn when this fails: only pip reads pip's settings, which may name another index.
    if not _succeeds([python, "-m", "uv", "--version"]):
        _succeeds([python, "-m", "pip", "install", "uv"])
    options = ["--compile-bytecode", "--python", python]
    return _succeeds([python, "-m", "uv", "pip", "install", *options, *requirements])


def _succeeds(command: list[str]) -> bool:
    try:
        done = subprocess.run(
            command, cwd=CHECKOUT, env=_variables(command[0]), capture_output=True, check=False
        )
    except OSError:
        return False
    return done.returncode == 0


def _variables(python: str) -> dict[str, str]:
    variables = {name: value for name, value in os.environ.items() if name not in _LEFT_OUT}
    return variables | {
        "PATH": os.pathsep.join([os.path.dirname(python), os.environ.get("PATH", os.defpath)])
    }


def _runs(python: str) -> bool:
    return _succeeds([python, "-c", f"import sys; sys.exit(sys.version_info < {OLDEST})"])


def _refuse_old_python() -> None:
    if sys.version_info < OLDEST:
        raise SystemExit(
            f"nbtrack: this is Python {sys.version.split()[0]}, and nbtrack needs 3.11 or newer\n"
            "  hint: start this command with a newer one, such as `python3.13`"
        )


def _say(text: str) -> None:
    print(f"nbtrack: {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    prepare(*sys.argv[1:])
