"""Run a script cell by cell and report what stops it: started as a program by the interpreter to be tried.

It imports nothing but the standard library, and nothing of nbtrack: that interpreter need not have it. The
script's statements run in the namespace of `__main__`, as they would with `python script.py`; where each
cell begins is written down, so that even a killed process says how far it came.

Of modules it takes as few as it can, and all of them before the notebook's folder is searched: each one would
be there for the notebook as well, in place of a file of that name beside it.
"""

from __future__ import annotations

import _ast
import _signal  # type: ignore[import-not-found]
import faulthandler
import json
import os
import sys
import time
import traceback

TYPE_CHECKING = False
if TYPE_CHECKING:
    import ast
    from collections.abc import Iterator
    from typing import Any

ONLY_TREE = 0x400  # ast.PyCF_ONLY_AST
DONE = -1  # the mark behind the last cell
_MOST_FRAMES = 60
_MOST_FILES = 2000


def main(job_path: str) -> int:
    """Run the job that a file describes; return the exit code."""
    with open(job_path, encoding="utf-8") as file:
        job = json.load(file)
    trace = open(job["trace"], "w")  # noqa: SIM115 - a fault may need it until the very end
    faulthandler.enable(trace)
    faulthandler.register(_signal.SIGUSR2, trace)
    sys.argv[:] = [job["script"]]
    if not getattr(sys.flags, "safe_path", False):  # else `python script.py` would not add the folder either
        sys.path[0] = job["folder"]
    used = Used(job["script"], job["copy"]) if job["used"] else None
    try:
        _run(job)
    except SystemExit as stop:
        if stop.code not in (None, 0):
            _report(stop, job)
        raise
    except BaseException as error:  # noqa: BLE001 - whatever it is, it goes into the report
        traceback.print_exc()
        _report(error, job)
        return 1
    finally:
        if used:
            _write(job["used"], used.told())
    return 0


