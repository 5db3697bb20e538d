"""Run a script as `python script.py` would, and record it."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Protocol

from nbtrack.errors import RunError, StoreError
from nbtrack.record.beginning import begun
from nbtrack.record.endings import status_of
from nbtrack.record.environments.environment import QUESTION, Interpreter, read_interpreter
from nbtrack.record.gathering import followed, gather, watched
from nbtrack.record.interruption import interruptible
from nbtrack.record.kernels.memory import MEMORY_RAN_OUT, Memory
from nbtrack.record.left_behind import leave_place
from nbtrack.record.metrics.asked_metrics import printed_metrics
from nbtrack.record.provenance import keep_checkout, keep_config_files, keep_environment
from nbtrack.record.reserve import Reserve
from nbtrack.record.resources.sampling import Sampler
from nbtrack.record.script_guard import guarded
from nbtrack.record.sealing import ending, sealed
from nbtrack.record.secrets.redacted_parameters import redacted_parameters
from nbtrack.record.secrets.redacted_printed import RedactedPrinted
from nbtrack.record.secrets.source_redaction import redacted_source_b
from nbtrack.store.printed import read_printed
from nbtrack.store.record import Failure, RunRecord
from nbtrack.store.statuses import FINISHED, KILLED, OUT_OF_MEMORY, TIMED_OUT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from nbtrack.record.script_plan import ScriptPlan
    from nbtrack.store.live import LiveRun
    from nbtrack.store.store import Store

_CHUNK_BYTES = 65_536
_LAST_LINE = re.compile(r"([A-Za-z_][\w.]*)(?:: (.*))?")
_FRAME = re.compile(r'  File "(.+)", line (\d+)')


class ScriptListener(Protocol):
    """Whoever wants to know how a script's run gets on."""

    def run_started(self, run_id: str) -> None:
        """Take note that the run begins."""

    def printed(self, raw: bytes) -> None:
        """Take what the script printed, as it came."""


class _Numbers:
    """Finds metrics in the lines that pass, on their way to a listener."""

    def __init__(self, patterns: Sequence[re.Pattern[str]], live: LiveRun, listener: ScriptListener) -> None:
        self._patterns, self._live, self._listener = patterns, live, listener
        self._rest = b""
        self.run_started = listener.run_started

    def printed(self, raw: bytes) -> None:
        """Hand on what came, and look at the lines that are whole; what ends a progress bar's is a return."""
        self._listener.printed(raw)
        if not self._patterns:
            return
        *lines, self._rest = (self._rest + raw).replace(b"\r", b"\n").split(b"\n")
        self._look(b"\n".join(lines))
        if len(self._rest) > _CHUNK_BYTES:
            self.end()

    def end(self) -> None:
        """Look at what is left of the last line."""
        rest, self._rest = self._rest, b""
        self._look(rest)

    def _look(self, raw: bytes) -> None:
        for name, number in printed_metrics(self._patterns, raw.decode("utf-8", "replace")):
            self._live.log({name: number})


def record_script(plan: ScriptPlan, store: Store, listener: ScriptListener) -> RunRecord:
    """Run a script and return its sealed record, whatever becomes of it; raises StoreError and RunError."""
    started = time.time()
    live = store.begin(_first(plan, store, started))
    reserve = Reserve(live.folder)
    listener.run_started(live.id)
    try:
        leave_place(live.folder, plan.folder)
        with watched(live.folder, plan.folder, [_source(plan)], plan.words):
            status, error = _executed(plan, live, listener)
    except StoreError as refusal:
        error = Failure(type(refusal).__name__, refusal.message)
        status = status_of(error.name, error.message)
    gathered = partial(_gather, plan, store, live)
    return sealed(live, store, plan.folder, reserve, gathered, ending(status, error, started))


def _gather(plan: ScriptPlan, store: Store, live: LiveRun) -> None:
    live.append(**gather(live, store, live.appended(), plan.folder, [_source(plan)]))


def _source(plan: ScriptPlan) -> str:
    return plan.source_b.decode("utf-8", "replace")


def _executed(plan: ScriptPlan, live: LiveRun, listener: ScriptListener) -> tuple[str, Failure | None]:
    """Run the script to its end, and return what that means; nothing of it goes on behind it."""
    with guarded() as guard:
        child = _launched(plan, live)
        guard(child.pid)
        return _ended(plan, child, live, listener)


def _ended(
    plan: ScriptPlan, child: subprocess.Popen[bytes], live: LiveRun, listener: ScriptListener
) -> tuple[str, Failure | None]:
    memory = Memory()
    with interruptible(lambda: _signal(child, signal.SIGINT)) as interruption:
        try:
            with interruption.raising(), interruption.cell(), _sampled(child.pid, live.folder):
                code = _followed(child, live, _Numbers(plan.patterns, live, listener), plan.limits.run_s)
            if interruption.asked:
                return interruption.status, Failure("KeyboardInterrupt", interruption.reason)
            return _verdict(plan, code, live, memory)
        except KeyboardInterrupt:
            return interruption.status, Failure("KeyboardInterrupt", interruption.reason)
        except subprocess.TimeoutExpired:
            return TIMED_OUT, Failure("Timeout", f"the run was not done after {plan.limits.run_s:g} s")
        finally:
            interruption.ignore()
            _signal(child, signal.SIGKILL)
            child.wait()


