"""One kernel, started for one notebook, that runs its cells one by one."""

from __future__ import annotations

import contextlib
import shutil
import signal
from time import monotonic
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from nbtrack.errors import KernelError
from nbtrack.notebook.mime_types import PLAIN
from nbtrack.notebook.tags import MAY_RAISE
from nbtrack.record.kernels import outputs, widgets
from nbtrack.record.kernels.channels import Channels, make_connection
from nbtrack.record.kernels.heard import Heard
from nbtrack.record.kernels.interrupts import SOON_S, Interrupts
from nbtrack.record.kernels.memory import MEMORY_RAN_OUT, Memory
from nbtrack.record.kernels.outcome import CellOutcome, outcome_of
from nbtrack.record.kernels.outputs import CellOutputs
from nbtrack.record.kernels.spec import LIST
from nbtrack.store.statuses import FAILED, KILLED, TIMED_OUT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nbtrack.notebook.document import Cell
    from nbtrack.record.kernels.channels import Message
    from nbtrack.record.kernels.server import Ended, KernelServer

_STARTUP_S = 120.0
_ANSWER_S = 10.0
_KNOCK_S = 0.1  # what a kernel says before we are subscribed is lost, so it is asked again
_PATIENCE_S = 4.0  # for what a cell put out to arrive behind the reply that it is done
_SHUTDOWN_S = 10.0
_TICK_S = 0.5
# What ipykernel leaves out where an interrupt comes before the code: it falls idle without a reply.
_LET_GO = {"status": "error", "ename": "KeyboardInterrupt", "evalue": ""}


class Limit(NamedTuple):
    """How long a cell may take, and what there is to say when that was not enough."""

    seconds: float
    over: str


class Watcher(Protocol):
    """Whoever wants to know what a cell puts out."""

    def came(self, outputs: CellOutputs, message: Message) -> None:
        """Take the outputs so far, of which something is new, and what that came with."""

    def passed(self) -> None:
        """Take note that time passes."""


class KernelDied(Exception):  # noqa: N818 - says what happened
    """The kernel's process ended while it was needed."""


