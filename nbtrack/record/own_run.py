"""A run whose recorder is the process that is recorded."""

from __future__ import annotations

import atexit
import contextlib
import os
import sys
import threading
import time
import traceback
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from nbtrack.errors import StoreError
from nbtrack.record.current import tag
from nbtrack.record.endings import is_pruned, status_of
from nbtrack.record.environments.environment import Interpreter
from nbtrack.record.gathering import Listening, gather
from nbtrack.record.log import warn
from nbtrack.record.own_code import (
    is_interactive,
    keep_own_code,
    own_experiment,
    own_folder,
    own_notebook,
    own_script,
    own_sources,
)
from nbtrack.record.provenance import keep_checkout, keep_environment
from nbtrack.record.resources import own_sampling
from nbtrack.record.secrets.redaction import redacted, redacted_words
from nbtrack.store.clock import utc_text
from nbtrack.store.live_folder import forget
from nbtrack.store.location import VARIABLE, store_root
from nbtrack.store.record import Failure, RunRecord, new_id
from nbtrack.store.statuses import FINISHED, INTERRUPTED, RUNNING
from nbtrack.store.store import Store

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import TracebackType

    from nbtrack.store.record import Parameter

_current: OwnRun | None = None
_turn = threading.RLock()  # of threads that begin or end a run


class OwnRun:
    """A run from its begin to its end in one process."""

    def __init__(
        self, store: Store, begun: RunRecord, started: float, folder: str, script: str | None
    ) -> None:
        self._store = store
        self._begun = begun
        self._live = live = store.begin(begun)
        self._started = started
        self._folder = folder
        self._script = script  # when the process ends, Python has forgotten it
        self._process = os.getpid()
        self._thread = threading.current_thread()
        self._listening = Listening(live.folder, folder)
        own_sampling.follow(live.folder)

    def end(self, error: BaseException | None) -> None:
        """Seal the run; a second time, or in the child of a fork, nothing happens.

        What the disk refuses is a warning: its journal is there, of which the next command makes a record.
        """
        global _current
        with _turn:
            if _current is not self or os.getpid() != self._process:
                return
            _current = None
            try:
                self._seal(error)
            except Exception as refusal:  # noqa: BLE001 - no reason to end a training that is done
                warn(f"nbtrack: run {self._live.id} is not sealed yet: {refusal}")

    def give_way(self) -> None:
        """End the run, as another one begins, and say so where that takes it away from another thread."""
        if self._thread is not threading.current_thread() and self._thread.is_alive():
            warn(
                f"nbtrack.start: run {self._live.id} of another thread ends here, as a process records one "
                "run at a time; what that thread logs goes to the new one. Start a process for each"
            )
        self.end(None)

    def _seal(self, error: BaseException | None) -> None:
        if error and is_pruned(error):
            tag("pruned")
        self._listening.end()
        own_sampling.leave()
        ended = time.time()
        said: dict[str, Any] = {}
        with contextlib.suppress(StoreError):  # what can be kept all the same, the seal decides
            said = gather(self._live, self._store, self._begun, self._folder, own_sources(self._script))
        status, failure = _verdict(error, self._script)
        if failure and error:
            text = redacted("".join(traceback.format_exception(error)))
            said["error"] = replace(failure, traceback=self._live.put(text.encode("utf-8", "replace")))
        took_s = round(ended - self._started, 3)
        self._live.end(**said, status=status, ended=utc_text(ended), duration_s=took_s)


def begin(
    experiment: str | None,
    *,
    name: str | None,
    tags: tuple[str, ...],
    note: str | None,
    parameters: Mapping[str, Parameter],
) -> OwnRun:
    """Begin the run of this process; raises StoreError where the disk refuses."""
    global _current
    script = own_script()
    code = script or own_notebook()
    place = code or os.getcwd()
    store = _store(place, os.environ.get(VARIABLE))
    started = time.time()
    begins_with = _surroundings if is_interactive() else _of_program
    found = begins_with(store.root, place, code)
    begun = RunRecord(
        id=new_id(),
        experiment=experiment or found.experiment,
        started=utc_text(started),
        status=RUNNING,
        name=name and redacted(name),
        tags=tuple(map(redacted, tags)),
        note=note and redacted(note),
        command=redacted_words(sys.orig_argv),
        called_from=own_folder(script),
        parameters=parameters,
        **found.fields,
    )
    _current = OwnRun(store, begun, started, _folder(place), script)
    _end_with_the_process()
    return _current


def in_turn() -> threading.RLock:
    """Return what a thread holds while it begins or ends a run."""
    return _turn


def give_way() -> None:
    """End the run that this process began and did not end yet, as another one begins."""
    if _current is not None:
        _current.give_way()


def end_current() -> None:
    """End the run that this process began and did not end yet."""
    if _current is not None:
        _current.end(None)


@cache
def _end_with_the_process() -> None:
    """Let the run end when the process does, as failed where an exception ends it."""
    atexit.register(forget)  # after the other
    atexit.register(end_current)
    before = sys.excepthook

    def on_exception(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if _current is not None:
            _current.end(error)
        before(kind, error, trace)

    sys.excepthook = on_exception


@cache
def _store(place: str, _variable: str | None) -> Store:
    return Store(store_root(place))


class _Surroundings(NamedTuple):
    """What the process begins with: how its runs are called, and fields of their records."""

    experiment: str
    fields: dict[str, Any]


def _surroundings(store_root: str, place: str, code: str | None) -> _Surroundings:
    """Keep what the process begins with."""
    blobs = Store(store_root).blobs
    python, platform = _interpreter()
    environment = keep_environment(Interpreter(python, platform, tuple(sys.path)), blobs)
    git = keep_checkout(_folder(place), blobs)
    fields = {"git": git, "environment": environment, **keep_own_code(code, blobs)}
    return _Surroundings(own_experiment(code), fields)


@cache
def _of_program(store_root: str, place: str, code: str | None) -> _Surroundings:
    """Keep it once: a program does not load its code a second time, as somebody at a notebook does."""
    return _surroundings(store_root, place, code)


def _forget() -> None:
    """Let the child of a fork not wait for a thread that it does not have."""
    global _turn
    _turn = threading.RLock()


if hasattr(os, "register_at_fork"):  # not on Windows
    os.register_at_fork(after_in_child=_forget)


def _folder(place: str) -> str:
    return place if os.path.isdir(place) else os.path.dirname(place)


def _interpreter() -> tuple[str, str]:
    import platform

    return platform.python_version(), platform.platform()


def _verdict(error: BaseException | None, script: str | None) -> tuple[str, Failure | None]:
    if error is None or (isinstance(error, SystemExit) and not error.code) or is_pruned(error):
        return FINISHED, None
    if isinstance(error, KeyboardInterrupt):
        return INTERRUPTED, Failure("KeyboardInterrupt", "stopped by a person or the system")
    failure = Failure(type(error).__name__, redacted(str(error)), line=_line(error, script))
    return status_of(failure.name, failure.message), failure


def _line(error: BaseException, script: str | None) -> int | None:
    """Return the line of the script in which an exception passed last."""
    lines: list[Any] = [
        frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == script
    ]
    return lines[-1] if lines else None
