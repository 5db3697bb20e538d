"""A notebook as it stands in a file: its bytes, what they say, and its cells."""

from __future__ import annotations

from nbtrack.errors import NotebookError
from nbtrack.notebook.scan import parse_bytes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    Pointer = tuple[str | int, ...]
    Reader = Callable[[bytes], Any]  # raises ValueError or RecursionError

_OBJECTS = {dict}
OLDEST_MAJOR = 3
NEWEST_MAJOR = 4
# Where a notebook names its language; jupytext has a place of its own for one that names no kernel.
_LANGUAGES = (("language_info", "name"), ("kernelspec", "language"), ("jupytext", "main_language"))
FIRST_MINOR_WITH_IDS = 5  # of nbformat 4: its cells have ids


class Cell:
    """One cell, numbered from 1 over all cells as people count them.

    `data` is the parsed object itself and is never changed; `pointer` says where it stands in the document.
    """

    __slots__ = ("data", "number", "pointer")

    def __init__(self, data: dict[str, Any], number: int, pointer: Pointer) -> None:
        self.data = data
        self.number = number
        self.pointer = pointer

    @property
    def kind(self) -> str:
        """Return "code", "markdown" or "raw"; nbformat 3 also has "heading", and strangers have others."""
        kind = self.data.get("cell_type")
        return kind if isinstance(kind, str) else ""

    @property
    def source_key(self) -> str:
        """Return the key of the source: nbformat 3 calls it "input" in code cells."""
        return "input" if "input" in self.data and "source" not in self.data else "source"

    @property
    def source(self) -> str:
        """Return the source as one text, whichever way it is stored."""
        data = self.data
        return joined(data["source"] if "source" in data else data.get("input"))

    @property
    def first_line(self) -> str:
        """Return the first line that is not blank, by which people know the cell."""
        return self.source.strip().partition("\n")[0]

    @property
    def count_key(self) -> str:
        """Return the key of the execution count: nbformat 3 calls it "prompt_number"."""
        return "prompt_number" if "prompt_number" in self.data else "execution_count"

    @property
    def count(self) -> int | None:
        """Return the execution count, None where there is none."""
        count = self.data.get(self.count_key)
        return count if isinstance(count, int) else None

    @property
    def id(self) -> str | None:
        """Return the cell's id, None before nbformat 4.5."""
        found = self.data.get("id")
        return found if isinstance(found, str) else None

    @property
    def outputs(self) -> list[dict[str, Any]]:
        """Return the stored outputs; what is no object is left out."""
        outputs = self.data.get("outputs")
        if not isinstance(outputs, list):
            return []
        return outputs if {*map(type, outputs)} <= _OBJECTS else [o for o in outputs if isinstance(o, dict)]

    @property
    def attachments(self) -> dict[str, Any]:
        """Return the MIME bundles that came with a Markdown cell, by their names."""
        attachments = self.data.get("attachments")
        return attachments if isinstance(attachments, dict) else {}

    @property
    def metadata(self) -> dict[str, Any]:
        """Return the cell's metadata, empty where there is none."""
        metadata = self.data.get("metadata")
        return metadata if isinstance(metadata, dict) else {}

    @property
    def tags(self) -> tuple[str, ...]:
        """Return the cell's tags."""
        tags = self.metadata.get("tags")
        return tuple(tag for tag in tags if isinstance(tag, str)) if isinstance(tags, list) else ()


class Notebook:
    """A notebook and the exact bytes it was read from. Treat it as frozen: edits make new bytes."""

    __slots__ = ("_cells", "data", "format", "path", "raw", "reader")

    def __init__(self, raw: bytes, data: dict[str, Any], path: str, reader: Reader) -> None:
        self.raw = raw
        self.data = data
        self.path = path
        self.reader = reader
        major, minor = data.get("nbformat"), data.get("nbformat_minor")
        self.format: tuple[int, int] = (
            major if isinstance(major, int) else NEWEST_MAJOR,
            minor if isinstance(minor, int) else 0,
        )
        self._cells: tuple[Cell, ...] | None = None

    @property
    def has_ids(self) -> bool:
        """Tell whether cells have ids in the notebook's format."""
        return self.format >= (4, FIRST_MINOR_WITH_IDS)

    @property
    def text(self) -> str:
        """Return the whole file as text."""
        return self.raw.decode("utf-8")

    @property
    def cells(self) -> tuple[Cell, ...]:
        """Return all cells in order; nbformat 3 keeps them in worksheets."""
        if self._cells is None:
            self._cells = tuple(
                Cell(data, number, pointer)
                for number, (pointer, data) in enumerate(_cell_places(self.data, self.format[0]), 1)
            )
        return self._cells

    @property
    def cell_data(self) -> list[dict[str, Any]]:
        """Return the parsed objects of all cells, for a look that is cheaper than making cells."""
        if self.format[0] >= NEWEST_MAJOR:
            cells: list[dict[str, Any]] = self.data["cells"]
            return cells
        return [data for _, data in _cell_places(self.data, self.format[0])]

    @property
    def metadata(self) -> dict[str, Any]:
        """Return the notebook's metadata, empty where there is none."""
        metadata = self.data.get("metadata")
        return metadata if isinstance(metadata, dict) else {}

    @property
    def language(self) -> str:
        """Return the language in lower case as the notebook declares it, "python" where it does not."""
        return self.declared_language or "python"

    @property
    def declared_language(self) -> str | None:
        """Return the language in lower case, None where the notebook does not say.

        Sage's kernel declares Python; what it reads is a language of its own, with names of its own.
        """
        kernel = self.metadata.get("kernelspec")
        if isinstance(kernel, dict) and str(kernel.get("name")).lower().startswith("sagemath"):
            return "sage"
        for key, name in _LANGUAGES:
            part = self.metadata.get(key)
            if isinstance(part, dict) and isinstance(part.get(name), str) and part[name]:
                return str(part[name]).lower()
        return None