def _run(job: dict[str, Any]) -> None:
    main = type(sys)("__main__")
    main.__dict__.update(__file__=job["script"], __builtins__=__builtins__)
    sys.modules["__main__"] = main
    with open(job["script"], encoding="utf-8") as file:
        body = compile(file.read(), job["script"], "exec", ONLY_TREE, dont_inherit=True).body
    flags = _future_flags(body)
    marks = os.open(job["marks"], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    shown: dict[int, str] = {}
    try:
        for cell, statements in _by_cell(body, job["cells"]):
            _mark(marks, cell)
            last = statements.pop() if cell in job["shown"] and _is_expression(statements[-1]) else None
            module = _ast.Module(statements, type_ignores=[])
            exec(compile(module, job["script"], "exec", flags, dont_inherit=True), main.__dict__)  # noqa: S102
            if last:
                code = compile(_ast.Expression(last.value), job["script"], "eval", flags, dont_inherit=True)
                shown[cell] = plain(eval(code, main.__dict__))  # noqa: S307 - the notebook's own code
        _mark(marks, DONE)
    finally:
        final = {name: plain(main.__dict__.get(name)) for name in job["final"]}
        _write(job["values"], {"shown": shown, "final": final})


def _is_expression(statement: ast.stmt) -> bool:
    return isinstance(statement, _ast.Expr)


def _mark(marks: int, cell: int) -> None:
    """Write down which cell begins, when, and behind how much output."""
    try:
        sys.stdout.flush()
        size = os.fstat(1).st_size
    except Exception:  # noqa: BLE001 - a notebook may have closed it, or put anything in its place
        size = -1
    os.write(marks, b"%d %d %.6f\n" % (cell, size, time.monotonic()))


def _by_cell(body: list[ast.stmt], cells: list[int]) -> list[tuple[int, list[Any]]]:
    """Group statements by cell; what belongs to none, as at the top, is 0."""
    groups: list[tuple[int, list[Any]]] = []
    for statement in body:
        cell = cells[statement.lineno - 1]
        if not groups or groups[-1][0] != cell:
            groups.append((cell, []))
        groups[-1][1].append(statement)
    return groups


def _future_flags(body: list[ast.stmt]) -> int:
    """Return the flags of the features that the script imports; it has all these imports at its top."""
    imports: list[Any] = [s for s in body if isinstance(s, _ast.ImportFrom) and s.module == "__future__"]
    features: dict[str, Any] = {}
    exec(compile(_ast.Module(imports, type_ignores=[]), "__future__", "exec"), features)  # noqa: S102
    return sum(features[alias.name].compiler_flag for statement in imports for alias in statement.names)


def plain(value: object) -> str:
    """Return the text of a number, a truth value or a string, also one of NumPy's; empty for all else."""
    try:
        if type(value).__module__.partition(".")[0] == "numpy" and getattr(value, "shape", None) == ():
            value = value.item()  # type: ignore[attr-defined]
        return repr(value) if type(value) in (bool, int, float, complex, str) else ""
    except Exception:  # noqa: BLE001 - an object may answer with anything
        return ""


def _report(error: BaseException, job: dict[str, Any]) -> None:
    summary = traceback.extract_tb(error.__traceback__)
    frames = [
        tuple(getattr(frame, name, None) for name in ("lineno", "end_lineno", "colno", "end_colno"))
        for frame in summary
        if frame.filename == job["script"]
    ]
    if isinstance(error, SyntaxError) and error.filename == job["script"]:
        frames.append((error.lineno, error.lineno, None, None))
    try:
        folder = os.getcwd()
    except OSError:
        folder = ""
    report = {
        "type": type(error).__name__,
        "message": _text(error),
        "bases": [base.__name__ for base in type(error).__mro__],
        "name": _text(getattr(error, "name", None) or ""),
        "file": _text(getattr(error, "filename", None) or ""),
        "frames": frames,
        "folder": folder,
        "trace": [
            (frame.filename.replace(job["script"], ""), frame.lineno, frame.name, frame.line or "")
            for frame in summary[-_MOST_FRAMES:]
            if not is_library(frame.filename)
        ],
    }
    _write(job["report"], report)


def _write(path: str, value: Any) -> None:
    with open(path, "w", encoding="utf-8") as file:
        json.dump(value, file)


def _text(value: object) -> str:
    try:
        return str(value)[:100_000]
    except Exception:  # noqa: BLE001 - an exception of the notebook's own may not even have a text
        return "(no text)"


_LIBRARIES = (
    *{os.path.join(folder, "") for folder in (sys.prefix, sys.base_prefix, sys.exec_prefix)},
    *("/proc/", "/sys/", "/dev/", "<"),
)


def is_library(path: str) -> bool:
    """Tell whether a file came with the interpreter or a package, or is none of anybody's."""
    return path.startswith(_LIBRARIES) or f"{os.sep}site-packages{os.sep}" in path or path == __file__


class Used:
    """What a notebook depends on besides its code, as Python's audit events tell.

    Files that it opened for reading, folders that it listed, and `unknown`, why there may be more than that.
    """

    def __init__(self, script: str, copy: str) -> None:
        self._own = os.path.join(os.path.dirname(script), "")
        self._copy = os.path.join(copy, "")
        self._script = script
        self._libraries = os.path.join(os.path.dirname(os.__file__), "")
        self._read: set[str] = set()
        self._written: set[str] = set()
        self._listed: set[str] = set()
        self._unknown = ""
        self._handlers: dict[str, Any] = {
            "open": self._opened,
            "os.listdir": self._looked,
            "os.scandir": self._looked,
            "socket.connect": self._connected,
            "os.fork": self._forked,
        }
        starting = ("subprocess.Popen", "os.system", "os.posix_spawn", "os.exec", "os.spawn")
        self._handlers |= dict.fromkeys(starting, self._started)
        sys.addaudithook(self._hear)

    def told(self) -> dict[str, Any]:
        """Return it all, with the modules of the notebook's own; what it wrote itself is no condition."""
        modules = {path for path in map(_file_of, list(sys.modules.values())) if path}
        files = [p for p in sorted(self._read | modules) if not self._is_aside(p) and p not in self._written]
        folders = [path for path in sorted(self._listed) if not self._is_aside(os.path.join(path, ""))]
        if len(files) + len(folders) > _MOST_FILES:
            self._unknown = "it reads too many files"
        return {
            "files": files[:_MOST_FILES],
            "folders": folders[:_MOST_FILES],
            "path": [path for path in sys.path if os.path.isabs(path)],
            "unknown": self._unknown,
        }

    def _is_aside(self, path: str) -> bool:
        is_ours = path.startswith(self._own) and not path.startswith(self._copy)
        return is_library(path) or is_ours or "__pycache__" in path

    def _hear(self, event: str, args: tuple[Any, ...]) -> None:
        handler = self._handlers.get(event)
        if handler:
            try:
                handler(*args)
            except Exception:  # noqa: BLE001 - listening must not change what the notebook does
                self._unknown = "it opens files in a way that cannot be followed"

    def _opened(self, path: Any, mode: Any, flags: int, *_: Any) -> None:
        if isinstance(path, int):
            return
        name = os.path.abspath(os.fsdecode(path))
        writes = flags & (os.O_WRONLY | os.O_RDWR) if mode is None else set(mode) & set("wax+")
        if not writes:
            self._read.add(name)
        elif name in self._read and not self._is_aside(name):
            self._unknown = "it changes a file that it reads"
        else:
            self._written.add(name)

    def _looked(self, path: Any = None, *_: Any) -> None:
        caller = next(file for file in _callers() if file != __file__)
        if not isinstance(path, int) and not caller.startswith("<frozen importlib"):
            self._listed.add(os.path.abspath(os.fsdecode(path or ".")))

    def _connected(self, _socket: Any, address: Any) -> None:
        if isinstance(address, tuple):
            self._unknown = "it uses the network"

    def _forked(self, *_: Any) -> None:
        self._unknown = "it starts other processes"

    def _started(self, *_: Any) -> None:
        """Heed programs that the notebook starts; what libraries ask the system is theirs to know."""
        for path in _callers():
            if path == self._script:
                self._unknown = "it starts other programs"
            if path != __file__ and not path.startswith(self._libraries):
                return


def _file_of(module: Any) -> str:
    path = getattr(module, "__file__", None)
    return path if isinstance(path, str) and os.path.isabs(path) else ""


def _callers() -> Iterator[str]:
    frame: Any = sys._getframe(1)
    while frame:
        yield frame.f_code.co_filename
        frame = frame.f_back


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1]))
