"""All texts of a notebook as a reader sees them: unescaped, without colours and encoded pictures."""

from __future__ import annotations

from nbtrack.notebook.document import joined
from nbtrack.notebook.edits import REMOVE, Edit
from nbtrack.notebook.mime_types import RASTERS
from nbtrack.rules.finding import Fix
from nbtrack.rules.place import Place, in_cell, in_notebook, in_source
from nbtrack.rules.subject import numbered_outputs
from nbtrack.terminal import without_colours

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from nbtrack.notebook.document import Cell, Notebook
    from nbtrack.rules.finding import Safety

ENCODED = (
    *RASTERS,
    "application/pdf",
    "audio/",
    "video/",
    "font/",
)


class Text:
    """A text with its place; `output` is the 0-based index of the output that holds it, None elsewhere."""

    __slots__ = ("cell", "content", "output", "place")

    def __init__(
        self, content: str, place: Place, cell: Cell | None = None, output: int | None = None
    ) -> None:
        self.content = content
        self.place = place
        self.cell = cell
        self.output = output

    @property
    def is_source(self) -> bool:
        """Tell whether this is what a person wrote into a cell."""
        return self.cell is not None and self.place.pointer[-1] == self.cell.source_key

    @property
    def where(self) -> str:
        """Name the part of the cell or notebook that holds the text."""
        if self.output is not None:
            return f"output {self.output + 1}"
        return "the source" if self.is_source else "the metadata"

    def span(self, start: int, end: int) -> Place:
        """Return the place of some characters: in a source by line, without showing it; else the whole."""
        if self.cell is None or not self.is_source:
            return self.place
        line = self.content.count("\n", 0, start) + 1
        column = start - self.content.rfind("\n", 0, start)
        return in_source(self.cell, line, column, column + end - start).without_snippet()


def texts(notebook: Notebook) -> Iterator[Text]:
    """Yield the sources, outputs and metadata of a notebook."""
    for content in _strings(notebook.metadata):
        yield Text(content, in_notebook("metadata"))
    for cell in notebook.cells:
        yield Text(cell.source, in_cell(cell, cell.source_key), cell)
        for content in _strings(cell.metadata):
            yield Text(content, in_cell(cell, "metadata"), cell)
        yield from _output_texts(cell)


def removal(text: Text, safety: Safety) -> Fix | None:
    """Return the fix that removes the output holding a text; nothing else is ours to remove."""
    if text.output is None:
        return None
    return Fix("remove the output", (Edit(text.place.pointer, REMOVE),), safety)


def _output_texts(cell: Cell) -> Iterator[Text]:
    for index, output in numbered_outputs(cell):
        for content in _output_contents(output):
            yield Text(content, in_cell(cell, "outputs", index), cell, index)


def _output_contents(output: dict[str, Any]) -> Iterator[str]:
    if output.get("output_type") in ("error", "pyerr"):
        yield without_colours(f"{output.get('evalue')}\n" + "\n".join(_strings(output.get("traceback"))))
        return
    yield without_colours(joined(output.get("text")))
    data = output.get("data")
    for mime, value in data.items() if isinstance(data, dict) else ():
        if mime.startswith(ENCODED):
            continue
        whole = joined(value) if isinstance(value, (str, list)) else ""
        yield from (whole,) if whole else _strings(value)


def _strings(value: object) -> Iterator[str]:
    """Yield every string in a JSON value; a member's key comes along, as secrets are told by names."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for element in value:
            yield from _strings(element)
    elif isinstance(value, dict):
        for key, element in value.items():
            if isinstance(element, str):
                yield f'"{key}": "{element}"'
            else:
                yield from _strings(element)