def parse(raw: bytes, path: str = "<stdin>", reader: Reader = parse_bytes) -> Notebook:
    """Read a notebook of nbformat 3 or 4; raises NotebookError with the place, and nothing else."""
    return notebook_of(raw, read_document(raw, path, reader), path, reader)


def notebook_of(raw: bytes, data: Any, path: str, reader: Reader) -> Notebook:
    """Return the notebook that a document is; raises NotebookError where it is none."""
    reason = _not_a_notebook(data)
    if reason:
        raise NotebookError(reason, path=path, hint=_format_hint(data))
    return Notebook(raw, data, path, reader)


def read_document(raw: bytes, path: str, reader: Reader) -> Any:
    """Read JSON of any kind; raises NotebookError with the place, and nothing else."""
    try:
        return reader(raw)
    except (ValueError, RecursionError) as error:
        from nbtrack.notebook.diagnose import unreadable

        raise unreadable(raw, path, error) from None


def joined(source: object) -> str:
    """Return a multi-line string of nbformat, a text or a list of texts, as one text."""
    if isinstance(source, str):
        return source
    if isinstance(source, list):
        try:
            return "".join(source)
        except TypeError:
            return "".join(part for part in source if isinstance(part, str))
    return ""


def _cell_places(data: dict[str, Any], major: int) -> list[tuple[Pointer, dict[str, Any]]]:
    if major >= NEWEST_MAJOR:
        return [(("cells", i), cell) for i, cell in enumerate(data["cells"])]
    return [
        (("worksheets", w, "cells", i), cell)
        for w, sheet in enumerate(data["worksheets"])
        for i, cell in enumerate(sheet.get("cells", ()))
    ]


def _not_a_notebook(data: object) -> str | None:
    if not isinstance(data, dict):
        return "JSON, but not a notebook: the document is no object"
    major = data.get("nbformat")
    if not isinstance(major, int) or isinstance(major, bool):
        return 'JSON, but not a notebook: there is no "nbformat" number'
    if not OLDEST_MAJOR <= major <= NEWEST_MAJOR:
        return f"nbformat {major} is not supported, only {OLDEST_MAJOR} and {NEWEST_MAJOR}"
    return malformed_cells(data, major)


def malformed_cells(data: dict[str, Any], major: int) -> str | None:
    """Say what keeps the cells of a document from being looked at, None where nothing does."""
    if major >= NEWEST_MAJOR:
        return _bad_cells(data.get("cells"), "cells")
    sheets = data.get("worksheets")
    if not isinstance(sheets, list) or not all(isinstance(sheet, dict) for sheet in sheets):
        return 'JSON, but not a notebook: "worksheets" is no list of objects'
    return next(filter(None, (_bad_cells(sheet.get("cells", []), "cells") for sheet in sheets)), None)


def _bad_cells(cells: object, name: str) -> str | None:
    if cells is None:
        return f'JSON, but not a notebook: there are no "{name}"'
    if not isinstance(cells, list):
        return f'JSON, but not a notebook: "{name}" is no list'
    if _OBJECTS.issuperset(map(type, cells)):
        return None
    for number, cell in enumerate(cells, 1):
        if not isinstance(cell, dict):
            return f"JSON, but not a notebook: cell {number} is no object"
    return None


def _format_hint(data: object) -> str:
    major = data.get("nbformat") if isinstance(data, dict) else None
    if isinstance(major, int) and major < OLDEST_MAJOR:
        return "run `jupyter nbconvert --to notebook --inplace` on it to bring it up to date"
    if isinstance(major, int) and major > NEWEST_MAJOR:
        return "look for a newer nbtrack"
    from nbtrack.notebook.diagnose import NO_NOTEBOOK

    return NO_NOTEBOOK
