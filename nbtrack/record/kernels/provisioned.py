"""The door to nbclient: kernels that another provisioner than Jupyter's local one starts, wherever they run.

https://jupyter-client.readthedocs.io/en/stable/provisioning.html. nbclient starts them and waits for their
replies; what they say is put together by the same code as for all kernels.
"""

from __future__ import annotations

import contextlib
from time import monotonic
from typing import TYPE_CHECKING, Any, cast

from nbtrack.errors import KernelError
from nbtrack.notebook.jupyter_imports import quick_imports
from nbtrack.notebook.mime_types import PLAIN
from nbtrack.record.kernels import outputs, widgets
from nbtrack.record.kernels.channels import Message
from nbtrack.record.kernels.heard import Heard
from nbtrack.record.kernels.outcome import CellOutcome
from nbtrack.record.kernels.outputs import CellOutputs
from nbtrack.record.kernels.spec import LIST
from nbtrack.record.nodes import nodes_of
from nbtrack.store.statuses import FAILED, FINISHED, KILLED, TIMED_OUT

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from nbtrack.notebook.document import Cell
    from nbtrack.record.kernels.kernel import Limit, Watcher
    from nbtrack.record.kernels.spec import Spec

_STARTUP_S = 120
_ANSWER_S = 10


class ProvisionedKernel(Heard):
    """A kernel in a folder, as `nbtrack.record.kernels.kernel.Kernel`."""

    def __init__(self, spec: Spec, environment: Mapping[str, str], folder: str) -> None:
        super().__init__()
        self.name = spec.name
        self.environment = environment
        self._provisioner = spec.provisioner
        self._folder = folder
        self._client: Any = None
        self._cells: list[tuple[int, CellOutputs]] = []
        self._watcher: Watcher | None = None

    def launch(self, variables: Mapping[str, str], log_path: str) -> None:
        """Have the kernel started with some environment variables; raises KernelError where it cannot be."""
        self._client = _client_class()(
            nodes_of([{"cells": [], "metadata": {}}])[0], kernel_name=self.name, startup_timeout=_STARTUP_S
        )
        self._client.heard, self._client.passed = self._take, self._passed
        try:
            with open(log_path, "wb") as log:
                self._client.create_kernel_manager()
                self._client.start_new_kernel(
                    cwd=self._folder, env={**self.environment, **variables}, stdout=log, stderr=log
                )
        except Exception as error:  # a provisioner is anybody's code
            why = f"its provisioner {self._provisioner!r} says: {type(error).__name__}: {error}"
            raise KernelError(f"cannot start kernel {self.name!r}: {why}", hint=LIST) from error

    def wait(self) -> None:
        """Wait until the kernel answers; raises KernelError."""
        try:
            self._client.start_new_kernel_client()
        except RuntimeError as error:
            raise KernelError(f"kernel {self.name!r} does not start: {error}", hint=LIST) from None

    def run_cell(self, cell: Cell, limit: Limit | None, watcher: Watcher) -> CellOutcome:
        """Run a cell; what it put out so far stays there when an exception passes through."""
        self._current = found = CellOutputs()
        self._cells.append((cell.number, found))
        self._watcher = watcher
        status, error = self._client.outcome_of(_node(cell), limit)
        stored = found.stored()
        if status == FAILED and error:
            tracebacks = [one["traceback"] for one in stored if one["output_type"] == "error"]
            error = (*error[:2], tracebacks[-1] if tracebacks else [])
        return CellOutcome(status, stored, found.count, error)

    def ask(self, expression: str, _limit_s: float = _ANSWER_S) -> str | None:
        """Return the text of an expression in the kernel's language, None where it has none."""
        return self.evaluate(expression)[0]

    def evaluate(self, expression: str, _limit_s: float = _ANSWER_S) -> tuple[str | None, str]:
        """Return the text of an expression and, where it has none, why not."""
        answer = _answer(self._client.kc, expression)
        text = answer.get("data", {}).get(PLAIN)
        why = f"{answer.get('ename', 'no answer')}: {answer.get('evalue', '')}".rstrip(": ")
        return (str(text), "") if text is not None else (None, why)

    @property
    def pid(self) -> int | None:
        """Return the kernel's process, None where it runs elsewhere."""
        found = getattr(self._client.km.provisioner, "pid", None) if self._client else None
        return found if isinstance(found, int) else None

    def interrupt(self) -> None:
        """Have the cell that runs interrupted within a second. A signal handler may call this."""
        if self._client:
            self._client.is_to_stop = True

    def stop(self, *, at_once: bool) -> None:
        """End the kernel; where it need not be at once, what the code registered for its exit still runs."""
        if self._client and self._client.km is not None and self._client.km.has_kernel:
            self._client.shutdown_kernel = "immediate" if at_once else "graceful"
            self._client._cleanup_kernel()

    def _passed(self) -> None:
        if self._watcher:
            self._watcher.passed()

    def _take(self, message: Message) -> None:
        """Take what the kernel published of the cell that runs."""
        kind, content = message.type, message.content
        if kind in widgets.KINDS:
            self._widgets.take(message)
        elif kind == "execute_input":
            self._current.count = content.get("execution_count")
        elif kind == "update_display_data":
            for number, found in self._cells:
                if found.update(content) and found is not self._current:
                    self._touched[number] = found
        elif kind in outputs.KINDS:
            (self._widgets.output_for(message.parent) or self._current).take(kind, content)
        else:
            return
        if self._watcher:
            self._watcher.came(self._current, message)


