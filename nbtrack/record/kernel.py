"""The door to nbclient: one kernel, started for one notebook, that runs its cells one by one."""

from __future__ import annotations

import contextlib
import os
import signal
from dataclasses import dataclass, field
from time import monotonic
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from nbtrack.errors import KernelError
from nbtrack.notebook.executed import Outcome
from nbtrack.notebook.jupyter_imports import quick_imports
from nbtrack.record.nodes import node_of, stored_outputs
from nbtrack.store.record import FAILED, FINISHED, KILLED, TIMED_OUT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nbtrack.notebook.document import Notebook

_STARTUP_S = 120


@dataclass(frozen=True, slots=True)
class CellOutcome:
    """How a cell ended: a status of `nbtrack.store.record`, its outputs as nbformat 4 stores them, its count.

    `error` is the exception's name, its message and the lines of its traceback.
    """

    status: str
    outputs: list[dict[str, Any]]
    count: int | None
    error: tuple[str, str, list[str]] | None = field(default=None)


class Limit(NamedTuple):
    """How long a cell may take, and what there is to say when that was not enough."""

    seconds: float
    over: str


class Watcher(Protocol):
    """Whoever wants to know what a cell puts out."""

    def came(self, outputs: list[dict[str, Any]], count: int | None) -> None:
        """Take the outputs so far, of which something is new."""

    def passed(self) -> None:
        """Take note that time passes."""


class Kernel:
    """A kernel in a folder; `launch` returns while it boots, so that there is time for other work."""

    def __init__(self, notebook: Notebook, folder: str, name: str | None) -> None:
        self._client = _make_client(notebook, name)
        self._folder = folder
        self.name = str(self._client.km.kernel_name)

    def launch(self, variables: Mapping[str, str], log_path: str) -> None:
        """Start the kernel's process with some environment variables; raises KernelError where it cannot.

        What the process itself says, which is not the output of any cell, goes to a file.
        """
        self._log_path = log_path
        variables = {**os.environ, **variables}
        try:
            with open(log_path, "wb") as log:
                self._client.start_new_kernel(cwd=self._folder, env=variables, stdout=log, stderr=log)
        except OSError as error:
            why = f"{error.filename or self._folder}: {(error.strerror or str(error)).lower()}"
            raise KernelError(f"cannot start kernel {self.name!r}: {why}", hint=_LIST) from None

    def wait(self) -> None:
        """Wait until the kernel answers; raises KernelError."""
        try:
            self._client.start_new_kernel_client()
        except RuntimeError as error:
            why = self._last_words() or str(error).rstrip(".")
            raise KernelError(f"kernel {self.name!r} does not start: {why}", hint=_LIST) from None

    def run_cell(self, index: int, limit: Limit | None, watcher: Watcher) -> CellOutcome:
        """Run the cell at a 0-based index."""
        client, cell = self._client, self._client.nb.cells[index]
        client.limit, client.watcher = limit, watcher
        status, error = client.outcome_of(cell, index)
        if status == KILLED:
            error = ("DeadKernel", self._how_it_died(), [])
        return CellOutcome(status, stored_outputs(cell.outputs), cell.execution_count, error)

    def so_far(self, index: int) -> Outcome:
        """Return what came of a cell up to now."""
        cell = self._client.nb.cells[index]
        return Outcome(stored_outputs(cell.outputs), cell.execution_count)

    def ask(self, expression: str) -> str | None:
        """Return the text of an expression in the kernel's language, None where it has none."""
        return _ask(self._client, expression)

    @property
    def pid(self) -> int | None:
        """Return the kernel's process, None where it runs elsewhere."""
        found = getattr(self._client.km.provisioner, "pid", None)
        return found if isinstance(found, int) else None

    def interrupt(self) -> None:
        """Interrupt the cell that runs, as Ctrl-C in a terminal would. A signal handler may call this."""
        if pid := self.pid:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(pid, signal.SIGINT)

    def stop(self, *, at_once: bool) -> None:
        """End the kernel; where it need not be at once, what the code registered for its exit still runs."""
        if self._client.km is not None and self._client.km.has_kernel:
            self._client.shutdown_kernel = "immediate" if at_once else "graceful"
            self._client._cleanup_kernel()

    def _last_words(self) -> str:
        with open(self._log_path, encoding="utf-8", errors="replace") as log:
            return log.read().strip().rpartition("\n")[2]

    def _how_it_died(self) -> str:
        process = getattr(self._client.km.provisioner, "process", None)
        code = process.poll() if process else None
        if code is None:
            return "the kernel died"
        if code >= 0:
            return f"the kernel ended by itself with exit code {code}"
        said = f"the kernel was killed by signal {-code} ({signal.Signals(-code).name})"
        return f"{said}: out of memory?" if -code == signal.SIGKILL else said


