"""Run a script cell by cell and report what stops it: started as a program by the interpreter to be tried.

It imports nothing but the standard library, and nothing of nbtrack: that interpreter need not have it. The
script's statements run in the namespace of `__main__`, as they would with `python script.py`; where each
cell begins is written down, so that even a killed process says how far it came.

Of modules it takes only such as every interpreter has in it: any other would be there for the notebook as
well, in place of a file of that name beside it, and take its time to import.
"""

from __future__ import annotations

import _signal  # type: ignore[import-not-found]
import faulthandler
import os
import sys
import time
from _json import encode_basestring_ascii as _quoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from nbtrack.smoke import protocol
    from nbtrack.smoke.protocol import Job, Place

ONLY_TREE = 0x400  # ast.PyCF_ONLY_AST
FEATURES = 0x1FE0000  # the flags that `__future__` can set, from Python 3.8 on
DONE = -1  # the mark behind the last cell
_MOST_FRAMES = 60
# Modules that start programs to learn about the machine.
_ASKING = ("platform.py", "uuid.py", "ctypes/util.py")
_MOST_FILES = 2000


def main(job_path: str) -> int:
    """Run the job that a file describes; return the exit code."""
    with open(job_path, encoding="utf-8") as file:
        job: Job = eval(file.read(), {"__builtins__": {}})  # noqa: S307 - a literal that nbtrack wrote
    trace = open(job["trace"], "w")  # noqa: SIM115 - a fault may need it until the very end
    faulthandler.enable(trace)
    faulthandler.register(_signal.SIGUSR2, trace)
    os.chdir(job["folder"])
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
        _report(error, job)
        _tell(error)
        return 1
    finally:
        if used:
            _write(job["used"], used.told())
    return 0


