"""nbconvert's door to `nbtrack extract`, `jupyter nbconvert --to nbtrack`, and ours to its pages.

The classes are made when somebody asks for them: only then nbconvert, which they derive from, is imported.
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
    from collections.abc import Callable, Collection, Iterator

    from nbtrack.script.model import Script

    Draw = Callable[[str, bool], str]  # TeX, and whether it stands by itself


def __getattr__(name: str) -> Any:
    if name == "NbtrackExporter":
        return _exporter()
    raise AttributeError(name)


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


def page_exporter(draw: Draw, left_out: Collection[str]) -> Callable[..., Any]:
    """Return the exporter of pages in which formulas are drawn, and outputs of some MIME types not shown."""
    with quick_imports():
        from nbconvert import HTMLExporter
        from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
    from jinja2 import pass_context

    class Renderer(IPythonRenderer):
        """Its Markdown, with formulas that are drawn already."""

        def block_math(self, body: str) -> str:
            return draw(body, True)

        def inline_math(self, body: str) -> str:
            return draw(body, False)

        def latex_environment(self, name: str, body: str) -> str:
            return draw(f"\\begin{{{name}}}{body}\\end{{{name}}}", True)

    class PageExporter(HTMLExporter):
        """Its pages."""

        @property
        def default_config(self) -> Any:
            found = super().default_config
            shown = found.NbConvertBase.display_data_priority
            found.NbConvertBase.display_data_priority = [mime for mime in shown if mime not in left_out]
            return found

        @pass_context
        def markdown2html(self, context: Any, source: str) -> str:
            renderer = Renderer(
                escape=False,
                attachments=context.get("cell", {}).get("attachments", {}),
                embed_images=self.embed_images,
                path=context.get("resources", {}).get("metadata", {}).get("path", ""),
                anchor_link_text=self.anchor_link_text,
            )
            return str(MarkdownWithMath(renderer=renderer).render(source))

        def default_filters(self) -> Iterator[tuple[str, Any]]:
            yield from super().default_filters()  # type: ignore[no-untyped-call]
            yield "latex2html", lambda text: draw(text, True)

    return PageExporter


def _script(nb: object, named: dict[str, Any], shell: str) -> Script:
    folder = str(named.get("path") or "")
    path = os.path.join(folder, f"{named.get('name') or 'notebook'}.ipynb")
    notebook = parse(json.dumps(nb).encode(), path)
    return extract(notebook, shell, magics_of(read_settings(folder or ".")))