def failed_error(name: str, message: str, traceback: list[str]) -> Exception:
    """Return what nbclient raises where a cell fails."""
    from nbclient.exceptions import CellExecutionError

    return CellExecutionError("\n".join(traceback), name, message)


def late_error(limit_s: int, node: Any) -> Exception:
    """Return what nbclient raises where a cell takes too long."""
    from nbclient.exceptions import CellTimeoutError

    return CellTimeoutError.error_from_timeout_and_cell("Cell execution timed out", limit_s, node)


def dead_error(message: str) -> Exception:
    """Return what nbclient raises where a cell's kernel has died."""
    from nbclient.exceptions import DeadKernelError

    return DeadKernelError(message)


def _node(cell: Cell) -> Any:
    made = {"cell_type": "code", "source": cell.source, "metadata": {"tags": list(cell.tags)}}
    return nodes_of([{**made, "outputs": [], "execution_count": None}])[0]


def _client_class() -> Any:
    with quick_imports():
        from nbclient import NotebookClient
        from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

    class Client(NotebookClient):
        """nbclient's client, that tells what it hears and takes fractions of a second."""

        heard: Callable[[Message], None]
        passed: Callable[[], None]
        is_to_stop = False
        limit: Limit | None = None
        log_level = 60

        def outcome_of(
            self, cell: object, limit: Limit | None
        ) -> tuple[str, tuple[str, str, list[str]] | None]:
            self.limit, self.nb.cells, self._display_id_map = limit, [cell], {}
            try:
                self.execute_cell(cell, 0)
            except CellTimeoutError:
                return TIMED_OUT, ("Timeout", limit.over if limit else "", [])
            except DeadKernelError:
                return KILLED, ("DeadKernel", "the kernel died", [])
            except CellExecutionError as error:
                return FAILED, (error.ename, error.evalue, [])
            return FINISHED, None

        def process_message(self, msg: dict[str, Any], cell: Any, cell_index: int) -> Any:
            parent = msg["parent_header"].get("msg_id", "")
            buffers = [bytes(one) for one in msg.get("buffers", ())]
            self.heard(Message("iopub", msg["msg_type"], parent, msg["content"], buffers))
            return super().process_message(msg, cell, cell_index)

        async def _async_check_alive(self) -> None:
            await super()._async_check_alive()  # nbclient asks once a second
            self.passed()
            if self.is_to_stop:
                self.is_to_stop, manager = False, cast("Any", self.km)
                await manager.interrupt_kernel()

        def _get_timeout(self, cell: object) -> Any:
            del cell
            return self.limit and max(self.limit.seconds, 0.001)  # nbclient takes 0 for no limit

    return Client


def _answer(client: Any, expression: str) -> dict[str, Any]:
    """Evaluate silently: no count, no history, no output."""
    from jupyter_core.utils import run_sync

    asked = {"answer": expression}
    request = client.execute("", silent=True, store_history=False, user_expressions=asked)

    async def reply() -> dict[str, Any]:
        deadline = monotonic() + _ANSWER_S
        with contextlib.suppress(TimeoutError, _empty()):
            while monotonic() < deadline:
                message = await client.get_shell_msg(timeout=_ANSWER_S)
                if message["parent_header"].get("msg_id") == request:
                    return dict(message["content"].get("user_expressions", {}).get("answer") or {})
        return {}

    found: dict[str, Any] = run_sync(reply)()
    return found


def _empty() -> type[Exception]:
    from queue import Empty

    return Empty
