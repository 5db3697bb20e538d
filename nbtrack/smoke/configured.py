"""What settings say of parameters: `[tool.nbtrack.smoke.parameters."train.ipynb"]`, by path or by pattern."""

from __future__ import annotations

import os

from nbtrack.notebook.parameters.declared import declared_parameters
from nbtrack.notebook.parameters.given import Given
from nbtrack.notebook.patterns import excluded
from nbtrack.project import path_from

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from nbtrack.notebook.document import Notebook
    from nbtrack.settings import Settings

SETTING = "smoke.parameters"


def configured(notebook: Notebook, settings: Settings) -> tuple[Given, ...]:
    """Return what the settings give a notebook; later tables win over earlier ones.

    A pattern stands for many notebooks, and gives each what it declares. A name without a pattern means this
    one: it is an error when that does not declare the parameter.
    """
    tables: dict[str, dict[str, Any]] = settings.value(SETTING)
    if not tables:
        return ()
    origin = settings.origin(SETTING)
    path = path_from(os.path.dirname(os.path.abspath(origin)), os.path.abspath(notebook.path))
    return tuple(_given(notebook, path, tables, origin))


def _given(notebook: Notebook, path: str, tables: dict[str, dict[str, Any]], origin: str) -> Iterator[Given]:
    for pattern, table in tables.items():
        if excluded(path, (pattern,)):
            known = declared_parameters(notebook) if "*" in pattern else table
            yield from (Given(name, value, origin) for name, value in table.items() if name in known)
