"""Keep the state of a kernel when a cell did not finish, so that its run can be taken up there."""

from __future__ import annotations

import json
import os
import shutil
from contextlib import suppress
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any

from nbtrack.record.resuming.in_kernel import ANSWER, STATE
from nbtrack.record.resuming.kernel_state import BEGIN, READY, keep_order, pickling
from nbtrack.record.resuming.state_limits import outdated_states, room_for
from nbtrack.record.running_cells import running_cells, source_digest
from nbtrack.store.digest import short_id
from nbtrack.store.states import States
from nbtrack.store.statuses import FAILED, FINISHED, HUNG_UP, INTERRUPTED, TERMINATED, TIMED_OUT
from nbtrack.terminal import size_text

if TYPE_CHECKING:
    from nbtrack.record.environments.environment import Interpreter
    from nbtrack.record.interruption import Interruption
    from nbtrack.record.kernels.servers import AnyKernel
    from nbtrack.record.listener import Listener
    from nbtrack.record.plan import Plan
    from nbtrack.store.live import LiveRun

SCHEMA = "nbtrack.state/1"
_ENDINGS = frozenset((FAILED, TIMED_OUT, INTERRUPTED, TERMINATED, HUNG_UP))
_READY_S = 5.0  # for a cell that is interrupted to end
_AGAIN_S = 0.05
_GRACE_S = 5.0  # for what takes its time without writing anything
# Whoever sends SIGTERM sends SIGKILL later, and the record is yet to be written.
_TERMINATED_S, _TERMINATED_GRACE_S = 3.0, 0.5


class KeptState:
    """The state of one run's kernel."""

    def __init__(
        self, plan: Plan, live: LiveRun, store_root: str, kernel: AnyKernel, listener: Listener
    ) -> None:
        self._plan = plan
        self._live = live
        self._root = store_root
        self._kernel = kernel
        self._listener = listener
        self._interpreter: Interpreter | None = None

    def begin(self, interpreter: Interpreter | None) -> None:
        """Have the kernel take note of how each cell begins, where its state may come to be kept."""
        if self._plan.state and interpreter and self._kernel.is_local and self._kernel.ask(BEGIN) == "True":
            self._interpreter = interpreter

    def end(self, status: str, done: int, interruption: Interruption) -> None:
        """Keep the state when so many cells are done, if it is of use; what is in the way, is said."""
        limits = self._plan.state
        if not limits or not self._interpreter or status not in _ENDINGS or not done:
            return
        cells = [cell for cell in self._live.appended().cells if cell.status == FINISHED]
        if sum(cell.duration_s or 0.0 for cell in cells) < limits.after_s:
            return
        self._listener.said("keeping what the cells before made, for --resume (Ctrl-C leaves it out)")
        try:
            with interruption.skipping():
                why = self._keep(status, done)
        except KeyboardInterrupt:
            why = "somebody interrupted that too"
        except OSError as error:
            why = (error.strerror or str(error)).lower()
        if why:
            self._leave(why)

    def _keep(self, status: str, done: int) -> str:
        """Keep the state and return nothing, or why it cannot be."""
        limits = self._plan.state
        assert limits  # noqa: S101 - for the type checker
        if status == TIMED_OUT:
            self._kernel.interrupt()
        if not self._is_ready():
            return "the kernel does not answer: the cell could not be interrupted"
        states = States(self._root)
        states.remove_scratch()
        scratch = states.begin(self._live.id)
        try:
            seconds, grace_s = limits.most_s, _GRACE_S
            if status == TERMINATED:
                seconds, grace_s = min(seconds, _TERMINATED_S), _TERMINATED_GRACE_S
            order = {"folder": scratch, "seconds": seconds, **room_for(limits, scratch)}
            self._kernel.ask(keep_order(order), seconds + grace_s)
            answer = _answer(scratch)
            if "why" in answer:
                with suppress(OSError):
                    os.unlink(os.path.join(scratch, STATE))
                return str(answer["why"])
            states.finish(scratch, self._live.id, self._manifest(answer, done))
        finally:
            shutil.rmtree(scratch, ignore_errors=True)
        self._tell(answer)
        for old in outdated_states(states, self._plan.folder):
            states.remove(old.run)
        return ""

    def _is_ready(self) -> bool:
        """Ask until the kernel answers: what comes right behind a failure is turned away."""
        deadline = monotonic() + _READY_S
        while (left_s := deadline - monotonic()) > 0:
            if self._kernel.ask(READY, left_s) == READY:
                return True
            sleep(_AGAIN_S)
        return False

    def _manifest(self, answer: dict[str, Any], done: int) -> dict[str, Any]:
        assert self._interpreter  # noqa: S101 - for the type checker
        return {
            "schema": SCHEMA,
            "cells": done,
            "sources": [source_digest(cell) for cell in running_cells(self._plan.as_run)[:done]],
            "python": self._interpreter.python,
            "platform": self._interpreter.platform,
            "cwd": self._plan.working_folder,
            "pickling": pickling(),
            **answer,
        }

    def _tell(self, answer: dict[str, Any]) -> None:
        short = short_id(self._live.id)
        self._listener.said(
            f"kept {size_text(answer['bytes'])}: `nbtrack run --resume {short}` goes on there"
        )
        if answer["refused"]:
            self._listener.said(f"not kept: {_refused_text(answer['refused'])}")

    def _leave(self, why: str) -> None:
        """Say why there is no state, and remember it for whoever asks."""
        self._listener.said(f"the state of the kernel is not kept: {why}")
        states = States(self._root)
        with suppress(OSError):
            states.finish(states.begin(self._live.id), self._live.id, {"schema": SCHEMA, "why": why})


def _refused_text(refused: dict[str, str]) -> str:
    return ", ".join(f"{name} ({what})" for name, what in refused.items())


def _answer(folder: str) -> dict[str, Any]:
    path = os.path.join(folder, ANSWER)
    try:
        with open(path, "rb") as file:
            found: dict[str, Any] = json.load(file)
        os.unlink(path)
    except (OSError, ValueError):
        return {"why": "the kernel did not come to an end with it"}
    return found
