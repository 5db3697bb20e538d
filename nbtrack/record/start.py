"""`nbtrack.start()`: a run that the code itself begins, or joins where `nbtrack run` began one."""

from __future__ import annotations

import os

from nbtrack.record import current
from nbtrack.record.log import live_folder, log, warn
from nbtrack.record.log_series import log_series

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from types import TracebackType
    from typing import Any, Self

    from nbtrack.record.own_run import OwnRun

SWITCH = "NBTRACK_RECORD"  # "off" records nothing, whatever the code says


class Run:
    """The run that is recorded; as a context manager it ends with the block, else with the process."""

    def __init__(self, run_id: str | None, own: OwnRun | None) -> None:
        self.id = run_id  # None where nothing is recorded
        self._own = own

    log = staticmethod(log)
    log_series = staticmethod(log_series)
    log_artifact = staticmethod(current.log_artifact)
    log_figure = staticmethod(current.log_figure)
    log_table = staticmethod(current.log_table)
    tag = staticmethod(current.tag)
    note = staticmethod(current.note)

    def finish(self) -> None:
        """End the run, if it is this process that began it."""
        self._end(None)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end(error)

    def _end(self, error: BaseException | None) -> None:
        own, self._own = self._own, None
        if own is not None:
            own.end(error)


def start(
    params: Mapping[str, Any] | None = None,
    *,
    name: str | None = None,
    tags: Sequence[str] = (),
    note: str | None = None,
    experiment: str | None = None,
) -> Run:
    """Begin a run, or join the one that `nbtrack run` records: `nbtrack.start(params=vars(args))`.

    A run that is begun here ends with its block, at the next `start`, or with the process. The experiment is
    the script, or what `experiment` says. What cannot be recorded is a warning, never an exception.
    """
    if os.environ.get(SWITCH, "").lower() in ("off", "0", "no", "false"):
        return Run(None, None)
    if not hasattr(os, "fork"):
        warn("nbtrack.start: nothing is recorded: recording runs needs Linux or macOS")
        return Run(None, None)
    try:
        from nbtrack.record.own_run import begin, give_way, in_turn

        with in_turn():
            give_way()
            own = None
            if not live_folder():
                given = current.recorded(params or {})
                own = begin(experiment, name=name, tags=tuple(tags), note=note, parameters=given)
            else:
                _join(params or {}, tags, note)
            return Run(os.path.basename(live_folder()), own)
    except Exception as error:  # noqa: BLE001 - see above
        warn(f"nbtrack.start: nothing is recorded: {error}")
        return Run(None, None)


def _join(params: Mapping[str, Any], tags: Sequence[str], note: str | None) -> None:
    if tags:
        current.tag(*tags)
    if note:
        current.note(note)
    current.parameters(params)


def recorded(function: Callable[..., Any]) -> Callable[..., Any]:
    """Record each call of a function as a run, with its arguments as parameters.

    The run of a coroutine or generator lasts until that has come to its end.
    """
    import functools
    import inspect

    def begun(args: tuple[Any, ...], keywords: dict[str, Any]) -> Run:
        bound = inspect.signature(function).bind(*args, **keywords)
        bound.apply_defaults()
        return start(params=bound.arguments)

    def call(*args: Any, **keywords: Any) -> Any:
        with begun(args, keywords):
            return function(*args, **keywords)

    async def awaited(*args: Any, **keywords: Any) -> Any:
        with begun(args, keywords):
            return await function(*args, **keywords)

    def generated(*args: Any, **keywords: Any) -> Any:
        with begun(args, keywords):
            return (yield from function(*args, **keywords))

    lasting = generated if inspect.isgeneratorfunction(function) else call
    return functools.wraps(function)(awaited if inspect.iscoroutinefunction(function) else lasting)
