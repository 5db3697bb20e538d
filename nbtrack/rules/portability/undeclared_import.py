"""An import that no dependency of the project provides.

## What it does
Reads what the project declares (pyproject.toml of any tool, requirements files, setup.py and setup.cfg,
environment.yml, Pipfile, lock files; from the notebook's folder up to the repository's root) and finds
imports of modules that none of it provides.

## Why it matters
The notebook runs only where somebody happened to install the package. Everybody else, and CI, gets a
`ModuleNotFoundError`, after the cells above have run.

## Example
`cell 1, line 2: NBT404 "seaborn" is imported, but no declared dependency provides it`

## Fix and its safety
None: declare the dependency, or install it in the notebook with `%pip install`.

## Options
None. Nothing is reported where the project declares no dependencies. Left out are modules of the standard
library, modules beside the notebook or in the project, what comes with Jupyter, what the notebook installs
itself (`%pip install`, `!conda install`), and imports in a `try`, an `if` or a function. Whether a
distribution brings a module is told by name and by a table of well-known ones, not by what is installed here.

## On real notebooks
Beside 72 notebooks that declare nothing themselves a file with their four main dependencies was put. Of 36
findings in 25 notebooks, all of them read, 27 were right; 9 were modules that come along with the declared
ones (`packaging`, `grpc`, `requests`), which the table knows since. In 391 notebooks that six packages ship,
and that nobody had looked at before, 28 findings were read: 25 are right, extras that nothing near the
notebook declares; 3 came along with `botorch`, which the table knows since. In 299 notebooks of 11 more
packages 103 were read: 74 are right; 24 were the name of a package whose documentation declares for itself,
outside of git, and 5 were modules of a distribution with another name or that brings them. Both are known
since. In 432 notebooks of 21 packages 72 were read: 59 are right; 13 were declared in environments of conda
below `ci/` or by the repository around a submodule, and both are read since. In 293 of three more 27
were read: 1 is right; 18 were declared for Poetry with a version for each Python, 8 are modules of a
distribution with another name or that brings them. Both are known since.

## Source
PEP 621 and PEP 735 (pyproject.toml), pip's requirements format, conda's environment files.
"""

from __future__ import annotations

import os
import sys

from nbtrack.rules.finding import Finding
from nbtrack.rules.python.nodes import RUN_LATER, nodes
from nbtrack.rules.python.places import at_node

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from nbtrack.rules.python.cells import PythonCell
    from nbtrack.rules.rule import Rule
    from nbtrack.rules.subject import Subject

    Import = tuple[str, Any, PythonCell]

_CLOSED = RUN_LATER | {"If", "Try"}
# With these a module may come from anywhere.
_OPENS_PATHS = ("sys.path", "addsitedir", "os.chdir", "%cd", "git clone", "PYTHONPATH")


def check(rule: Rule, subject: Subject) -> Iterator[Finding]:
    """Find the first import of each module that nothing provides."""
    imports = list(_imports(subject))
    if not imports or not os.path.isfile(subject.notebook.path):
        return
    from nbtrack.rules.portability.declared.modules import provides
    from nbtrack.rules.portability.declared.project import declared_for

    folder = os.path.dirname(subject.notebook.path) or "."
    declared = declared_for(folder)
    if declared is None:
        return
    installed = _installed(subject, folder)
    knows_all = not any(word in subject.notebook.text for word in _OPENS_PATHS)
    for module, node, cell in imports:
        if provides(declared.names | installed, module) or _is_local(module, declared.folders):
            continue
        if knows_all or _is_well_known(module):
            message = f'"{module}" is imported, but no declared dependency provides it'
            yield Finding(rule, at_node(cell, node), message)


def surroundings(folder: str) -> object:
    """Return the files in which the project declares anything, and the modules of its own."""
    from nbtrack.rules.portability.declared.project import declaring_contents, modules_in, project_folders

    contents = declaring_contents(folder)
    return contents and (contents, modules_in(_code_folders(project_folders(folder))))


def _imports(subject: Subject) -> Iterator[Import]:
    """Yield the first import of each module that neither Python nor Jupyter brings."""
    from nbtrack.rules.portability.declared.modules import ALWAYS_THERE

    seen = set(sys.stdlib_module_names) | ALWAYS_THERE
    for cell in subject.python_cells:
        if "import" not in cell.text or cell.may_fail:
            continue
        for node in nodes(cell, _CLOSED):
            for module in _modules(node):
                if module not in seen:
                    seen.add(module)
                    yield module, node, cell


def _modules(node: Any) -> list[str]:
    kind = type(node).__name__
    if kind == "Import":
        names = [alias.name for alias in node.names]
    elif kind == "ImportFrom" and node.level == 0:
        names = [node.module or ""]
    else:
        return []
    return [name.partition(".")[0] for name in names if name and not name.startswith("google.colab")]


def _is_local(module: str, folders: tuple[str, ...]) -> bool:
    from nbtrack.rules.portability.declared.project import has_module

    return any(has_module(folder, module) for folder in _code_folders(folders))


def _code_folders(folders: tuple[str, ...]) -> list[str]:
    return [os.path.join(folder, inner) for folder in folders for inner in ("", "src", "lib")]


def _installed(subject: Subject, folder: str) -> frozenset[str]:
    """Return the names behind every `install` of the notebook."""
    from nbtrack.rules.portability.declared.installs import installs
    from nbtrack.rules.portability.declared.project import names_required

    names, files = installs(cell.source for cell in subject.notebook.cells if cell.kind == "code")
    if files:
        subject.looks_outside()
    for file in files:
        names |= names_required(os.path.join(folder, file))
    return frozenset(names)


def _is_well_known(module: str) -> bool:
    from nbtrack.rules.portability.declared.modules import BRINGS, DISTRIBUTIONS

    return module in DISTRIBUTIONS or module in BRINGS or any(module in more for more in BRINGS.values())
