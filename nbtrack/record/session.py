"""The cells of one run, one after the other."""

from __future__ import annotations

import re
from time import monotonic, time
from typing import TYPE_CHECKING

from nbtrack.notebook.executed import Outcome
from nbtrack.notebook.tags import MAY_RAISE
from nbtrack.record.endings import status_of
from nbtrack.record.keeping import Keeper, keep_outcome
from nbtrack.record.kernels.kernel import Limit
from nbtrack.record.kernels.memory import MEMORY_RAN_OUT
from nbtrack.record.kernels.widgets import with_widgets
from nbtrack.record.metrics.asked_metrics import number_of, printed_metrics
from nbtrack.record.metrics.metrics_cell import question, read_answer
from nbtrack.record.plan import parameters_number
from nbtrack.record.resources.sampling import CellUse, Sampler
from nbtrack.record.running_cells import running_cells
from nbtrack.record.secrets.redaction import redacted, redacted_value
from nbtrack.record.streams import warnings_in
from nbtrack.store.canonical import digest_of, dump
from nbtrack.store.clock import utc_text
from nbtrack.store.record import CellRun, Failure
from nbtrack.store.statuses import EXITED, FAILED, FINISHED, INTERRUPTED, KILLED, OUT_OF_MEMORY, RUNNING
from nbtrack.terminal import without_colours

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any

    from nbtrack.notebook.document import Cell
    from nbtrack.record.interruption import Interruption
    from nbtrack.record.kernels.outcome import CellOutcome
    from nbtrack.record.kernels.servers import AnyKernel
    from nbtrack.record.listener import Listener
    from nbtrack.record.plan import Plan
    from nbtrack.store.live import LiveRun

_FILE_NAME = re.compile(r" \(\d+\.py, line \d+\)$")  # of ipykernel's making, behind a SyntaxError
_LINE = re.compile(r"(?:line |:)(\d+)")


