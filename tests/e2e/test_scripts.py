"""The set-up scripts make an environment from nothing, and say what to do where they cannot."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).resolve().parents[2] / "scripts"
# A project that installs offline, to stand in for nbtrack and its hundred packages: it builds itself.
PYPROJECT = """\
[build-system]
requires = []
build-backend = "build_self"
backend-path = ["."]
[project]
name = "nbtrack"
version = "1"
"""
BUILD_SELF = """\
import os, zipfile
METADATA = "Metadata-Version: 2.1\\nName: nbtrack\\nVersion: 1\\nProvides-Extra: demo\\n"
FILES = {
    "nbtrack.pth": os.getcwd(),
    "nbtrack-1.dist-info/METADATA": METADATA,
    "nbtrack-1.dist-info/WHEEL": "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n",
    "nbtrack-1.dist-info/RECORD": "",
}
def build_editable(folder, *_):
    with zipfile.ZipFile(os.path.join(folder, "nbtrack-1-py3-none-any.whl"), "w") as wheel:
        for name, text in FILES.items():
            wheel.writestr(name, text)
    return "nbtrack-1-py3-none-any.whl"
"""
MAIN = "import sys; print('nbtrack', *sys.argv[1:], 'in', sys.prefix)"


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout whose path holds a space."""
    folder = tmp_path / "my work" / "nbtrack"
    shutil.copytree(SCRIPTS, folder / "scripts", ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "nbtrack").mkdir()
    for name, text in {
        "pyproject.toml": PYPROJECT,
        "build_self.py": BUILD_SELF,
        "nbtrack/__main__.py": MAIN,
    }.items():
        (folder / name).write_text(text)
    return folder


def test_demo_makes_an_environment_once(checkout: Path) -> None:
    first = script(checkout, "demo.py", "--quiet")
    assert first.stdout == f"nbtrack demo --quiet in {checkout / '.venv'}\n", first.stderr
    assert "installed with pip" in first.stderr, "no index can be reached here, so uv is not to be had"
    second = script(checkout, "demo.py")
    assert (second.returncode, second.stdout) == (0, f"nbtrack demo in {checkout / '.venv'}\n")
    assert second.stderr == ""
    (checkout / "pyproject.toml").write_text(PYPROJECT + "description = 'other requirements'\n")
    assert "installed" in script(checkout, "demo.py").stderr


def test_an_old_python_is_told_what_is_needed(checkout: Path) -> None:
    told = pretending("sys.version_info = (3, 9, 18)", "environment.prepare('demo')", checkout)
    assert told.returncode == 1
    assert "nbtrack needs 3.11 or newer\n  hint: start this command with a newer one" in told.stderr


def test_a_python_without_venv_is_told_which_package_to_install(checkout: Path) -> None:
    told = pretending("sys.modules['ensurepip'] = None", "environment.prepare('demo')", checkout)
    assert told.returncode == 1
    assert f"run `apt-get install python3.{sys.version_info.minor}-venv`, then try again" in told.stderr
    assert not (checkout / ".venv").exists()


def pretending(change: str, call: str, checkout: Path) -> subprocess.CompletedProcess[str]:
    """Call a function of the set-up in an interpreter that has been changed."""
    program = f"import sys; {change}; sys.path.insert(0, 'scripts'); import environment; {call}"
    return start([sys.executable, "-c", program], checkout)


def script(checkout: Path, name: str, *words: str) -> subprocess.CompletedProcess[str]:
    return start([sys.executable, str(checkout / "scripts" / name), *words], checkout.parent)


def start(command: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    offline = os.environ | {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": "", "PIP_CONFIG_FILE": os.devnull}
    return subprocess.run(command, cwd=folder, env=offline, capture_output=True, text=True, check=False)
