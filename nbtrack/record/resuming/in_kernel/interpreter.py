"""What belongs to the interpreter and not to a name: its place, settings of libraries."""

from __future__ import annotations

import linecache
import os
import pickle
import sys
import types

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    Getter = Callable[[Any], Any]
    Setter = Callable[[Any, Any], object]

_FIXED = (
    int, float, complex, bool, str, bytes, range, type, types.ModuleType, types.FunctionType,
    types.BuiltinFunctionType, type(None),
)  # fmt: skip


def shell() -> Any:
    """Return IPython's shell."""
    from IPython import get_ipython

    return get_ipython()


def is_changeable(value: Any) -> bool:
    """Tell whether code could have changed a value without giving the name another."""
    return not isinstance(value, _FIXED)


def place() -> dict[str, Any]:
    """Return the working folder, the path of imports, the environment variables."""
    return {"folder": _folder(), "path": list(sys.path), "variables": dict(os.environ)}


def _folder() -> str | None:
    try:
        return os.getcwd()
    except OSError:  # deleted meanwhile
        return None


def place_since(first: dict[str, Any], last: dict[str, Any]) -> dict[str, Any]:
    """Return a place, with those environment variables alone that have changed; None for one that went."""
    names = {**first["variables"], **last["variables"]}
    changed = {
        name: last["variables"].get(name)
        for name in names
        if first["variables"].get(name) != last["variables"].get(name)
    }
    return {**last, "variables": changed}


def go_to(found: dict[str, Any]) -> None:
    """Take up a place again; raises OSError where the folder is gone."""
    if found["folder"] is not None and found["folder"] != _folder():
        os.chdir(found["folder"])
    sys.path[:] = found["path"]


def prepare(found: dict[str, Any]) -> None:
    """Let modules be found from where the notebook began, and from the last place it went to."""
    sys.path[:] = [*found["path"], *filter(None, (found["folder"],))]
    for name, value in found["variables"].items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value


def _pandas_options(pandas: Any) -> dict[str, Any]:
    with _silence():
        return {name: pandas.get_option(name) for name in pandas._config.config._registered_options}


def _set_pandas_options(pandas: Any, options: dict[str, Any]) -> None:
    with _silence():
        for name, value in options.items():
            if pandas.get_option(name) != value:
                pandas.set_option(name, value)


def _set_matplotlib(matplotlib: Any, settings: dict[str, Any]) -> None:
    with _silence():
        matplotlib.rcParams.update(settings)


def _set_warnings(warnings: Any, filters: list[Any]) -> None:
    warnings.resetwarnings()  # tells the interpreter that they are others
    warnings.filters[:] = filters


_SETTINGS: dict[str, tuple[Getter, Setter]] = {
    "warnings": (lambda warnings: list(warnings.filters), _set_warnings),
    "decimal": (lambda decimal: decimal.getcontext(), lambda decimal, found: decimal.setcontext(found)),
    "numpy": (
        lambda numpy: (numpy.get_printoptions(), numpy.geterr()),
        lambda numpy, found: (numpy.set_printoptions(**found[0]), numpy.seterr(**found[1])),
    ),
    "matplotlib": (
        lambda found: {name: found.rcParams[name] for name in found.rcParams if "backend" not in name},
        _set_matplotlib,
    ),
    "pandas": (_pandas_options, _set_pandas_options),
    "torch": (
        lambda torch: (torch.get_default_dtype(), torch.get_num_threads(), torch.is_grad_enabled()),
        lambda torch, found: (
            torch.set_default_dtype(found[0]),
            torch.set_num_threads(found[1]),
            torch.set_grad_enabled(found[2]),
        ),
    ),
}


def settings() -> dict[str, bytes]:
    """Return the settings of libraries that are imported, pickled each; without those that cannot be."""
    found = {}
    for name, (get, _) in _SETTINGS.items():
        if name in sys.modules:
            try:
                found[name] = pickle.dumps(get(sys.modules[name]))
            except Exception:  # noqa: BLE001, S112 - another version of the library
                continue
    return found


def set_back(found: dict[str, bytes]) -> None:
    """Give libraries their settings back; raises whatever a library does."""
    for name, raw in found.items():
        _SETTINGS[name][1](_imported(name), pickle.loads(raw))  # noqa: S301 - out of a state that was checked


def code_of_cells() -> dict[str, Any]:
    """Return the sources of cells, by which tracebacks and `inspect.getsource` show functions."""
    return {name: entry for name, entry in linecache.cache.items() if len(entry) == 4 and entry[1] is None}


def show_code_of_cells(found: dict[str, Any]) -> None:
    """Make them known again."""
    linecache.cache.update(found)


def _imported(name: str) -> Any:
    import importlib

    return importlib.import_module(name)


def _silence() -> Any:
    import warnings

    return warnings.catch_warnings(record=True)