class Session:
    """Run all code cells of a plan and say what happens to the journal and to a listener."""

    def __init__(
        self, plan: Plan, live: LiveRun, kernel: AnyKernel, listener: Listener, interruption: Interruption
    ) -> None:
        self._plan = plan
        self._live = live
        self._kernel = kernel
        self._listener = listener
        self._interruption = interruption
        self._cells = running_cells(plan.as_run)
        self.done = 0  # how many of them have finished
        self.was_taken_over = False
        self._widgets: Mapping[str, Any] = {}  # of the cells that were taken over
        self._numbers = plan.numbers
        self._statuses: dict[int, str] = {}
        self._started = monotonic()
        self._sampler: Sampler | None = None
        self._use: CellUse | None = None

    @property
    def total(self) -> int:
        """Return how many cells of the given notebook run."""
        return sum(self._numbers[cell.number - 1] is not None for cell in self._cells)

    def begin(self) -> None:
        """Say that the run begins."""
        self._listener.run_started(self._live.id, self.total)

    def end(self) -> None:
        """Keep what is known only when the kernel has ended."""
        self._keep_touched()
        if metadata := with_widgets(self._widgets, self._kernel.widget_metadata()):
            self._live.keep_widgets(redacted_value("", metadata))

    def take_over(self, outcomes: Sequence[Outcome], widgets: Mapping[str, Any]) -> None:
        """Pass over the first cells, which came out so in a run that this one takes up, with its widgets."""
        for cell, outcome in zip(self._cells, outcomes, strict=False):
            keep_outcome(self._live, cell.number, outcome)
        self.done = len(outcomes)
        self._widgets = widgets
        self.was_taken_over = True

    def run(self, cell_over: Callable[[], None]) -> tuple[str, Failure | None]:
        """Run the cells up to the first that fails; return the run's status and why it did not finish.

        `cell_over` is called after each of them, before the next begins.
        """
        if self._kernel.pid:
            self._sampler = Sampler(self._kernel.pid, self._live.folder)
        try:
            return self._run_cells(cell_over)
        finally:
            if self._sampler:
                self._sampler.stop()

    def _run_cells(self, cell_over: Callable[[], None]) -> tuple[str, Failure | None]:
        for cell in self._cells[self.done :]:
            outcome = self._run_cell(cell)
            cell_over()
            if outcome.status != FINISHED:
                return self._ending(outcome), self._failure(cell, outcome)
            self.done += 1
        self._ask_metrics()
        return FINISHED, None

    def _ending(self, outcome: CellOutcome) -> str:
        """Return the run's status of the cell's, which knows less of why."""
        if outcome.status == INTERRUPTED:
            return self._interruption.status
        if outcome.status not in (FAILED, KILLED) or outcome.error is None:
            return outcome.status
        if outcome.status == KILLED:
            return OUT_OF_MEMORY if outcome.error[0] == MEMORY_RAN_OUT else KILLED
        return EXITED if _is_exit(outcome) else status_of(*outcome.error[:2])

    def _ask_metrics(self) -> None:
        for expression in self._plan.metrics.expressions:
            answer, why = self._kernel.evaluate(expression.question)
            if (number := number_of(answer)) is None:
                self._listener.metric_missing(expression.name, why or f"{answer} is no number")
            else:
                self._live.log({expression.name: number})

    def _run_cell(self, cell: Cell) -> CellOutcome:
        number = self._numbers[cell.number - 1]
        started, clock = utc_text(time()), monotonic()
        self._use = CellUse(self._sampler) if self._sampler else None
        if number:
            self._listener.cell_started(number)
            source = digest_of(cell.source.encode("utf-8", "surrogatepass"))
            self._say(CellRun(number, RUNNING, source=source, id=cell.id, started=started))
        try:
            outcome = self._executed(cell)
        except KeyboardInterrupt:
            self._end_cell(cell, self._kernel.so_far(), INTERRUPTED, monotonic() - clock)
            raise
        self._end_cell(cell, Outcome(outcome.outputs, outcome.count), outcome.status, monotonic() - clock)
        return outcome

    def _keep_touched(self) -> None:
        """Keep what later cells, threads and the kernel's end have changed in the outputs of cells."""
        for number, outcome in self._kernel.touched().items():
            kept = keep_outcome(self._live, number, outcome)
            if given := self._numbers[number - 1]:
                self._say(CellRun(given, self._statuses[given], outputs=digest_of(dump(kept.outputs))))

    def _end_cell(self, cell: Cell, outcome: Outcome, status: str, seconds: float) -> None:
        self._keep_touched()
        kept = keep_outcome(self._live, cell.number, outcome)
        if number := self._numbers[cell.number - 1]:
            digest = digest_of(dump(kept.outputs))
            self._statuses[number] = status
            cpu_s, memory_bytes = self._use.end() if self._use else (None, None)
            ended = CellRun(
                number,
                status,
                duration_s=round(seconds, 3),
                outputs=digest,
                cpu_s=cpu_s,
                memory_bytes=memory_bytes,
                warnings=warnings_in(kept.outputs),
            )
            self._say(ended)
            self._listener.cell_ended(ended)
            if status == FINISHED and MAY_RAISE not in cell.tags:
                self._tell_shown_errors(number, kept.outputs)

    def _tell_shown_errors(self, number: int, outputs: list[dict[str, Any]]) -> None:
        """Say which errors a cell shows that went well, such as of a figure that could not be drawn."""
        for output in outputs:
            if output["output_type"] == "error":
                said = f"{output.get('ename')}: {output.get('evalue')}"
                self._listener.said(f"cell {number} went on after an error that it shows: {said}")

    def _executed(self, cell: Cell) -> CellOutcome:
        keeper = Keeper(cell.number, self._live, self._listener)
        with self._interruption.cell():
            outcome = self._kernel.run_cell(cell, self._limit(), keeper)
        for name, number in printed_metrics(self._plan.metrics.patterns, self._kernel.printed()):
            self._live.log({name: number})
        if self._interruption.asked:
            return _interrupted(outcome, self._interruption.reason)
        if outcome.status == FINISHED and (expression := question(cell)):
            self._live.log(read_answer(self._kernel.ask(expression)))
        return outcome

    def _limit(self) -> Limit | None:
        """Return what ends the next cell first."""
        limits = self._plan.limits
        found = []
        if limits.cell_s is not None:
            found.append(Limit(limits.cell_s, f"the cell was not done after {limits.cell_s:g} s"))
        if limits.run_s is not None:
            left_s = limits.run_s - (monotonic() - self._started)
            found.append(Limit(left_s, f"the run was not done after {limits.run_s:g} s"))
        return min(found, default=None)

    def _say(self, cell: CellRun) -> None:
        self._live.append(cells=(cell,))

    def _failure(self, cell: Cell, outcome: CellOutcome) -> Failure:
        name, message, traceback = outcome.error or ("Unknown", "", [])
        message = _FILE_NAME.sub("", message)
        number = self._numbers[cell.number - 1] or parameters_number(self._plan)
        text = redacted("\n".join(traceback))
        return Failure(
            name,
            redacted(message),
            cell=number,
            line=_line_of(traceback),
            traceback=self._live.put(text.encode("utf-8", "replace")) if text else None,
        )


def _is_exit(outcome: CellOutcome) -> bool:
    """Tell whether a cell ended the run on purpose: `sys.exit()`, or with the code of success."""
    name, code, _ = outcome.error or ("", "", [])
    return outcome.status == FAILED and name == "SystemExit" and code in ("", "0", "None")


def _interrupted(outcome: CellOutcome, reason: str) -> CellOutcome:
    name, message, traceback = outcome.error or ("", "", [])
    if outcome.status != FAILED or (name == "KeyboardInterrupt" and not message):
        name, message = "KeyboardInterrupt", reason
    return type(outcome)(INTERRUPTED, outcome.outputs, outcome.count, (name, message, traceback))


def _line_of(traceback: list[str]) -> int | None:
    """Return the line in the cell, out of IPython's traceback: the first frame is the cell's own."""
    for text in traceback:
        plain = without_colours(text)
        if plain.startswith(("Cell In[", "Cell In [", "File <ipython", "  Cell In[", '  File "<ipython')):
            match = _LINE.search(plain)
            return int(match[1]) if match else None
    return None