_LIST = "`jupyter kernelspec list` shows what is installed; `--kernel NAME` chooses one"


def _make_client(notebook: Notebook, name: str | None) -> Any:
    with quick_imports():
        from jupyter_client.kernelspec import NoSuchKernel
    client = _client_class()(node_of(notebook), **({"kernel_name": name} if name else {}))
    client.startup_timeout = _STARTUP_S
    try:
        client.create_kernel_manager()
        _ = client.km.kernel_spec  # says now, not at the launch, that there is none
    except NoSuchKernel as error:
        raise KernelError(f"there is no kernel {error.name!r} on this machine", hint=_LIST) from None
    except ValueError as error:
        named = client.km.kernel_name
        raise KernelError(f"the kernel.json of kernel {named!r} is no JSON: {error}", hint=_LIST) from None
    return client


def _client_class() -> Any:
    with quick_imports():
        from nbclient import NotebookClient
        from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

    class Client(NotebookClient):
        """nbclient's client, that tells of outputs as they come and takes fractions of a second."""

        limit: Limit | None = None
        watcher: Watcher
        log_level = 60

        def outcome_of(self, cell: Any, index: int) -> tuple[str, tuple[str, str, list[str]] | None]:
            try:
                self.execute_cell(cell, index)
            except CellTimeoutError:
                return TIMED_OUT, ("Timeout", self.limit.over if self.limit else "", [])
            except DeadKernelError:
                return KILLED, None
            except CellExecutionError as error:
                return FAILED, (error.ename, error.evalue, _traceback(cell))
            return FINISHED, None

        def process_message(self, msg: dict[str, Any], cell: Any, cell_index: int) -> Any:
            found = super().process_message(msg, cell, cell_index)
            if msg["msg_type"] != "status":
                self.watcher.came(cell.outputs, cell.execution_count)
            return found

        async def _async_check_alive(self) -> None:
            await super()._async_check_alive()
            self.watcher.passed()  # nbclient asks once a second

        def _get_timeout(self, cell: Any) -> Any:
            del cell
            return self.limit and max(self.limit.seconds, 0.001)  # nbclient takes 0 for no limit

    return Client


def _traceback(cell: Any) -> list[str]:
    for output in cell.outputs:
        if output.output_type == "error":
            return [str(line) for line in output.traceback]
    return []


def _ask(client: Any, expression: str) -> str | None:
    """Evaluate silently: no count, no history, no output."""
    from jupyter_core.utils import run_sync

    client.kc.execute("", silent=True, store_history=False, user_expressions={"answer": expression})

    async def answer() -> str | None:
        deadline = monotonic() + 10
        while monotonic() < deadline:
            message = await client.kc.get_shell_msg(timeout=10)
            found = message["content"].get("user_expressions", {}).get("answer")
            if found is not None:
                text = found.get("data", {}).get("text/plain")
                return str(text) if text is not None else None
        return None

    found: str | None = run_sync(answer)()
    return found
