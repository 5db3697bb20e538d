"""The process that starts kernels and ends them: `boot.py`, seen from here."""

from __future__ import annotations

import json
import os
import select
import shutil
import subprocess
import sys
from time import monotonic
from typing import IO, TYPE_CHECKING, Any, NamedTuple

from nbtrack.errors import KernelError
from nbtrack.record.kernels.spec import LIST

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import TracebackType
    from typing import Self

    from nbtrack.record.kernels.kernel import Kernel
    from nbtrack.record.kernels.spec import Spec

_BOOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "boot.py")
_START_S = 60.0


class Ended(NamedTuple):
    """How a kernel's process ended: its exit code, negative for a signal, and the most memory it had."""

    code: int
    peak_bytes: int


class KernelServer:
    """Starts kernels of one description. It imports in the background from the moment it is made.

    What cannot be started is said when a kernel is asked for.
    """

    def __init__(self, spec: Spec, variables: Mapping[str, str] | None = None) -> None:
        self.spec = spec
        self.ended: dict[int, Ended] = {}
        self._gone: set[int] = set()
        self._started: list[int] = []
        self._rest = b""
        self._failure: OSError | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self.environment = {**os.environ, **spec.env, **(variables or {})}
        try:
            self._process = _launched(spec, self.environment)
        except OSError as error:
            self._failure = error

    def make_kernel(self, folder: str) -> Kernel:
        """Return a kernel in a folder, which is yet to be launched."""
        from nbtrack.record.kernels.kernel import Kernel  # while the server starts

        return Kernel(self, folder)

    @property
    def replies(self) -> int:
        """Return the descriptor that has something to read when a kernel ends."""
        return _fileno(self._process.stdout if self._process else None)

    def start(self, connection_file: str, cwd: str, variables: Mapping[str, str], log_path: str) -> int:
        """Start a kernel and return its process; raises KernelError."""
        program = self.spec.argv[0]
        if self._failure is None and shutil.which(program, path=self.environment.get("PATH")) is None:
            self._failure = FileNotFoundError(2, "no such file or directory", program)
        if self._failure is None and not os.path.isdir(cwd):
            self._failure = FileNotFoundError(2, "no such folder", cwd)
        if self._failure is not None:
            why = f"{self._failure.filename or program}: {(self._failure.strerror or '').lower()}"
            raise KernelError(f"cannot start kernel {self.spec.name!r}: {why}", hint=LIST)
        warm = self.spec.interpreter is not None
        words = (
            ["ipykernel_launcher.py", "-f", connection_file] if warm else self.spec.command(connection_file)
        )
        if warm:
            words.append("--HistoryManager.hist_file=:memory:")  # runs are no part of a person's history
        folder = os.path.dirname(connection_file)
        self._order({"argv": words, "cwd": cwd, "env": dict(variables), "log": log_path, "folder": folder})
        deadline = monotonic() + _START_S
        while not self._started and monotonic() < deadline and self.listen(deadline - monotonic()):
            pass
        if not self._started:
            raise KernelError(
                f"kernel {self.spec.name!r} does not start: {' '.join(self.spec.argv)}", hint=LIST
            )
        return self._started.pop()

    def listen(self, timeout_s: float) -> bool:
        """Take in what became of kernels; return False when nothing will come any more."""
        ready, _, _ = select.select([self.replies], [], [], max(0.0, timeout_s))
        if not ready:
            return True
        raw = os.read(self.replies, 1 << 16)
        *lines, self._rest = (self._rest + raw).split(b"\n")
        for line in lines:
            self._take(json.loads(line))
        return bool(raw)

    def signal(self, pid: int, number: int) -> None:
        """Send a signal to a kernel and what it started. A signal handler may call this."""
        self._order({"pid": pid, "signal": int(number)})

    def wait(self, pid: int, timeout_s: float) -> Ended | None:
        """Wait for a kernel to end by itself."""
        deadline = monotonic() + timeout_s
        while pid not in self.ended and (left_s := deadline - monotonic()) > 0 and self.listen(left_s):
            pass
        return self.ended.get(pid)

    def end(self, pid: int) -> None:
        """Kill what is left of a kernel, and wait until it is gone."""
        self._order({"end": pid})
        deadline = monotonic() + _START_S
        while pid not in self._gone and (left_s := deadline - monotonic()) > 0 and self.listen(left_s):
            pass

    def close(self) -> None:
        """End the server, and with it every kernel that there still is."""
        process, self._process = self._process, None
        if process and process.stdin and process.stdout:
            process.stdin.close()
            process.stdout.close()
            process.wait()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _order(self, order: dict[str, Any]) -> None:
        try:
            os.write(
                _fileno(self._process.stdin if self._process else None), json.dumps(order).encode() + b"\n"
            )
        except BrokenPipeError:  # it was killed, and `listen` says so
            return

    def _take(self, what: dict[str, Any]) -> None:
        if "started" in what:
            self._started.append(what["started"])
        elif "ended" in what:
            self.ended[what["ended"]] = Ended(what["code"], what["peak_bytes"])
        elif "gone" in what:
            self._gone.add(what["gone"])


def _fileno(pipe: IO[bytes] | None) -> int:
    assert pipe  # noqa: S101 - for the type checker
    return pipe.fileno()


def _launched(spec: Spec, environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    interpreter = spec.interpreter
    words = [*interpreter, _BOOT, "warm"] if interpreter else [sys.executable, "-S", "-E", _BOOT]
    return subprocess.Popen(
        words,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
        start_new_session=True,  # Ctrl-C at the terminal is for us to pass on
    )
