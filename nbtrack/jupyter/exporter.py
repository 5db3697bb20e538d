"""nbconvert's door to `nbtrack extract`, `jupyter nbconvert --to nbtrack`, and ours to its pages.

The class is made when somebody asks for it, since only then nbconvert, which it derives from, is imported.
"""

from __future__ import annotations

import json
import os
from functools import cache
from typing import TYPE_CHECKING, Any

from nbtrack.errors import NbtrackError
from nbtrack.notebook.document import parse
from nbtrack.notebook.jupyter_imports import quick_imports
from nbtrack.script.extract import extract
from nbtrack.script.magics.custom import magics_of
from nbtrack.script.model import REFUSED, RUN, SHELL_POLICIES
from nbtrack.settings import read_settings

if TYPE_CHECKING:
    from nbtrack.script.model import Script


def __getattr__(name: str) -> Any:
    if name == "NbtrackExporter":
        return _exporter()
    raise AttributeError(name)


def html_page(node: Any, title: str) -> str:
    """Return a notebook's node as a page of HTML, as `jupyter nbconvert --to html` makes it."""
    with quick_imports():
        from nbconvert import HTMLExporter
    exporter: Any = HTMLExporter
    page, _ = exporter().from_notebook_node(node, resources={"metadata": {"name": title}})
    return str(page)


@cache
def _exporter() -> type:
    from nbconvert.exporters import Exporter
    from nbconvert.utils.exceptions import ConversionException
    from traitlets import Enum, default

    class NbtrackExporter(Exporter):
        """The script that `nbtrack extract` writes."""

        shell = Enum(SHELL_POLICIES, RUN, help="what becomes of shell commands").tag(config=True)
        output_mimetype = "text/x-python"
        export_from_notebook = "Plain Python (nbtrack)"

        @default("file_extension")
        def _python(self) -> str:
            return ".py"

        def from_notebook_node(self, nb: Any, resources: Any = None, **kw: Any) -> tuple[Any, Any]:
            """Return the script of a notebook, after whichever preprocessors somebody configured."""
            prepared, resources = super().from_notebook_node(nb, resources, **kw)
            try:
                script = _script(prepared, resources.get("metadata") or {}, self.shell)
            except NbtrackError as error:
                raise ConversionException(error.message) from error
            for entry in script.ledger:
                if entry.verdict == REFUSED:
                    self.log.warning("cell %s, line %s: %s", entry.cell, entry.line, entry.reason)
            return script.source, resources

    return NbtrackExporter


def _script(nb: Any, named: dict[str, Any], shell: str) -> Script:
    folder = str(named.get("path") or "")
    path = os.path.join(folder, f"{named.get('name') or 'notebook'}.ipynb")
    notebook = parse(json.dumps(nb).encode(), path)
    return extract(notebook, shell, magics_of(read_settings(folder or ".")))
