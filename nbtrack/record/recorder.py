"""Run a plan and record it: blobs first, then the journal, in the end the sealed record."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING, Protocol

from nbtrack.errors import KernelError, StoreError
from nbtrack.record.companions import keep_companions
from nbtrack.record.environment import QUESTION, read_interpreter
from nbtrack.record.gathering import followed, gather
from nbtrack.record.interruption import interruptible
from nbtrack.record.kernel import Kernel
from nbtrack.record.machine import machine
from nbtrack.record.previous import compare_with_previous
from nbtrack.record.provenance import (
    keep_checkout,
    keep_config_files,
    keep_environment,
    keep_notebook,
    recorded_parameters,
    redacted_parameters,
)
from nbtrack.record.redaction import redacted, redacted_words
from nbtrack.record.session import Session
from nbtrack.store.clock import utc_text
from nbtrack.store.record import FAILED, INTERRUPTED, RUNNING, TIMED_OUT, Failure, RunRecord, new_id

if TYPE_CHECKING:
    from nbtrack.record.interruption import Interruption
    from nbtrack.record.plan import Plan
    from nbtrack.store.live import LiveRun
    from nbtrack.store.record import CellRun
    from nbtrack.store.store import Store


class Listener(Protocol):
    """Whoever wants to know how a run gets on."""

    def run_started(self, run_id: str, total: int) -> None:
        """Take note that a run of so many code cells begins."""

    def cell_started(self, number: int) -> None:
        """Take note that a cell begins."""

    def cell_printed(self, text: str) -> None:
        """Take note of the last line that the cell printed."""

    def cell_ended(self, cell: CellRun) -> None:
        """Take note of how a cell ended."""


def record_run(plan: Plan, store: Store, listener: Listener) -> RunRecord:
    """Run a notebook and return its sealed record, whatever becomes of it.

    Raises KernelError where there is no such kernel, and StoreError where the disk refuses.
    """
    kernel = Kernel(plan.as_run, plan.folder, plan.kernel)
    started = time.time()
    live = store.begin(_first(plan, store, started))
    with interruptible(kernel.interrupt) as interruption:
        status, error = FAILED, None
        try:
            status, error = _run(plan, store, live, kernel, listener, interruption)
        except KeyboardInterrupt:
            status, error = INTERRUPTED, Failure("KeyboardInterrupt", "stopped by a person or the system")
        except (KernelError, StoreError) as failure:
            error = Failure(type(failure).__name__, failure.message)
        finally:
            interruption.ignore()
            kernel.stop(at_once=interruption.asked or status == TIMED_OUT)
            record = _seal(plan, store, live, status, error, started)
    return record


def _first(plan: Plan, store: Store, started: float) -> RunRecord:
    return RunRecord(
        id=new_id(),
        experiment=plan.experiment,
        started=utc_text(started),
        status=RUNNING,
        name=plan.labels.name,
        tags=plan.labels.tags,
        note=plan.labels.note and redacted(plan.labels.note),
        command=redacted_words(plan.command),
        parameters=redacted_parameters(recorded_parameters(plan.parameters)),
        config_files=keep_config_files(plan.config_files, store.blobs),
        notebook=keep_notebook(plan, store.blobs),
    )


def _run(
    plan: Plan, store: Store, live: LiveRun, kernel: Kernel, listener: Listener, interruption: Interruption
) -> tuple[str, Failure | None]:
    session = Session(plan, live, kernel, listener, interruption)
    listener.run_started(live.id, session.total)
    kernel.launch(followed(live.folder, plan.folder), os.path.join(live.folder, "kernel.log"))
    live.append(git=keep_checkout(plan.folder, store.blobs))  # while the kernel boots
    live.append(notebook=keep_companions(plan, store.blobs))
    machine()  # what is asked now, is known later
    kernel.wait()
    if interpreter := read_interpreter(kernel.ask(QUESTION)):
        live.append(environment=keep_environment(interpreter, store.blobs))
    return session.run()


def _seal(
    plan: Plan, store: Store, live: LiveRun, status: str, error: Failure | None, started: float
) -> RunRecord:
    ended = time.time()
    try:
        gather(live, store, plan.folder, [cell.source for cell in plan.as_run.cells if cell.kind == "code"])
        live.append(status=status, error=error, ended=utc_text(ended), duration_s=round(ended - started, 3))
        previous, diff = compare_with_previous(store, live.record(), plan.folder)
        return live.seal(previous=previous, diff=diff)
    except StoreError as refusal:
        hint = f"once there is room, `nbtrack runs` makes a record of what run {live.id[:8]} has kept so far"
        raise StoreError(refusal.message, hint=hint) from None
