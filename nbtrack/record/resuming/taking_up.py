"""Take up a run at the cell that did not finish.

Its state goes into the kernel, what came of its cells into the record.
"""

from __future__ import annotations

import os
import time
from dataclasses import replace
from typing import TYPE_CHECKING

from nbtrack.errors import StoreError
from nbtrack.notebook.executed import Outcome
from nbtrack.record.resuming.kernel_state import restore_order
from nbtrack.record.resuming.resumption import unfinished_since
from nbtrack.record.running_cells import running_cells
from nbtrack.store.attached import series_of
from nbtrack.store.clock import seconds_of
from nbtrack.store.live import OUTPUT
from nbtrack.store.points import Framing, points_path
from nbtrack.store.record import Resumed
from nbtrack.store.record_json import json_of
from nbtrack.store.said import say
from nbtrack.store.statuses import FINISHED
from nbtrack.store.surroundings import packages_imported, packages_installed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nbtrack.record.environments.environment import Interpreter
    from nbtrack.record.kernels.servers import AnyKernel
    from nbtrack.record.listener import Listener
    from nbtrack.record.plan import Plan
    from nbtrack.record.resuming.resumption import Resumption
    from nbtrack.record.session import Session
    from nbtrack.store.live import LiveRun
    from nbtrack.store.record import CellRun, Environment
    from nbtrack.store.store import Store

_RESTORE_S = 600.0  # to read a state that took a minute to write, from a slow disk
_FIRST = "0"  # of all who say something, so that what cells say again counts


def kernel_differs(
    resumption: Resumption, interpreter: Interpreter | None, now: Environment | None, store: Store
) -> str:
    """Return why a kernel here cannot take up a state, nothing where it can; no pickle is read for that."""
    state = resumption.state
    if interpreter is None or now is None:
        return "the kernel is no Python on this machine"
    if interpreter.python != state["python"]:
        return f"the kernel was Python {state['python']}, and is {interpreter.python}"
    if interpreter.platform != state["platform"]:
        return f"it ran on {state['platform']}, and this is {interpreter.platform}"
    then = resumption.run.environment
    if then is None or then.packages == now.packages:
        return ""
    before, after = (packages_installed(one, store.blobs) for one in (then, now))
    wanted = packages_imported(then, store.blobs) if then.imported else before
    changed = [name for name in wanted if before.get(name) != after.get(name)]
    if not changed:
        return ""
    name = changed[0]
    return f"package {name} was {before.get(name, 'not there')}, and is {after.get(name, 'not there')}"


def restore(resumption: Resumption, kernel: AnyKernel) -> str:
    """Have a kernel take up the state; return why it did not, and then it is of no use any more."""
    counts = [cell.data.get("execution_count") or 0 for cell in resumption.cells]
    order = {
        "folder": resumption.folder,
        "digest": resumption.state["digest"],
        "count": max(counts, default=0) + 1,
        "magics": resumption.magics,
    }
    answer, why = kernel.evaluate(restore_order(order), _RESTORE_S)
    return "" if answer == "True" else f"the state cannot be read: {why}"


def take_over(plan: Plan, live: LiveRun, session: Session, store: Store, listener: Listener) -> None:
    """Put what came of the cells before into a run's journal, marked as another's; raises StoreError."""
    resumption = plan.resumes
    assert resumption  # noqa: S101 - for the type checker
    session.take_over(
        [Outcome(list(cell.outputs), cell.data.get("execution_count")) for cell in resumption.cells],
        resumption.widgets,
    )
    cells = tuple(_taken_over(plan, resumption))
    resumed = Resumed(resumption.run.id, plan.resumes_at, altered=resumption.altered)
    live.append(cells=cells, resumes=resumed)
    _take_metrics(resumption, live, store)
    artifacts = {name: one for name, one in resumption.run.artifacts.items() if name != OUTPUT}
    if artifacts:
        try:
            say(live.folder, {"artifacts": json_of(artifacts)}, by=_FIRST)
        except OSError as error:
            raise StoreError(f"cannot write {live.folder}: {error.strerror}") from None
    listener.cells_taken_over(cells)


def _taken_over(plan: Plan, resumption: Resumption) -> Iterator[CellRun]:
    """Yield the cells of the earlier run with the numbers that they have now."""
    ran = [cell for cell in resumption.run.cells if cell.status == FINISHED]
    now = running_cells(plan.as_run)[: len(resumption.cells)]
    numbers = [number for cell in now if (number := plan.numbers[cell.number - 1])]
    for cell, number in zip(ran, numbers, strict=False):
        yield replace(cell, number=number, taken_from=cell.taken_from or resumption.run.id)


def _take_metrics(resumption: Resumption, live: LiveRun, store: Store) -> None:
    """Log again what was logged before the cell began that did not finish, with its times."""
    since = unfinished_since(resumption.run)
    until = round(seconds_of(since), 3) if since else time.time()  # as points are kept
    framing = Framing()
    path = points_path(live.folder, _FIRST)
    frames = [
        framing.frame({name: value}, step, at_s)
        for name, series in series_of(resumption.run, store.blobs).items()
        for step, at_s, value in series.points()
        if at_s <= until
    ]
    if frames:
        try:
            with open(path, "xb") as file:
                file.write(b"".join(frames))
        except OSError as error:
            raise StoreError(f"cannot write {os.path.dirname(path)}: {error.strerror}") from None
