"""Start a script in a process of its own and collect what becomes of it."""

from __future__ import annotations

import contextlib
import json
import os
import re
import select
import signal
import subprocess
import sys
import tempfile
import time
from typing import Any, NamedTuple

from nbtrack.errors import RunError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nbtrack.script.model import Script

_CHILD = os.path.join(os.path.dirname(__file__), "child.py")
_PLACE = re.compile(r'File "(.*)", line (\d+) in ')
_DUMP_S = 2.0  # how long a busy process may take to say where it is
_POLL_S = 0.02


class Ended(NamedTuple):
    """How a script ended: its exit code, negative for a signal, None for a timeout; and where it was.

    `report` is what the child says of an exception; `cell` is the last that began, 0 before the first one;
    `done` tells whether the script ran to its end; `line` is the script's line that ran when the process was
    stopped, None where nobody knows.
    """

    code: int | None
    duration_s: float
    report: dict[str, Any] | None
    cell: int
    done: bool
    line: int | None
    output: str


def run_script(script: Script, folder: str, *, python: str | None, timeout_s: float) -> Ended:
    """Run a script as `python script.py` would in a folder; raises RunError when it cannot start."""
    with tempfile.TemporaryDirectory(prefix="nbtrack-smoke-") as scratch:
        job = _job(script, os.path.abspath(folder), scratch)
        with open(os.path.join(scratch, "output"), "w+b") as output:
            began_s = time.monotonic()
            child = _start([python or sys.executable, _CHILD, job["job"]], folder, output)
            try:
                code = _wait(child, timeout_s, job["trace"])
            finally:
                _kill_group(child)
            duration_s = time.monotonic() - began_s
            output.seek(0)
            printed = output.read().decode("utf-8", "replace")
        report = json.loads(_read(job["report"]) or "null")
        cell, _, done = _read(job["mark"]).strip().partition(" ")
        return Ended(code, duration_s, report, int(cell or 0), bool(done), _line(job), printed)


def _job(script: Script, folder: str, scratch: str) -> dict[str, Any]:
    names = ("job", "report", "trace", "mark")
    job: dict[str, Any] = {name: os.path.join(scratch, name) for name in names}
    job["script"] = os.path.join(scratch, "notebook.py")
    job["folder"] = folder
    job["cells"] = [place[0] if place else 0 for place in script.lines]
    with open(job["script"], "w", encoding="utf-8") as file:
        file.write(script.source)
    with open(job["job"], "w", encoding="utf-8") as file:
        json.dump(job, file)
    return job


def _start(command: list[str], folder: str, output: Any) -> subprocess.Popen[bytes]:
    try:
        return subprocess.Popen(
            command,
            cwd=folder,
            env=_environment(),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    except OSError as error:
        raise RunError(
            f"cannot start {command[0]}: {(error.strerror or str(error)).lower()}",
            hint="name an interpreter that exists: --python PATH",
        ) from None


def _environment() -> dict[str, str]:
    """Return an environment without what a kernel would leave in it."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("JPY_")}
    return kept | {"MPLBACKEND": "Agg"}


def _wait(child: subprocess.Popen[bytes], timeout_s: float, trace: str) -> int | None:
    try:
        if hasattr(os, "pidfd_open"):
            _wait_until_ended(child.pid, timeout_s)
            timeout_s = _POLL_S
        return child.wait(timeout_s)
    except subprocess.TimeoutExpired:
        with contextlib.suppress(ProcessLookupError):
            child.send_signal(signal.SIGUSR2)  # makes faulthandler write down where it is
        deadline_s = time.monotonic() + _DUMP_S
        while time.monotonic() < deadline_s and child.poll() is None and not _PLACE.search(_read(trace)):
            time.sleep(_POLL_S)
        return None


def _wait_until_ended(pid: int, timeout_s: float) -> None:
    """Wait without polling, which `Popen.wait` does with pauses of up to 50 ms when it has a timeout."""
    descriptor = os.pidfd_open(pid)
    try:
        select.select([descriptor], [], [], timeout_s)
    finally:
        os.close(descriptor)


def _kill_group(child: subprocess.Popen[bytes]) -> None:
    """End the process and whatever it started."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()


def _line(job: dict[str, Any]) -> int | None:
    places = _PLACE.findall(_read(job["trace"]))
    return next((int(line) for path, line in places if path == job["script"]), None)


def _read(path: str) -> str:
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            return file.read()
    except FileNotFoundError:
        return ""