class Kernel(Heard):
    """A kernel in a folder; `launch` returns while it boots, so that there is time for other work."""

    is_local = True

    def __init__(self, server: KernelServer, folder: str) -> None:
        super().__init__()
        self._server = server
        self._folder = folder
        self._pid = 0
        self._channels: Channels | None = None
        self._cells: dict[str, tuple[int, CellOutputs]] = {}  # by request
        self._memory = Memory()
        self._interrupts = Interrupts(self._interrupt)
        self.name = server.spec.name
        self.environment: Mapping[str, str] = server.environment
        self.language_info: dict[str, Any] = {}
        self.stages: dict[str, str] = {}  # of the last cell: when the kernel said that it came to each

    def launch(self, variables: Mapping[str, str], log_path: str) -> None:
        """Start the kernel's process with some environment variables; raises KernelError where it cannot.

        What the process itself says, which is not the output of any cell, goes to a file.
        """
        self._log_path = log_path
        self._connection = make_connection(by_socket_file=self._server.spec.interpreter is not None)
        try:
            self._pid = self._server.start(self._connection.file, self._folder, variables, log_path)
        except KernelError:
            shutil.rmtree(self._connection.folder, ignore_errors=True)
            raise
        self._channels = Channels(self._connection, self._server.replies)

    def wait(self, limit_s: float = _STARTUP_S) -> None:
        """Wait until the kernel answers; raises KernelError."""
        deadline = monotonic() + limit_s
        heard: set[str] = set()
        channels = self._open
        channels.request("shell", "kernel_info_request", {})
        while not heard >= {"shell", "iopub"}:
            messages, other = channels.receive(_KNOCK_S if "shell" in heard else _TICK_S)
            for message in messages:
                heard.add(message.channel)
                self.language_info = message.content.get("language_info") or self.language_info
            if self._is_gone(other):
                raise self._start_failed("it ended by itself")
            if monotonic() > deadline:
                raise self._start_failed(f"no answer in {limit_s:g} s")
            if not messages and "shell" in heard:
                channels.request("shell", "kernel_info_request", {})

    def run_cell(self, cell: Cell, limit: Limit | None, watcher: Watcher) -> CellOutcome:
        """Run a cell; what it put out so far stays there when an exception passes through."""
        found = CellOutputs()
        self._current = found
        content = {
            "code": cell.source,
            "silent": False,
            "store_history": True,
            "user_expressions": {},
            "allow_stdin": False,
            "stop_on_error": MAY_RAISE not in cell.tags,
        }
        if self._interrupts.asked_before():
            return CellOutcome(FAILED, [], None, ("KeyboardInterrupt", "", []))
        request = self._open.request("shell", "execute_request", content)
        self._cells[request] = (cell.number, found)
        self.stages = {}
        try:
            reply = self._reply(request, limit, watcher)
        except KernelDied:
            return CellOutcome(KILLED, found.stored(), found.count, self._how_it_died())
        except TimeoutError:
            over = limit.over if limit else ""
            return CellOutcome(TIMED_OUT, found.stored(), found.count, ("Timeout", over, []))
        self._touched.pop(cell.number, None)
        self._widgets.tell(self._open)
        found.count = reply.get("execution_count", found.count)
        return outcome_of(cell, found, reply)

    def ask(self, expression: str, limit_s: float = _ANSWER_S) -> str | None:
        """Return the text of an expression in the kernel's language, None where it has none."""
        answer = self._answer(expression, limit_s)
        text = answer.get("data", {}).get(PLAIN)
        return str(text) if text is not None else None

    def evaluate(self, expression: str, limit_s: float = _ANSWER_S) -> tuple[str | None, str]:
        """Return the text of an expression and, where it has none, why not."""
        answer = self._answer(expression, limit_s)
        text = answer.get("data", {}).get(PLAIN)
        why = f"{answer.get('ename', 'no answer')}: {answer.get('evalue', '')}".rstrip(": ")
        return (str(text), "") if text is not None else (None, why)

    @property
    def pid(self) -> int | None:
        """Return the kernel's process, None before it is launched."""
        return self._pid or None

    def interrupt(self) -> None:
        """Interrupt the cell that runs, as Ctrl-C in a terminal would. A signal handler may call this.

        A kernel ignores it until the cell begins, so it waits for that.
        """
        self._interrupts.ask()

    def _interrupt(self) -> None:
        if self._server.spec.interrupt_by_message and self._channels:
            self._channels.request("control", "interrupt_request", {})
        elif self._pid:
            self._server.signal(self._pid, signal.SIGINT)

    def stop(self, *, at_once: bool) -> None:
        """End the kernel; where it need not be at once, what the code registered for its exit still runs."""
        if not self._pid:
            return
        if not at_once and self._channels and self._pid not in self._server.ended:
            self._channels.request("control", "shutdown_request", {"restart": False})
            self._server.wait(self._pid, _SHUTDOWN_S)
        self._server.end(self._pid)
        if self._channels:
            self._take_rest()
            self._channels.close()
            self._channels = None

    def ended(self) -> Ended | None:
        """Return how the process ended, and the most memory that it had."""
        return self._server.ended.get(self._pid)

    @property
    def _open(self) -> Channels:
        assert self._channels  # noqa: S101 - for the type checker
        return self._channels

    def _is_gone(self, server_speaks: bool) -> bool:
        """Tell whether the kernel's process ended, now or while something else was asked."""
        is_cut_off = server_speaks and not self._server.listen(0)
        return is_cut_off or self._pid in self._server.ended

    def _take_rest(self) -> None:
        """Take in what was put out at the kernel's exit."""
        messages, _ = self._open.receive(0)
        while messages:
            for message in messages:
                if message.channel == "iopub":
                    self._take(message)
            messages, _ = self._open.receive(0)

    def _reply(self, request: str, limit: Limit | None, watcher: Watcher) -> dict[str, Any]:
        """Take what comes until the cell is done; raises TimeoutError and KernelDied."""
        deadline = None if limit is None else monotonic() + limit.seconds
        reply: dict[str, Any] | None = None
        is_idle, patience = False, 0.0
        while reply is None or (not is_idle and monotonic() < patience):
            if reply is None and is_idle and self._interrupts.sent:
                reply = _LET_GO
                break
            left_s = _TICK_S if deadline is None or reply is not None else deadline - monotonic()
            if left_s <= 0:
                raise TimeoutError
            tick_s = SOON_S if self._interrupts.is_due else _TICK_S
            messages, other = self._open.receive(min(left_s, tick_s))
            for message in messages:
                if message.parent == request and (stage := _stage(message)):
                    self.stages[stage] = message.date.replace("+00:00", "Z")
                if message.channel == "shell" and message.parent == request:
                    reply, patience = message.content, monotonic() + _PATIENCE_S
                elif message.channel == "iopub" and self._take(message):
                    watcher.came(self._current, message)
                is_idle = is_idle or _says_idle(message, request)
            if self._is_gone(other):
                self._take_rest()
                raise KernelDied
            watcher.passed()
            self._interrupts.passed()
        self._interrupts.over()
        return reply

    def _take(self, message: Message) -> bool:
        """Take what the kernel published; return whether the current cell shows something new."""
        kind, content = message.type, message.content
        if kind in widgets.KINDS:
            self._widgets.take(message)
            return False
        number, found = self._cells.get(message.parent, (0, None))
        if kind == "execute_input" and found is not None:
            if found is self._current:
                self._interrupts.begun()
            found.count = content.get("execution_count")
        if kind not in outputs.KINDS:
            return False
        if kind == "update_display_data":
            return self._update(content)
        captured = self._widgets.output_for(message.parent)
        if captured is not None:
            captured.take(kind, content)
            return False
        if found is None:
            return False
        found.take(kind, content)
        if found is not self._current:
            self._touched[number] = found
        return found is self._current

    def _update(self, content: dict[str, Any]) -> bool:
        """Change what any cell displayed under an id."""
        for number, found in self._cells.values():
            if found.update(content) and found is not self._current:
                self._touched[number] = found
        return True

    def _answer(self, expression: str, limit_s: float) -> dict[str, Any]:
        """Evaluate silently: no count, no history, no output."""
        content = {
            "code": "",
            "silent": True,
            "store_history": False,
            "user_expressions": {"answer": expression},
            "allow_stdin": False,
        }
        request = self._open.request("shell", "execute_request", content)
        deadline = monotonic() + limit_s
        while (left_s := deadline - monotonic()) > 0:
            messages, other = self._open.receive(min(left_s, _TICK_S))
            for message in messages:
                if message.parent == request and (stage := _stage(message)):
                    self.stages[stage] = message.date.replace("+00:00", "Z")
                if message.channel == "shell" and message.parent == request:
                    return dict(message.content.get("user_expressions", {}).get("answer") or {})
                if message.channel == "iopub":
                    self._take(message)
            if self._is_gone(other):
                break
        return {}

    def _start_failed(self, why: str) -> KernelError:
        return KernelError(f"kernel {self.name!r} does not start: {self._last_words() or why}", hint=LIST)

    def _last_words(self) -> str:
        with contextlib.suppress(OSError), open(self._log_path, encoding="utf-8", errors="replace") as log:
            return log.read().strip().rpartition("\n")[2]
        return ""

    def _how_it_died(self) -> tuple[str, str, list[str]]:
        ended = self._server.wait(self._pid, _TICK_S)
        if ended is None:
            return "DeadKernel", "the kernel died", []
        if ended.code >= 0:
            return "DeadKernel", f"the kernel ended by itself with exit code {ended.code}", []
        named = signal.Signals(-ended.code).name
        said = f"the kernel was killed by signal {-ended.code} ({named})"
        ran_out = self._memory.ran_out() if -ended.code == signal.SIGKILL else False
        if ran_out:
            return MEMORY_RAN_OUT, "the system killed the kernel, since memory ran out", []
        return "DeadKernel", said if ran_out is False else f"{said}: out of memory?", []


def _stage(message: Message) -> str:
    """Return what nbclient calls the stage that a message of a cell marks, empty where it marks none."""
    if message.type == "status":
        return f"iopub.status.{message.content.get('execution_state')}"
    return f"{message.channel}.{message.type}" if message.type in ("execute_input", "execute_reply") else ""


def _says_idle(message: Message, request: str) -> bool:
    is_state = message.type == "status" and message.parent == request
    return is_state and message.content.get("execution_state") == "idle"