def _first(plan: ScriptPlan, store: Store, started: float) -> RunRecord:
    return replace(
        begun(plan, started),
        parameters=redacted_parameters(plan.parameters),
        resumes=plan.resumes,
        config_files=keep_config_files(plan, store.blobs),
        script=store.blobs.put(redacted_source_b(plan.source_b)),
        git=keep_checkout(plan.folder, store.blobs),
        environment=keep_environment(_interpreter(plan.python), store.blobs, plan.place.variables),
    )


def _launched(plan: ScriptPlan, live: LiveRun) -> subprocess.Popen[bytes]:
    """Start the script in a session of its own, so that what it starts can be ended with it."""
    inherited = os.environ | dict(plan.place.variables)
    environment = inherited | followed(live.folder, plan.folder, inherited) | {"PYTHONUNBUFFERED": "1"}
    try:
        return subprocess.Popen(
            [plan.python or sys.executable, *plan.program, *plan.words],
            cwd=plan.working_folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    except OSError as error:
        raise RunError(f"cannot start {plan.python or sys.executable}: {error.strerror}") from None


def _followed(
    child: subprocess.Popen[bytes], live: LiveRun, listener: _Numbers, limit_s: float | None
) -> int:
    """Read what the script prints until it ends; return its exit code, negative for a signal."""
    from selectors import EVENT_READ, DefaultSelector

    assert child.stdout is not None  # noqa: S101 - for the type checker
    deadline = None if limit_s is None else time.monotonic() + limit_s
    with closing(RedactedPrinted(live.folder)) as printed, DefaultSelector() as selector:
        selector.register(child.stdout, EVENT_READ)
        while True:
            left_s = None if deadline is None else max(0.0, deadline - time.monotonic())
            ready = selector.select(1.0 if left_s is None else min(1.0, left_s))
            if ready:
                raw = os.read(child.stdout.fileno(), _CHUNK_BYTES)
                if not raw:
                    break
                printed.add(raw)
                listener.printed(raw)
            elif child.poll() is not None:  # a process that it left behind holds the pipe open
                break
            if left_s == 0.0:
                raise subprocess.TimeoutExpired(child.args, limit_s or 0.0)
    listener.end()
    return child.wait(None if deadline is None else max(0.1, deadline - time.monotonic()))


def _verdict(plan: ScriptPlan, code: int, live: LiveRun, memory: Memory) -> tuple[str, Failure | None]:
    if code == 0:
        return FINISHED, None
    if code == -signal.SIGKILL and memory.ran_out():
        return OUT_OF_MEMORY, Failure(MEMORY_RAN_OUT, "the system killed the script, since memory ran out")
    if code < 0:
        return KILLED, Failure(signal.Signals(-code).name, "the script was killed by a signal")
    text = read_printed(live.folder).decode("utf-8", "replace")
    error = _exception(plan, text, live.put) or Failure("SystemExit", f"exit code {code}")
    return status_of(error.name, error.message), error


def _exception(plan: ScriptPlan, text: str, put: Callable[[bytes], str]) -> Failure | None:
    """Return the exception whose traceback a script printed last."""
    start = text.rfind("Traceback (most recent call last):\n")
    lines = text[start:].rstrip().split("\n") if start >= 0 else []
    last = next((line for line in reversed(lines) if line and not line.startswith(" ")), "")
    match = _LAST_LINE.fullmatch(last)
    if not match:
        return None
    own = os.path.join(plan.folder, os.path.basename(plan.path))
    frames = [_FRAME.match(line) for line in lines]
    numbers = [int(frame[2]) for frame in frames if frame and os.path.join(plan.folder, frame[1]) == own]
    traceback = put("\n".join(lines).encode("utf-8", "replace"))
    return Failure(match[1], match[2] or "", line=numbers[-1] if numbers else None, traceback=traceback)


@contextmanager
def _sampled(pid: int, live_folder: str) -> Iterator[None]:
    sampler = Sampler(pid, live_folder)
    try:
        yield
    finally:
        sampler.stop()


def _signal(child: subprocess.Popen[bytes], number: int) -> None:
    try:
        os.killpg(child.pid, number)
    except ProcessLookupError:
        return


def _interpreter(python: str | None) -> Interpreter:
    if python is None:
        return Interpreter(sys.version.split()[0], _platform(), tuple(sys.path))
    done = subprocess.run(
        [python, "-c", f"print(repr({QUESTION}))"], capture_output=True, check=False, text=True
    )
    found = read_interpreter(done.stdout)
    if found is None:
        raise RunError(f"{python} does not say what it is: {done.stderr.strip()}")
    return found


def _platform() -> str:
    import platform

    return platform.platform()
