"""A namespace as pickles of one pickler: what two names share, they share again when it comes back.

Functions and classes of the notebook go by value, which is cloudpickle's work. Their globals are the
namespace itself, so that they see what a later cell sets.
"""

from __future__ import annotations

import functools
import hashlib
import importlib.util
import io
import os
import pickle
import sys
import time
import types
from contextlib import contextmanager

from . import interpreter, keras_models, views

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import IO, Any

_CLOUDPICKLE = "nbtrack_cloudpickle"
_CHUNK_BYTES = 1 << 20
_PROTOCOL = 5
_OF_ARRAYS = ("numpy", "torch", "torch.nn.parameter")
_CACHED = type(functools.lru_cache(lambda: None))


def load_cloudpickle(path: str) -> Any:
    """Load nbtrack's own copy, beside whatever the kernel imports under that name."""
    if _CLOUDPICKLE not in sys.modules:
        spec = importlib.util.spec_from_file_location(_CLOUDPICKLE, path)
        assert spec is not None  # noqa: S101 - for the type checker
        assert spec.loader is not None  # noqa: S101
        sys.modules[_CLOUDPICKLE] = module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    return sys.modules[_CLOUDPICKLE]


class OverBudget(BaseException):
    """There is no room, or no time, for more; no exception, lest somebody's code swallows it."""


class Budget:
    """How many bytes may be written, what there is to say of more, and until when."""

    def __init__(self, most_bytes: int, too_large: str, deadline: float) -> None:
        self._most_bytes = most_bytes
        self._too_large = too_large
        self._deadline = deadline

    def check(self, size_bytes: int) -> None:
        """Raise OverBudget where so many bytes are too many, or it is too late."""
        if size_bytes > self._most_bytes:
            raise OverBudget(self._too_large)
        if time.monotonic() > self._deadline:
            raise OverBudget("it takes longer than record.state-max-seconds allows")


class Sink:
    """A file that counts and digests what it gets, or only counts where there is none."""

    def __init__(self, file: IO[bytes] | None, budget: Budget) -> None:
        self._file = file
        self._budget = budget
        self._digest = hashlib.sha256()
        self.size_bytes = 0

    def write(self, raw: Any) -> int:
        """Take what a pickler writes."""
        size = memoryview(raw).nbytes
        self.room_for(size)
        if self._file is not None:
            self._file.write(raw)
            self._digest.update(raw)
        self.size_bytes += size
        return size

    def room_for(self, size_bytes: int) -> None:
        """Raise OverBudget where so many bytes more would be too many."""
        self._budget.check(self.size_bytes + size_bytes)

    @property
    def digest(self) -> str:
        """Return the digest of all of it."""
        return self._digest.hexdigest()


class Written:
    """What became of a state; `refused` says of each name that cannot be kept why not."""

    def __init__(self, sink: Sink, refused: dict[str, str]) -> None:
        self.digest, self.size_bytes, self.refused = sink.digest, sink.size_bytes, refused


def save(path: str, place: Any, values: dict[str, Any], after: Any, budget: Budget) -> Written:
    """Write a state without what cannot be kept; raises OverBudget.

    What was begun with a value that is refused stays behind in the pickler's memory, so then all starts anew.
    """
    refused: dict[str, str] = {}
    while True:
        left = {name: value for name, value in values.items() if name not in refused}
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_CLOEXEC", 0), 0o600)
        with open(descriptor, "wb") as file:
            sink = Sink(file, budget)
            failed = _dump_all(_pickler(sink), [(None, place), *left.items(), (None, None), (None, after)])
        if failed is None:
            return Written(sink, refused)
        if failed not in left:
            raise OverBudget("the random numbers or the environment cannot be kept")
        refused.update(_refusals(left, failed, budget))


def _dump_all(pickler: Any, things: Iterable[tuple[str | None, Any]]) -> str | None:
    """Write names with their values, return the first that cannot be."""
    for name, value in things:
        try:
            pickler.dump((name, value))
        except Exception:  # noqa: BLE001 - the values' own code
            return name or ""
    return None


def _refusals(values: dict[str, Any], first: str, budget: Budget) -> Iterator[tuple[str, str]]:
    """Yield the names that cannot be kept, from a certain one on, and what they stand for."""
    names = list(values)
    for name in names[names.index(first) :]:
        try:
            _pickler(Sink(None, budget)).dump(values[name])
            if name != first:
                continue
        except Exception:  # noqa: BLE001, S110 - the values' own code
            pass
        yield name, described(values[name])


def described(value: Any) -> str:
    """Return what kind of thing a value is."""
    if isinstance(value, io.IOBase):
        return "an open file"
    if isinstance(value, types.GeneratorType):
        return "a generator"
    kind = type(value)
    module = "" if kind.__module__ in ("builtins", "__main__") else f"{kind.__module__}."
    return f"of type {module}{kind.__qualname__}"


