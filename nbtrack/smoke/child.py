"""Run a script cell by cell and report what stops it: started as a program by the interpreter to be tried.

It imports nothing but the standard library, and nothing of nbtrack: that interpreter need not have it. The
script's statements run in the namespace of `__main__`, as they would with `python script.py`; between cells
the number of the next one is written down, so that even a killed process says how far it came.

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
import traceback

TYPE_CHECKING = False
if TYPE_CHECKING:
    import ast
    from typing import Any

ONLY_TREE = 0x400  # ast.PyCF_ONLY_AST


def main(job_path: str) -> int:
    """Run the job that a file describes; return the exit code."""
    with open(job_path, encoding="utf-8") as file:
        job = json.load(file)
    trace = open(job["trace"], "w")  # noqa: SIM115 - a fault may need it until the very end
    faulthandler.enable(trace)
    faulthandler.register(_signal.SIGUSR2, trace)
    sys.argv[:] = [job["script"]]
    sys.path[0] = job["folder"]
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
    return 0


def _run(job: dict[str, Any]) -> None:
    main = type(sys)("__main__")
    main.__dict__.update(__file__=job["script"], __builtins__=__builtins__)
    sys.modules["__main__"] = main
    with open(job["script"], encoding="utf-8") as file:
        body = compile(file.read(), job["script"], "exec", ONLY_TREE, dont_inherit=True).body
    flags = _future_flags(body)
    mark = os.open(job["mark"], os.O_WRONLY | os.O_CREAT)
    os.pwrite(mark, b"%8d" % 0, 0)
    for cell, statements in _by_cell(body, job["cells"]):
        os.pwrite(mark, b"%8d" % cell, 0)
        module = _ast.Module(statements, type_ignores=[])
        exec(compile(module, job["script"], "exec", flags, dont_inherit=True), main.__dict__)  # noqa: S102
    os.pwrite(mark, b" done", 8)


def _by_cell(body: list[ast.stmt], cells: list[int]) -> list[tuple[int, list[ast.stmt]]]:
    """Group statements by cell; what belongs to none, as at the top, is 0."""
    groups: list[tuple[int, list[ast.stmt]]] = []
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


def _report(error: BaseException, job: dict[str, Any]) -> None:
    frames = [
        tuple(getattr(frame, name, None) for name in ("lineno", "end_lineno", "colno", "end_colno"))
        for frame in traceback.extract_tb(error.__traceback__)
        if frame.filename == job["script"]
    ]
    if isinstance(error, SyntaxError) and error.filename == job["script"]:
        frames.append((error.lineno, error.lineno, None, None))
    report = {
        "type": type(error).__name__,
        "message": _text(error),
        "bases": [base.__name__ for base in type(error).__mro__],
        "name": _text(getattr(error, "name", None) or ""),
        "file": _text(getattr(error, "filename", None) or ""),
        "frames": frames,
    }
    with open(job["report"], "w", encoding="utf-8") as file:
        json.dump(report, file)


def _text(value: object) -> str:
    try:
        return str(value)
    except Exception:  # noqa: BLE001 - an exception of the notebook's own may not even have a text
        return "(no text)"


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1]))
