"""Run a plan and record it: blobs first, then the journal, in the end the sealed record."""

from __future__ import annotations

import contextlib
import os
import time
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from nbtrack.errors import KernelError, StoreError
from nbtrack.record.beginning import begun
from nbtrack.record.companions import keep_companions
from nbtrack.record.endings import status_of
from nbtrack.record.environments.environment import QUESTION, read_interpreter
from nbtrack.record.gathering import followed, gather, watched
from nbtrack.record.interruption import interruptible
from nbtrack.record.kernels.servers import server_of
from nbtrack.record.kernels.spec import find_spec
from nbtrack.record.left_behind import leave_place
from nbtrack.record.provenance import (
    keep_checkout,
    keep_config_files,
    keep_environment,
    keep_notebook,
    recorded_parameters,
)
from nbtrack.record.reserve import Reserve
from nbtrack.record.resources.machine import machine
from nbtrack.record.resuming.kept_state import KeptState
from nbtrack.record.sealing import ending, sealed
from nbtrack.record.secrets.redacted_parameters import redacted_parameters
from nbtrack.record.session import Session
from nbtrack.store.record import Failure, Resumed, RunRecord
from nbtrack.store.statuses import FAILED, TIMED_OUT

if TYPE_CHECKING:
    from nbtrack.record.environments.environment import Interpreter
    from nbtrack.record.kernels.servers import AnyKernel, Server
    from nbtrack.record.listener import Listener
    from nbtrack.record.plan import Plan
    from nbtrack.store.live import LiveRun
    from nbtrack.store.store import Store


def record_run(plan: Plan, store: Store, listener: Listener) -> RunRecord:
    """Run a notebook and return its sealed record, whatever becomes of it.

    Raises KernelError where there is no such kernel, and StoreError where the disk refuses.
    """
    with server_of(find_spec(plan.given, plan.place.kernel), plan.place.variables) as server:
        return record_run_on(server, plan, store, listener)


def record_run_on(server: Server, plan: Plan, store: Store, listener: Listener) -> RunRecord:
    """Do the same on a server of kernels that there is."""
    kernel = server.make_kernel(plan.working_folder)
    started = time.time()
    with interruptible(kernel.interrupt) as interruption:
        live = store.begin(_first(plan, store, started))
        reserve = Reserve(live.folder)
        status, error = FAILED, None
        session = Session(plan, live, kernel, listener, interruption)
        watching = contextlib.ExitStack()
        state = KeptState(plan, live, store.root, kernel, listener)
        try:
            with interruption.raising():
                catch_up = watching.enter_context(watched(live.folder, plan.folder, _sources(plan)))
                interpreter = _start(plan, store, live, kernel, session)
                state.begin(interpreter)
                if plan.resumes and _resume(plan, store, live, kernel, session, interpreter, listener):
                    state.begin(interpreter)
                status, error = session.run(catch_up)
            state.end(status, session.done, interruption)
        except KeyboardInterrupt:
            status, error = interruption.status, Failure("KeyboardInterrupt", interruption.reason)
        except (KernelError, StoreError) as failure:
            error = Failure(type(failure).__name__, failure.message)
            status = status_of(error.name, error.message)
        finally:
            interruption.ignore()
            kernel.stop(at_once=interruption.asked or status == TIMED_OUT)
            watching.close()
            gathered = partial(_gather, plan, store, live, session)
            end = ending(status, error, started)
            record = sealed(live, store, plan.folder, reserve, gathered, end)
    return record


def _sources(plan: Plan) -> list[str]:
    return [cell.source for cell in plan.as_run.cells if cell.kind == "code"]


def _first(plan: Plan, store: Store, started: float) -> RunRecord:
    return replace(
        begun(plan, started),
        parameters=redacted_parameters(recorded_parameters(plan.parameters)),
        config_files=keep_config_files(plan, store.blobs),
        notebook=keep_notebook(plan, store.blobs),
    )


def _start(
    plan: Plan, store: Store, live: LiveRun, kernel: AnyKernel, session: Session
) -> Interpreter | None:
    leave_place(live.folder, plan.folder)
    _launch(plan, live, kernel)
    session.begin()
    live.append(git=keep_checkout(plan.folder, store.blobs))  # while the kernel boots
    live.append(notebook=keep_companions(plan, store.blobs))
    machine()  # what is asked now, is known later
    kernel.wait()
    if interpreter := read_interpreter(kernel.ask(QUESTION)):
        live.append(environment=keep_environment(interpreter, store.blobs, plan.place.variables))
    return interpreter


def _launch(plan: Plan, live: LiveRun, kernel: AnyKernel) -> None:
    follow = followed(live.folder, plan.folder, kernel.environment)
    kernel.launch(follow, os.path.join(live.folder, "kernel.log"))


def _resume(
    plan: Plan,
    store: Store,
    live: LiveRun,
    kernel: AnyKernel,
    session: Session,
    interpreter: Interpreter | None,
    listener: Listener,
) -> bool:
    """Take up another run where its state allows, and say so; return whether the kernel is a new one."""
    from nbtrack.record.resuming.taking_up import kernel_differs, restore, take_over  # few runs do

    resumption = plan.resumes
    assert resumption  # noqa: S101 - for the type checker
    here = interpreter if kernel.is_local else None
    why = resumption.why or kernel_differs(resumption, here, live.appended().environment, store)
    is_spoilt = not why and bool(why := restore(resumption, kernel))
    if is_spoilt:
        kernel.stop(at_once=True)  # who knows what half of a state has left in it
        _launch(plan, live, kernel)
        kernel.wait()
    if why:
        live.append(resumes=Resumed(resumption.run.id, why=why))
        listener.said(f"from the top: {why}")
    else:
        take_over(plan, live, session, store, listener)
    return is_spoilt


def _gather(plan: Plan, store: Store, live: LiveRun, session: Session) -> None:
    session.end()
    live.append(**gather(live, store, live.appended(), plan.folder, _sources(plan)))
    if plan.resumes and session.was_taken_over:
        from nbtrack.record.resuming.used_before import take_over_used

        take_over_used(plan.resumes.run, live, store)