class _Globals:
    """Stands in a pickle for the namespace."""

    def __reduce__(self) -> Any:
        return _namespace, ()


def _namespace() -> dict[str, Any]:
    found: dict[str, Any] = interpreter.shell().user_ns
    return found


def _closed_file() -> IO[str]:
    """Return what a name of `with open(…) as name` stands for behind the block."""
    file = open(os.devnull)  # noqa: SIM115 - closed at once
    file.close()
    return file


def _stream(name: str) -> Any:
    return getattr(sys, name)


def _cached(function: Any, parameters: dict[str, Any]) -> Any:
    return functools.lru_cache(**parameters)(function)


def _bytes_of(array: Any) -> int:
    """Return what an array takes, which is copied before it is written; nothing where it does not say."""
    try:
        found = array.nbytes
    except Exception:  # noqa: BLE001 - torch's sparse tensors raise RuntimeError
        return 0
    return found if isinstance(found, int) else 0


def _code(make: Any, parts: tuple[Any, ...], filename: str) -> types.CodeType:
    """Return code that knows the cell it stands in, by which its source is found: cloudpickle drops that."""
    made: types.CodeType = make(*parts).replace(co_filename=filename)
    return made


def _pickler(sink: Sink) -> Any:
    made = _pickler_class()(sink, protocol=_PROTOCOL)
    made.room_for = sink.room_for
    return made


@functools.lru_cache(maxsize=1)
def _pickler_class() -> Any:
    namespace = _namespace()
    base: Any = sys.modules[_CLOUDPICKLE].Pickler

    class Pickler(base):  # type: ignore[misc]
        """Knows the namespace, its functions, and files."""

        def reducer_override(self, value: Any) -> Any:
            if isinstance(value, types.FunctionType):
                return _of_namespace(super().reducer_override(value), value.__globals__ is namespace)
            if type(value).__module__ in _OF_ARRAYS:
                self.room_for(_bytes_of(value))
                if reduced := views.reduced_view(value):
                    return reduced
            if model := keras_models.reduced_model(value):
                return model
            if isinstance(value, types.CodeType):
                return _code, (*sys.modules[_CLOUDPICKLE]._code_reduce(value), value.co_filename)
            if isinstance(value, io.IOBase):
                return _of_file(value)
            if isinstance(value, _CACHED) and getattr(value, "__module__", None) == "__main__":
                return _cached, (value.__wrapped__, value.cache_parameters())
            if value is interpreter.shell():
                return interpreter.shell, ()
            return super().reducer_override(value)

    return Pickler


def _of_namespace(reduced: Any, is_own: bool) -> Any:
    """Let a function that goes by value find the namespace again, and bring none of it along."""
    if not is_own or not isinstance(reduced, tuple):
        return reduced
    make, (code, _, *more), (attributes, slots), *rest = reduced
    return (make, (code, _Globals(), *more), (attributes, {**slots, "__globals__": {}}), *rest)


def _of_file(file: Any) -> Any:
    """Say how a file comes back: what is open does not, since it is somewhere, or half written."""
    if type(file) in (io.BytesIO, io.StringIO):
        return NotImplemented
    for name in ("stdin", "stdout", "stderr"):
        if file is getattr(sys, name):
            return _stream, (name,)
    if file.closed:
        return _closed_file, ()
    raise pickle.PicklingError("an open file")


class Opened:
    """A state that is read, one thing after the other."""

    def __init__(self, file: IO[bytes]) -> None:
        self._unpickler = pickle.Unpickler(file)  # noqa: S301 - its digest was signed by who made it

    def load(self) -> Any:
        """Return the next thing that has no name."""
        return self._unpickler.load()[1]

    def values(self) -> Iterator[tuple[str, Any]]:
        """Yield names with their values."""
        while (item := self._unpickler.load())[0] is not None:
            yield item


@contextmanager
def opened(path: str, digest: str) -> Iterator[Opened]:
    """Open a state for reading; raises ValueError, and reads no pickle, where it is another.

    The file that was digested is the one that is read: nobody can put another in its place in between.
    """
    with open(path, "rb") as file:
        status = os.fstat(file.fileno())
        if status.st_uid != os.getuid() or status.st_mode & 0o077:
            raise ValueError("its file belongs to somebody else, or others may write it")
        found = hashlib.sha256()
        while chunk := file.read(_CHUNK_BYTES):
            found.update(chunk)
        if found.hexdigest() != digest:
            raise ValueError("its file has changed since it was written")
        file.seek(0)
        yield Opened(file)
