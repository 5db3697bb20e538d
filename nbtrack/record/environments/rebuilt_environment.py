"""An environment with the packages that a run had, built anew."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Any, NamedTuple

from nbtrack import version
from nbtrack.errors import RunError
from nbtrack.record.environments.environment import normalised
from nbtrack.record.environments.lock_origins import origins_in
from nbtrack.terminal import count_text
from nbtrack.toml import parse_toml

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    Say = Callable[[str], None]

KERNEL = "nbtrack-rebuilt"
_OWN = "nbtrack"
_BROUGHT_ALONG = ("setuptools", "pip")  # by `venv`, for the sake of whoever installs
_FOREIGN = ("PYTHONHOME", "PYTHONPATH", "VIRTUAL_ENV", "CONDA_PREFIX")
_PLAIN = re.compile(r"\w[\w.+!-]*", re.ASCII)  # other words are options and addresses to an installer
_HINT = "`--env same` runs it in the environment that is there"


class Recorded(NamedTuple):
    """What an environment is built from: Python's version, each package's version, and the lock of them.

    `python` is an interpreter that may be of this version.
    """

    version: str
    packages: Mapping[str, str]
    lock: str = ""
    python: str = sys.executable


def build_environment(folder: str, recorded: Recorded, project: str, say: Say) -> str:
    """Make an environment with the recorded packages; return its Python.

    nbtrack itself is the one that runs now, and the project, where it was installed, is the one in the folder
    `project`: neither can be had by its version. Raises RunError.
    """
    uv = _find_uv()
    _make(folder, recorded, uv)
    python = os.path.join(folder, "bin", "python")
    own_name, packages, origins = project_name(project), recorded.packages, origins_in(recorded.lock)
    wanted = [
        origins.get(name) or _pin(name, one) for name, one in packages.items() if name not in (_OWN, own_name)
    ]
    say(f"installing {count_text(len(wanted), 'package')} with {'uv' if uv else 'pip'}")
    listed = os.path.join(folder, "recorded-requirements.txt")
    with open(listed, "w", encoding="utf-8") as file:
        file.write("\n".join(wanted) + "\n")
    install = (
        [uv, "pip", "install", "--python", python] if uv else [python, "-m", "pip", "install", "--quiet"]
    )
    _run([*install, "--no-deps", "-r", listed], "install what the run had")
    if own_name in packages:
        _run([*install, "--no-deps", "-e", project], f"install {own_name}, the project itself")
    if _OWN in packages:
        _lend_nbtrack(python, folder)
    if not uv:
        _take_away(python, [name for name in _BROUGHT_ALONG if name not in packages])
    return python


def variables_of(python: str, beside: str) -> dict[str, str]:
    """Return the environment variables with which Jupyter finds a kernel of that Python, named KERNEL."""
    spec = os.path.join(beside, "jupyter", "kernels", KERNEL)
    os.makedirs(spec, exist_ok=True)
    words = {"argv": [python, "-m", "ipykernel_launcher", "-f", "{connection_file}"]}
    with open(os.path.join(spec, "kernel.json"), "w", encoding="utf-8") as file:
        json.dump({**words, "display_name": "rebuilt", "language": "python"}, file)
    folders = [os.path.join(beside, "jupyter"), os.environ.get("JUPYTER_PATH", "")]
    programs = [os.path.dirname(python), os.environ.get("PATH", os.defpath)]
    return {
        "JUPYTER_PATH": os.pathsep.join(filter(None, folders)),
        "PATH": os.pathsep.join(programs),
        "VIRTUAL_ENV": os.path.dirname(os.path.dirname(python)),
    }


def _find_uv() -> str | None:
    beside = os.path.join(os.path.dirname(sys.executable), "uv")
    return shutil.which("uv") or (beside if os.access(beside, os.X_OK) else None)


def _make(folder: str, recorded: Recorded, uv: str | None) -> None:
    version = recorded.version
    found = {_version_of(python): python for python in (recorded.python, sys.executable)}
    minor = version.rpartition(".")[0]
    alike = next((python for one, python in found.items() if one.rpartition(".")[0] == minor), None)
    if uv:
        make = [uv, "venv", "--quiet", "--no-project", "--clear", "--python"]
        try:
            _run([*make, found.get(version, version), folder], "make one")
        except RunError:  # not every release is to be had; the verdict tells of another one
            _run([*make, alike or minor, folder], f"make one of Python {version}")
    elif python := found.get(version, alike):
        _run([python, "-m", "venv", folder], "make one")
    else:
        here = _version_of(sys.executable)
        raise RunError(
            f"the run had Python {version}, this is {here}, and only uv brings another one",
            hint=f"install uv; {_HINT}",
        )


def _version_of(python: str) -> str:
    """Return an interpreter's version, empty where it has none to tell."""
    if python == sys.executable:
        return ".".join(map(str, sys.version_info[:3]))
    try:
        return _run([python, "-c", "import platform; print(platform.python_version())"], "tell").strip()
    except RunError:
        return ""


def _pin(name: str, version: str) -> str:
    """Return a line of a requirements file that can be nothing but a package's name and version."""
    if not _PLAIN.fullmatch(name) or not _PLAIN.fullmatch(version):
        raise RunError(f"the environment cannot be rebuilt: {name!r} {version!r} is no package", hint=_HINT)
    return f"{name}=={version}"


def _take_away(python: str, names: Sequence[str]) -> None:
    if names:
        uninstall = [python, "-m", "pip", "uninstall", "--quiet", "--yes"]
        _run([*uninstall, *names], f"take away {' and '.join(names)}")


def _lend_nbtrack(python: str, folder: str) -> None:
    """Let the environment import this nbtrack, whose version may never have been published."""
    package = os.path.dirname(os.path.abspath(version.__file__))
    lent = os.path.join(folder, "lent")
    os.mkdir(lent)
    os.symlink(package, os.path.join(lent, _OWN))
    for place in (os.path.dirname(package), *sys.path):
        about = [
            name for name in _listed(place) if name.startswith("nbtrack-") and name.endswith(".dist-info")
        ]
        if about:
            os.symlink(os.path.join(place, about[0]), os.path.join(lent, about[0]))
            break
    question = "import sysconfig; print(sysconfig.get_path('purelib'))"
    site = _run([python, "-c", question], "ask for its packages").strip()
    with open(os.path.join(site, "nbtrack_lent.pth"), "w", encoding="utf-8") as file:
        file.write(lent + "\n")


def _listed(folder: str) -> list[str]:
    return sorted(os.listdir(folder)) if os.path.isdir(folder) else []


def project_name(folder: str) -> str:
    """Return what the project is called as a package, empty where it is none."""
    try:
        with open(os.path.join(folder, "pyproject.toml"), "rb") as file:
            found: Any = parse_toml(file.read())
        return normalised(str(found["project"]["name"]))
    except (OSError, ValueError, LookupError, TypeError):
        return ""


def _run(words: Sequence[str], what: str) -> str:
    variables = {name: value for name, value in os.environ.items() if name not in _FOREIGN}
    try:
        done = subprocess.run(
            words, env=variables, capture_output=True, text=True, errors="replace", check=False
        )
    except OSError as error:
        raise RunError(
            f"the environment cannot be rebuilt: {words[0]}: {error.strerror}", hint=_HINT
        ) from None
    if done.returncode:
        said = "\n".join((done.stderr.strip() or done.stdout.strip()).splitlines()[-12:])
        raise RunError(
            f"the environment cannot be rebuilt: {os.path.basename(words[0])} did not {what}:\n{said}",
            hint=_HINT,
        )
    return done.stdout
