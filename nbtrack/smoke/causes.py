"""Say in one sentence why a notebook fails outside Jupyter, for the kinds of failure that are known."""

from __future__ import annotations

import os
import re
from typing import Any

from nbtrack.script.compiling import NotPython, tree
from nbtrack.script.model import RECORDED, REFUSED
from nbtrack.script.names import bound_names
from nbtrack.script.requirements import installed_by

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nbtrack.notebook.document import Notebook
    from nbtrack.script.model import Script

_NAME = re.compile(r"name '(\w+)' is not defined")
_KERNEL = frozenset(("In", "Out", "_", "__", "___", "_i", "_ii", "_iii", "_ih", "_oh", "_dh", "_exit_code"))
_NO_NETWORK = frozenset(
    ("gaierror", "URLError", "ConnectionError", "ConnectTimeout", "MaxRetryError", "ConnectError")
)
_NETWORK_WORDS = re.compile(
    r"Name or service not known|name resolution|Network is unreachable|Max retries exceeded"
)
_NO_DISPLAY = re.compile(r"no display name|cannot connect to X server|could not connect to display|headless")
_PROJECT = re.compile(r"[^\w.-]")
_HOSTED = {
    "google.colab": "Google Colab",
    "kaggle_secrets": "Kaggle",
    "dbutils": "Databricks",
    "pyspark.dbutils": "Databricks",
}


def cause_of(report: dict[str, Any], cell: int, script: Script, notebook: Notebook) -> str:
    """Return the cause of an exception that the child reported, empty where the kind is not known."""
    bases = set(report["bases"])
    message = str(report["message"])
    if "NotImplementedError" in bases and _is_refused(cell, script):
        return "this cannot leave Jupyter: " + message.rpartition("`: ")[2]
    if "SyntaxError" in bases and message.startswith(f"cell {cell}, "):
        return "the cell is not valid Python, in Jupyter neither"
    if "UnboundLocalError" not in bases and "NameError" in bases:
        return _name(report, cell, script)
    if "ModuleNotFoundError" in bases:
        return _module(report["name"], script)
    if "FileNotFoundError" in bases:
        return _file(report["file"], notebook)
    if "AttributeError" in bases and "'NoneType'" in message and _asks_for_ipython(cell, notebook):
        return "it needs a running IPython"
    if "EOFError" in bases or "StdinNotImplementedError" in bases:
        return "it waits for input, and outside Jupyter nobody is there to type"
    if "TclError" in bases or _NO_DISPLAY.search(message):
        return "it needs a display"
    if bases & _NO_NETWORK or _NETWORK_WORDS.search(message):
        return "the network cannot be reached, or the server does not answer"
    if "MemoryError" in bases:
        return "the memory does not suffice"
    return ""


def _is_refused(cell: int, script: Script) -> bool:
    return any(entry.cell == cell and entry.verdict == REFUSED for entry in script.ledger)


def _asks_for_ipython(cell: int, notebook: Notebook) -> bool:
    return cell > 0 and "get_ipython" in notebook.cells[cell - 1].source


def _name(report: dict[str, Any], cell: int, script: Script) -> str:
    match = _NAME.search(report["message"])
    name = report["name"] or (match[1] if match else "")
    if not name:
        return ""
    if name in _KERNEL or re.fullmatch(r"_i?\d+", name):
        return f"only a kernel has `{name}`"
    cells = [number for number, names in _names_by_cell(script).items() if name in names]
    later = [number for number in cells if number > cell]
    if not cells:
        return (
            f"no cell defines `{name}`: "
            "the notebook worked only because of a cell that was deleted or changed since"
        )
    if later == cells:
        return f"`{name}` is defined only further down, in cell {later[0]}: the cells ran in another order"
    return f"cell {cells[0]} can define `{name}`, but by this line it did not, or the name was deleted"


def _names_by_cell(script: Script) -> dict[int, set[str]]:
    texts: dict[int, list[str]] = {}
    for text, place in zip(script.source.split("\n"), script.lines, strict=False):
        if place:
            texts.setdefault(place[0], []).append(text)
    return {number: _names("\n".join(lines)) for number, lines in texts.items()}


def _names(text: str) -> set[str]:
    try:
        return bound_names(tree(text))
    except NotPython:
        return set()


def _module(name: str, script: Script) -> str:
    for module, platform in _HOSTED.items():
        if name == module or name == module.partition(".")[0]:
            return f"`{module}` exists only on {platform}"
    if not name:
        return ""
    wanted = _project(name.partition(".")[0])
    for entry in script.ledger:
        installed = installed_by(entry.text.lstrip("%!")) if entry.verdict == RECORDED else None
        if wanted in map(_project, installed or ()):
            return f"cell {entry.cell} would install it, but `{name}` is not there for this interpreter"
    return f"this interpreter does not have the module `{name}`"


def _project(requirement: str) -> str:
    """Return the name of a requirement as package indexes compare names."""
    return _PROJECT.split(requirement, maxsplit=1)[0].lower().replace("_", "-")


def _file(path: str, notebook: Notebook) -> str:
    if not path:
        return ""
    if os.path.isabs(path):
        return f"{path} is not on this machine"
    folder = os.path.dirname(notebook.path) or "."
    return f"{path} is looked for in the working folder, which starts as the notebook's ({folder})"
