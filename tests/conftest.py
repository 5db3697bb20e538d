"""Give every test a home of its own, and fail one that reaches for the real one."""

from __future__ import annotations

import gc
import os
import signal
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings
from platformdirs import user_cache_path

from nbtrack.notebook.jupyter_imports import quick_imports
from tests.home_guard import HomeGuard

with quick_imports():  # here, or the first test file that imports it spends two seconds, in each worker
    import jsonschema  # noqa: F401

if TYPE_CHECKING:
    from collections.abc import Iterator

CHECKOUT = Path(__file__).resolve().parents[1]
_GUARD = HomeGuard.of_this_person(CHECKOUT)  # before any test changes HOME


def _pip_of_this_person() -> dict[str, str]:
    """Return where pip keeps downloads, and where this person gets packages from."""
    settings = {"PIP_CACHE_DIR": str(user_cache_path("pip"))}
    for file in (Path.home() / ".pip/pip.conf", Path.home() / ".config/pip/pip.conf"):
        if file.is_file():
            settings["PIP_CONFIG_FILE"] = str(file)
    return settings | {name: value for name, value in os.environ.items() if name.startswith("PIP_")}


PIP_OF_THIS_PERSON = _pip_of_this_person()  # for a test that has to install something real
_OUTSIDE = ("GIT_", "NBTRACK_", "PAPERMILL_")
_CLEARED = (
    *(name for name in os.environ if name.startswith(_OUTSIDE) and name != "GIT_SSL_CAINFO"),
    *("FORCE_COLOR", "NO_COLOR", "PRE_COMMIT_COLOR", "SKIP"),
    *("JUPYTER_PATH", "JUPYTER_PREFER_ENV_PATH", "MPLBACKEND"),
)


def pytest_configure() -> None:
    """Start to guard before the first fixture runs, and let no example fail because the machine is busy."""
    _GUARD.install()
    _heed_signals()
    gc.disable()  # until all tests are collected
    settings.register_profile("unhurried", parent=settings.default, deadline=None)
    settings.load_profile("unhurried")


def pytest_collection_finish() -> None:
    """Let the garbage collector pass over what was collected: thousands of tests, none of them garbage."""
    gc.freeze()
    gc.enable()


def _heed_signals() -> None:
    """Let signals end what tests start: after `nohup`, or `&` of a shell, children ignore them otherwise."""
    for number, way in ((signal.SIGHUP, signal.SIG_DFL), (signal.SIGINT, signal.default_int_handler)):
        if signal.getsignal(number) is signal.SIG_IGN:
            signal.signal(number, way)


@pytest.fixture(scope="session", autouse=True)
def session_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Point everything that looks for a home at a temporary one, for fixtures that outlive a test."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        _move_in(patch, home)
        # Building matplotlib's list of fonts takes seconds; the tests of one worker share it.
        patch.setenv("MPLCONFIGDIR", str(home / "matplotlib"))
        yield home


@pytest.fixture(autouse=True)
def home(session_home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give the test an empty home, and fail it when it touched the real one."""
    own = Path(tempfile.mkdtemp(dir=session_home))
    _move_in(monkeypatch, own)
    yield own
    if touched := _GUARD.verdict():
        pytest.fail(f"this test {touched}; tests use tmp_path and the home that conftest gives them")


def _move_in(patch: pytest.MonkeyPatch, home: Path) -> None:
    for name in _CLEARED:
        patch.delenv(name, raising=False)
    for name, value in _environment(home).items():
        patch.setenv(name, value)


def _environment(home: Path) -> dict[str, str]:
    return {
        "HOME": str(home),
        "USERPROFILE": str(home),
        "XDG_CACHE_HOME": str(home / ".cache"),
        "XDG_CONFIG_HOME": str(home / ".config"),
        "XDG_DATA_HOME": str(home / ".local/share"),
        "XDG_RUNTIME_DIR": str(home),
        "XDG_STATE_HOME": str(home / ".local/state"),
        "JUPYTER_CONFIG_DIR": str(home / ".jupyter"),
        "JUPYTER_DATA_DIR": str(home / ".local/share/jupyter"),
        "JUPYTER_RUNTIME_DIR": str(home / ".local/share/jupyter/runtime"),
        "IPYTHONDIR": str(home / ".ipython"),
        "PRE_COMMIT_HOME": str(home / ".cache/pre-commit"),
        "GIT_CONFIG_GLOBAL": str(home / ".gitconfig"),
        "GIT_CONFIG_SYSTEM": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_TERMINAL_PROMPT": "0",
        **{
            f"GIT_{role}_{what}": value
            for role in ("AUTHOR", "COMMITTER")
            for what, value in (("NAME", "Ada Example"), ("EMAIL", "ada@example.org"))
        },
    }
