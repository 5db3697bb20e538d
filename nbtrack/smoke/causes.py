"""Say in one sentence why a notebook fails outside Jupyter, for the kinds of failure that are known."""

from __future__ import annotations

import re

from nbtrack.notebook.python_version import OURS, newer_than_ours
from nbtrack.rules.python.dialect import is_python_2
from nbtrack.rules.python.known import PLATFORM_OF
from nbtrack.script.model import REFUSED
from nbtrack.script.names import names_in
from nbtrack.smoke.verdict import (
    FILE,
    HIDDEN_STATE,
    INVALID,
    MEMORY,
    MODULE,
    NEEDS_DISPLAY,
    NEEDS_INPUT,
    NEEDS_IPYTHON,
    NETWORK,
    UNKNOWN,
    Cause,
)
from nbtrack.smoke.verdict import REFUSED as CANNOT_LEAVE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nbtrack.notebook.document import Notebook
    from nbtrack.script.model import Script
    from nbtrack.smoke.protocol import Report
    from nbtrack.smoke.trial import Trial

_PYTHON_2 = re.compile("Missing parentheses in call to|multiple exception types must be parenthesized")
_NAME = re.compile(r"name '(\w+)' is not defined")
_KERNEL = frozenset(("In", "Out", "_", "__", "___", "_i", "_ii", "_iii", "_ih", "_oh", "_dh", "_exit_code"))
_NO_NETWORK = frozenset(
    (
        *("gaierror", "URLError", "ConnectionError", "ConnectTimeout", "MaxRetryError", "ConnectError"),
        *("ConnectionRefusedError", "NameResolutionError", "NewConnectionError", "ServerNotFoundError"),
    )
)
_NETWORK_WORDS = re.compile(
    r"Name or service not known|name resolution|Network is unreachable|Max retries exceeded"
    r"|Could not resolve host|getaddrinfo failed|nodename nor servname|urlopen error|No route to host"
)
_NO_DISPLAY = re.compile(
    r"no display name|cannot connect to X server|(?:could|can) ?not (?:connect to|open) display|headless"
    r"|Can't find a usable|Qt platform plugin|Unable to (?:access the X Display|open X display)"
)
_ATTRIBUTE = re.compile(r"'(\w+)' object has no attribute '(\w+)'")
_FROM_KERNEL = re.compile(r"^\s*(\w+)\s*=\s*[!%]", re.MULTILINE)


def cause_of(report: Report, cell: int, trial: Trial, folder: str) -> Cause:
    """Return the cause of an exception that the child reported; `folder` is where the script was started."""
    bases = set(report["bases"])
    message = report["message"]
    script, notebook = trial.script, trial.notebook
    if "NotImplementedError" in bases and _is_refused(cell, script):
        return Cause(CANNOT_LEAVE, "this cannot leave Jupyter: " + message.rpartition("`: ")[2])
    if "SyntaxError" in bases and message.startswith(f"cell {cell}, "):
        return Cause(INVALID, _no_python(notebook, message))
    if "UnboundLocalError" not in bases and "NameError" in bases:
        return _name(report, cell, script)
    if "ModuleNotFoundError" in bases:
        from nbtrack.smoke.missing_module import module_cause

        return Cause(MODULE, module_cause(report["name"], trial)) if report["name"] else UNKNOWN
    if "FileNotFoundError" in bases or "NotADirectoryError" in bases:
        from nbtrack.smoke.missing_file import file_cause

        return Cause(FILE, text) if (text := file_cause(report, trial, folder)) else UNKNOWN
    if "AttributeError" in bases and (text := _notebook_object(message, cell, notebook)):
        return Cause(NEEDS_IPYTHON, text)
    return _by_words(bases, message)


def _no_python(notebook: Notebook, message: str) -> str:
    if is_python_2(notebook) or _PYTHON_2.search(message):
        return "the cell is Python 2, and fails in Jupyter as well, unless that has a kernel for it"
    newer = newer_than_ours(notebook)
    if not newer:
        return (
            f"the cell is not valid Python {OURS}, and fails in Jupyter as well, unless that has a newer one"
        )
    return f"the cell is not valid Python {OURS}, and the notebook ran in {newer}: install nbtrack there"


def _by_words(bases: set[str], message: str) -> Cause:
    if bases & {"EOFError", "StdinNotImplementedError"}:
        return Cause(NEEDS_INPUT, "it waits for input, and outside Jupyter nobody is there to type")
    if "TclError" in bases or _NO_DISPLAY.search(message):
        return Cause(NEEDS_DISPLAY, "it needs a display")
    if bases & _NO_NETWORK or _NETWORK_WORDS.search(message):
        return Cause(NETWORK, "the network cannot be reached, or the server does not answer")
    if "MemoryError" in bases:
        return Cause(MEMORY, "the memory does not suffice")
    return UNKNOWN


def _is_refused(cell: int, script: Script) -> bool:
    return any(entry.cell == cell and entry.verdict == REFUSED for entry in script.ledger)


def _notebook_object(message: str, cell: int, notebook: Notebook) -> str:
    """Say so where the attribute belongs to an object that only a notebook has."""
    match = _ATTRIBUTE.search(message)
    source = notebook.cells[cell - 1].source if cell else ""
    if match is None:
        return ""
    if match[1] == "NoneType" and "get_ipython" in source:
        return "it needs a running IPython"
    if match[1] == "NoneType" and "display(" in source:
        return "in Jupyter `display()` returns a handle to update what is shown, which a script does not have"
    for each in notebook.cells[:cell]:
        for name in _FROM_KERNEL.findall(each.source) if each.kind == "code" else ():
            if re.search(rf"\b{name}\s*\.\s*{match[2]}\b", source):
                return f"in Jupyter `{name}`, set in cell {each.number}, is an object that only IPython has"
    return ""


def _name(report: Report, cell: int, script: Script) -> Cause:
    match = _NAME.search(report["message"])
    name = report["name"] or (match[1] if match else "")
    if not name:
        return UNKNOWN
    if name in _KERNEL or re.fullmatch(r"_i?\d+", name):
        return Cause(NEEDS_IPYTHON, f"only a kernel has `{name}`")
    cells = [number for number, names in _names_by_cell(script).items() if name in names]
    later = [number for number in cells if number > cell]
    if not cells and (platform := PLATFORM_OF.get(name)):
        return Cause(NEEDS_IPYTHON, f"no cell defines `{name}`: it is there beforehand on {platform} only")
    if not cells:
        text = "the notebook worked only because of a cell that was deleted or changed since"
        return Cause(HIDDEN_STATE, f"no cell defines `{name}`: {text}")
    if later == cells:
        text = f"`{name}` is defined only further down, in cell {later[0]}: the cells ran in another order"
        return Cause(HIDDEN_STATE, text)
    text = f"cell {cells[0]} can define `{name}`, but by this line it did not, or the name was deleted"
    return Cause(HIDDEN_STATE, text)


def _names_by_cell(script: Script) -> dict[int, set[str]]:
    texts: dict[int, list[str]] = {}
    for text, place in zip(script.source.split("\n"), script.lines, strict=False):
        if place:
            texts.setdefault(place[0], []).append(text)
    return {number: names_in("\n".join(lines)) for number, lines in texts.items()}
