"""A script that runs in a process of its own, within its limits."""

from __future__ import annotations

import _signal  # type: ignore[import-not-found]  # `signal` makes enumerations, which takes its time
import os
import time

from nbtrack.errors import RunError
from nbtrack.smoke.job import COPY, Ended, is_told, read_json, read_line, read_marks, write_job
from nbtrack.smoke.processes import VARIABLE, end_all, memory_bytes
from nbtrack.smoke.scratch import make_scratch, remove

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from nbtrack.smoke.protocol import Job, Used
    from nbtrack.smoke.trial import Trial

TIMEOUT, MEMORY = "timeout", "memory"
_CHILD = os.path.join(os.path.dirname(__file__), "launch.py")
_ANSWER_S = {TIMEOUT: 2.0, MEMORY: 0.5}  # how long a busy process may take to say where it is
_STOPPING = (_signal.SIGINT, _signal.SIGTERM, _signal.SIGHUP)
_POLL_S = 0.02
_MOST_OUTPUT_BYTES = 32_000_000


class Running:
    """One process. Whoever makes one calls `end`, started or not, which leaves nothing of it behind."""

    def __init__(self, trial: Trial) -> None:
        self.trial = trial
        self._scratch = make_scratch()
        self._token = os.path.basename(self._scratch)
        self._stopped = ""
        self._cut = False
        self._pid = 0
        self._code: int | None = None
        self.descriptor: int | None = None

    def start(self) -> None:
        """Start it; raises RunError."""
        self.folder = _folder(self.trial, self._scratch)
        self._job = write_job(self.trial, self.folder, self._scratch)
        self.began_s = time.monotonic()
        before = _signal.pthread_sigmask(_signal.SIG_BLOCK, _STOPPING)
        try:  # a process that nobody knows of could not be ended
            self._pid = _start(self.trial, self._job, self._token)
        finally:
            _signal.pthread_sigmask(_signal.SIG_SETMASK, before)
        self.descriptor = os.pidfd_open(self._pid) if hasattr(os, "pidfd_open") else None

    @property
    def cell(self) -> int:
        """Return the cell that runs, 0 before the first one."""
        return max(0, *(mark.cell for mark in read_marks(self._job)[-1:]), 0)

    def is_over(self) -> bool:
        """Tell whether the process has ended, or has to be ended."""
        if self._has_ended():
            return True
        limits = self.trial.conditions.limits
        if time.monotonic() - self.began_s >= limits.timeout_s:
            self._stopped = TIMEOUT
        elif limits.memory_bytes and self._memory_bytes() > limits.memory_bytes:
            self._stopped = MEMORY
        self._cut_output()
        if self._stopped:
            self._ask_where_it_is()
        return bool(self._stopped)

    def ended(self) -> Ended:
        """End it, and return what became of it."""
        ended_s = time.monotonic()
        try:
            code = self._end_processes()
            return Ended(
                code,
                self._stopped,
                self.began_s,
                ended_s,
                read_json(self._job["report"], None),
                read_marks(self._job),
                read_line(self._job),
                _bytes_in(self._job["output"]),
                _bytes_in(self._job["errors"]),
                read_json(self._job["values"], {}),
                self._used(),
                self._cut,
                self.folder,
            )
        finally:
            self.end()

    def end(self) -> None:
        """End the process and whatever it started, and clear up."""
        if self._pid:
            self._end_processes()
        if self.descriptor is not None:
            os.close(self.descriptor)
            self.descriptor = None
        remove(self._scratch)

    def _end_processes(self) -> int:
        """Kill before the process is waited for: until then its number is nobody else's."""
        if self._code is None:
            end_all(self._pid, self._token, time.monotonic() - self.began_s)
            self._code = os.waitstatus_to_exitcode(os.waitpid(self._pid, 0)[1])
        return self._code

    def _has_ended(self) -> bool:
        return os.waitid(os.P_PID, self._pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None

    def _used(self) -> Used:
        """Return what the run depended on, with paths of a copy as those of the originals."""
        used: Used = read_json(self._job["used"], {})
        if self.trial.conditions.copy_bytes is not None:
            copy, folder = os.path.join(self._scratch, COPY), self.trial.folder
            root = os.path.normpath(os.path.join(folder, os.path.relpath(copy, self.folder)))
            for paths in (used.get("files", []), used.get("folders", []), used.get("path", [])):
                paths[:] = [path.replace(copy, root, 1) if path.startswith(copy) else path for path in paths]
        return used

    def _memory_bytes(self) -> int:
        return memory_bytes(self._pid, self._token, self.trial.conditions.limits.memory_bytes)

    def _cut_output(self) -> None:
        """Keep a notebook that prints without end from filling the disk: throw away what it printed first."""
        for path in (self._job["output"], self._job["errors"]):
            if os.path.getsize(path) > _MOST_OUTPUT_BYTES:
                os.truncate(path, 0)
                self._cut = True

    def _ask_where_it_is(self) -> None:
        os.kill(self._pid, _signal.SIGUSR2)  # makes faulthandler write it down
        deadline_s = time.monotonic() + _ANSWER_S[self._stopped]
        while time.monotonic() < deadline_s and not self._has_ended() and not is_told(self._job):
            time.sleep(_POLL_S)


def _folder(trial: Trial, scratch: str) -> str:
    """Return the folder to run in: the notebook's own, or its place in a copy."""
    if trial.conditions.copy_bytes is None:
        return trial.folder
    from nbtrack.smoke.isolated import copied_root, copy_project

    root, copy = copied_root(trial.folder), os.path.join(scratch, COPY)
    copy_project(root, copy, trial.conditions.copy_bytes)
    folder = os.path.normpath(os.path.join(copy, os.path.relpath(trial.folder, root)))
    os.makedirs(folder, exist_ok=True)
    return folder


def _start(trial: Trial, job: Job, token: str) -> int:
    """Start the child in a session of its own; the folder is for itself to go to."""
    python = trial.conditions.python.path
    environment = _environment(trial.conditions.given, python) | {VARIABLE: token}
    if trial.conditions.copy_bytes is not None:  # not even beside modules that are imported from elsewhere
        environment["PYTHONPYCACHEPREFIX"] = os.path.join(job["scratch"], "pycache")
    appending = os.O_WRONLY | os.O_CREAT | os.O_APPEND
    files = [
        (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
        (os.POSIX_SPAWN_OPEN, 1, job["output"], appending, 0o600),
        (os.POSIX_SPAWN_OPEN, 2, job["errors"], appending, 0o600),
    ]
    try:
        return os.posix_spawnp(
            python, [python, _CHILD, job["job"]], environment, file_actions=files, setsid=True, setsigmask=[]
        )
    except OSError as error:
        raise RunError(
            f"cannot start {python}: {(error.strerror or str(error)).lower()}",
            hint="name an interpreter that exists: --python PATH",
        ) from None


def _environment(given: Mapping[str, str], python: str) -> dict[str, str]:
    """Return the environment that a person would have who calls that interpreter, without a kernel's traces.

    Relative places for imports are meant from here, not from the notebook's folder. An interpreter of a
    virtual environment comes with that environment activated, for programs that the notebook starts.
    """
    kept = {name: value for name, value in os.environ.items() if not name.startswith("JPY_")}
    if path := kept.get("PYTHONPATH"):
        parts = (os.path.abspath(part) if part else part for part in path.split(os.pathsep))
        kept["PYTHONPATH"] = os.pathsep.join(parts)
    programs = os.path.dirname(python)
    home = os.path.dirname(programs)
    if os.path.isfile(os.path.join(home, "pyvenv.cfg")):
        kept["VIRTUAL_ENV"] = home
        kept["PATH"] = os.pathsep.join((programs, kept.get("PATH", os.defpath)))
    return {**kept, "MPLBACKEND": "Agg", **given}


def _bytes_in(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read(2 * _MOST_OUTPUT_BYTES)