def _run(job: Job) -> None:
    main = type(sys)("__main__")
    main.__dict__.update(__file__=job["script"], __builtins__=__builtins__)
    sys.modules["__main__"] = main
    marks = os.open(job["marks"], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    shown: dict[int, str] = {}
    try:
        for cell, codes in list(_compiled(job)):
            _mark(marks, cell)
            exec(codes[0], main.__dict__)  # noqa: S102
            if codes[1:]:
                shown[cell] = plain(eval(codes[1], main.__dict__))  # noqa: S307 - the notebook's own code
        _mark(marks, DONE)
    finally:
        if job["shown"] or job["final"]:
            final = {name: plain(main.__dict__.get(name)) for name in job["final"]}
            _write(job["values"], {"shown": shown, "final": final})


def _compiled(job: Job) -> Iterator[tuple[int, list[Any]]]:
    """Yield the code of each cell, 0 for what stands before them, and of a last expression that is wanted.

    All of it before any of it runs, as `python script.py` does.
    """
    with open(job["script"], encoding="utf-8", newline="\n") as file:
        lines = file.read().split("\n")
    flags = 0
    for cell, first, last in _places(job["cells"]):
        text = "\n" * first + "\n".join(lines[first:last]) + "\n"  # lines keep their numbers
        if cell in job["shown"]:
            codes = _with_last(text, job["script"], flags)
        else:
            codes = [compile(text, job["script"], "exec", flags, dont_inherit=True)]
        if not cell:  # the script has its imports of features at its top
            flags = codes[0].co_flags & FEATURES
        yield cell, codes


def _places(cells: list[int]) -> list[tuple[int, int, int]]:
    """Return (cell, first line, line behind the last) of what stands before the cells, and of each cell."""
    places: dict[int, tuple[int, int]] = {}
    for line, cell in enumerate(cells):
        if cell:
            places[cell] = (places.get(cell, (line, line))[0], line + 1)
    head = next((line for line, cell in enumerate(cells) if cell), len(cells))
    return [(0, 0, head), *((cell, first, last) for cell, (first, last) in places.items())]


def _with_last(text: str, script: str, flags: int) -> list[Any]:
    """Return the code of a cell without its last expression, and of that."""
    import _ast  # part of the interpreter itself

    module = compile(text, script, "exec", flags | ONLY_TREE, dont_inherit=True)
    is_expression = bool(module.body) and isinstance(module.body[-1], _ast.Expr)
    last = module.body.pop() if is_expression else None
    codes = [compile(module, script, "exec", flags, dont_inherit=True)]
    if last:
        codes.append(compile(_ast.Expression(last.value), script, "eval", flags, dont_inherit=True))
    return codes


def _tell(error: BaseException) -> None:
    """Print the exception as the interpreter does, in the notebook's own way where it has one."""
    trace = error.__traceback__
    while trace and trace.tb_frame.f_code.co_filename == __file__:
        trace = trace.tb_next
    try:
        sys.excepthook(type(error), error.with_traceback(trace), trace)
    except BaseException:  # noqa: BLE001 - what matters is in the report already
        sys.__excepthook__(type(error), error, trace)


def _mark(marks: int, cell: int) -> None:
    """Write down which cell begins, when, and behind how much output."""
    try:
        sys.stdout.flush()
        size = os.fstat(1).st_size
    except Exception:  # noqa: BLE001 - a notebook may have closed it, or put anything in its place
        size = -1
    os.write(marks, b"%d %d %.6f\n" % (cell, size, time.monotonic()))


def plain(value: object) -> str:
    """Return the text of a number, a truth value or a string, also one of NumPy's; empty for all else."""
    try:
        if type(value).__module__.partition(".")[0] == "numpy" and getattr(value, "shape", None) == ():
            value = value.item()  # type: ignore[attr-defined]
        return repr(value) if type(value) in (bool, int, float, complex, str) else ""
    except Exception:  # noqa: BLE001 - an object may answer with anything
        return ""


def _report(error: BaseException, job: Job) -> None:
    frames = list(_frames(error.__traceback__))
    own = [places for path, places, _ in frames if path == job["script"]]
    if isinstance(error, SyntaxError) and error.filename == job["script"]:
        own.append((error.lineno, error.lineno, None, None))
    try:
        folder = os.getcwd()
    except OSError:
        folder = ""
    report: protocol.Report = {
        "type": type(error).__name__,
        "message": _text(error),
        "bases": [base.__name__ for base in type(error).__mro__],
        "name": _text(getattr(error, "name", None) or ""),
        "file": _text(getattr(error, "filename", None) or ""),
        "frames": own,
        "folder": folder,
        "trace": [
            (path.replace(job["script"], ""), places[0], name)
            for path, places, name in frames[-_MOST_FRAMES:]
            if not is_library(path)
        ],
    }
    _write(job["report"], report)


def _frames(trace: Any) -> Iterator[tuple[str, Place, str]]:
    """Yield file, (first line, last line, first column, last column) and function, the innermost last."""
    while trace:
        code = trace.tb_frame.f_code
        line = trace.tb_lineno
        places = (line, None, None, None)
        if hasattr(code, "co_positions"):  # from Python 3.11 on
            found = next((p for i, p in enumerate(code.co_positions()) if i == trace.tb_lasti // 2), None)
            places = (line, *found[1:]) if found and found[0] == line else places
        yield code.co_filename, places, code.co_name
        trace = trace.tb_next


def _write(path: str, value: object) -> None:
    with open(path, "w", encoding="utf-8") as file:
        file.write(_json(value))


def _json(value: object) -> str:
    """Render as JSON; the module of that name would bring others."""
    if isinstance(value, dict):
        return "{" + ",".join(f"{_quoted(str(key))}:{_json(each)}" for key, each in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ",".join(map(_json, value)) + "]"
    return _quoted(value) if isinstance(value, str) else "null" if value is None else repr(value)


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

    def told(self) -> protocol.Used:
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

    def _connected(self, _socket: object, address: object) -> None:
        if isinstance(address, tuple):
            self._unknown = "it uses the network"

    def _forked(self, *_: Any) -> None:
        self._unknown = "it starts other processes"

    def _started(self, *_: Any) -> None:
        """Heed programs that the notebook starts; what libraries ask the system is theirs to know."""
        for path in _callers():
            if path == self._script:
                self._unknown = "it starts other programs"
            is_passed_on = path == __file__ or path.startswith(self._libraries)
            if not is_passed_on or path.endswith(_ASKING):
                return


def _file_of(module: object) -> str:
    path = getattr(module, "__file__", None)
    return path if isinstance(path, str) and os.path.isabs(path) else ""


def _callers() -> Iterator[str]:
    frame: Any = sys._getframe(1)
    while frame:
        yield frame.f_code.co_filename
        frame = frame.f_back
