"""How each notebook is to be tried: the command line's word first, then the settings'."""

from __future__ import annotations

import os

from nbtrack.cli.run.place import variables_in
from nbtrack.errors import UsageError
from nbtrack.script.model import SKIP
from nbtrack.settings import DEFAULT, read_settings
from nbtrack.smoke.interpreter import Interpreter, find_interpreter
from nbtrack.smoke.preparing import trial_of
from nbtrack.smoke.processes import can_measure
from nbtrack.smoke.trial import Conditions, Limits

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from nbtrack.cli.options import Args
    from nbtrack.diff.noise.tolerance import Tolerance
    from nbtrack.notebook.document import Notebook
    from nbtrack.notebook.parameters.given import Given
    from nbtrack.settings import Settings
    from nbtrack.smoke.trial import Trial

_UNITS = {"": 1, "K": 10**3, "M": 10**6, "G": 10**9, "T": 10**12, "KI": 2**10, "MI": 2**20, "GI": 2**30}
_RELATIVE = 1e-9  # what another processor or library version may make of the same sum


class Setup:
    """What one command line says about all its notebooks; raises UsageError where it makes no sense."""

    def __init__(self, args: Args) -> None:
        self._args = args
        self._parameters = _parameters(args)
        self._given = variables_in(args.values("env"))
        self._tolerance = _tolerance(args)
        self._memory_bytes = _size(args.value("memory"), "--memory")
        self._timeout_s = args.number("timeout")
        self._settings: dict[str, Settings] = {}
        self._pythons: dict[str, Interpreter] = {}

    def trial(self, notebook: Notebook) -> Trial:
        """Return how a notebook is tried; raises NbtrackError."""
        settings = self.settings(notebook.path)
        quick = () if self._tolerance is not None else _configured(notebook, settings)
        parameters = (*quick, *self._parameters)
        trial = trial_of(notebook, self._conditions(notebook, settings, parameters))
        if self._args.flag("no-cache") or not settings.value("smoke.cache"):
            return trial
        from nbtrack.smoke.remembered import key_of

        return trial._replace(key=key_of(trial))

    def settings(self, path: str) -> Settings:
        """Return the settings that hold for a notebook."""
        folder = os.path.dirname(path) or "."
        if folder not in self._settings:
            self._settings[folder] = read_settings(folder)
        return self._settings[folder]

    def _conditions(self, notebook: Notebook, settings: Settings, parameters: Sequence[Given]) -> Conditions:
        is_isolated = self._args.flag("isolated") or settings.value("smoke.isolated")
        timeout_s = settings.value("smoke.timeout") if self._timeout_s is None else self._timeout_s
        memory_bytes = self._memory_bytes or _size(settings.value("smoke.memory"), "the setting smoke.memory")
        return Conditions(
            Limits(float(timeout_s), memory_bytes),
            self._args.value("shell") or SKIP,
            self._python(notebook.path, settings),
            {**settings.value("smoke.env"), **self._given},
            tuple(parameters),
            settings.value("smoke.isolated-max-size") if is_isolated else None,
            self._tolerance,
            _expected(notebook, parameters) if self._tolerance is not None else {},
        )

    def _python(self, path: str, settings: Settings) -> Interpreter:
        folder = os.path.dirname(path) or "."
        if folder not in self._pythons:
            given = self._args.value("python") or _configured_python(settings)
            self._pythons[folder] = find_interpreter(given, folder, os.environ)
        return self._pythons[folder]


def jobs_of(args: Args, paths: Sequence[str]) -> int:
    """Return how many notebooks run at once."""
    given = args.count("jobs")
    if given is None:
        given = read_settings(".").value("smoke.jobs") if len(paths) > 1 else 1
    return given or os.cpu_count() or 1


def _configured_python(settings: Settings) -> str:
    path = str(settings.value("smoke.python"))
    origin = settings.origin("smoke.python")
    is_path = os.sep in path and origin != DEFAULT
    return os.path.join(os.path.dirname(os.path.abspath(origin)), path) if is_path else path


def _configured(notebook: Notebook, settings: Settings) -> tuple[Given, ...]:
    if not settings.value("smoke.parameters"):
        return ()
    from nbtrack.smoke.configured import configured

    return configured(notebook, settings)


def _parameters(args: Args) -> tuple[Given, ...]:
    words = args.values("parameter")
    if not words:
        return ()
    from nbtrack.notebook.parameters.given import read_words

    return read_words(words)


def _tolerance(args: Args) -> Tolerance | None:
    relative, absolute = args.number("rtol"), args.number("atol")
    if not args.flag("verify"):
        if relative is not None or absolute is not None:
            raise UsageError("--rtol and --atol are for --verify", hint="give --verify too")
        return None
    from nbtrack.diff.noise.tolerance import Tolerance

    return Tolerance(_RELATIVE if relative is None else relative, absolute or 0.0)


def _expected(notebook: Notebook, parameters: Sequence[Given]) -> dict[str, float]:
    from nbtrack.record.expected import recorded_metrics

    return recorded_metrics(notebook, parameters)


def _size(text: str | None, where: str) -> int:
    """Read a number of bytes: 500M, 2G, 1.5GiB."""
    if not text:
        return 0
    number = text.rstrip("bBiIkKmMgGtT ")
    unit = text[len(number) :].strip().upper().removesuffix("B")
    try:
        size = int(float(number) * _UNITS[unit])
    except (ValueError, KeyError, OverflowError):
        size = 0
    if size <= 0:
        raise UsageError(f"{where} needs a size, not {text!r}", hint="write it as 500M, 2G or 1.5GiB")
    if not can_measure():
        raise UsageError(f"{where} needs a system that tells how much memory processes have, such as Linux")
    return size
